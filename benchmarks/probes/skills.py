"""Lines of résumés and postings that name a skill, or only seem to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from benchmarks.matching import MODELS
from benchmarks.probes.tally import Probe, Tally
from benchmarks.probes.vectors import start_encoder
from components.career.content import load_content
from components.career.matching import load_thresholds, match_skills

Bands = dict[str, str]


@contextmanager
def start_matcher() -> Iterator[Callable[[str], Bands]]:
    """Start the encoders of both languages.

    Yields:
        A function from a text to the band of each skill.
    """
    skills, thresholds = load_content().skills, load_thresholds()
    with ExitStack() as stack:
        embeds = {
            language: stack.enter_context(start_encoder(model))
            for language, model in MODELS.items()
        }

        def match(text: str) -> Bands:
            found = match_skills(text, skills, embeds, thresholds)
            return {one.skill_id: one.band for one in found}

        yield match


def run_lines(probes: Sequence[Probe]) -> Tally:
    """Return whether a line counts as evidence of a skill as it should."""
    tally = Tally()
    with start_matcher() as match:
        for probe in probes:
            is_evidence = match(probe["line"])[probe["skill"]] == "evidence"
            right = is_evidence == (probe["expect"] == "evidence")
            tally.add(f"{probe['kind']} {probe['lang']}", right)
    return tally


def run_postings(probes: Sequence[Probe]) -> Tally:
    """Return whether a posting's line that does not ask for a skill is taken to ask for it."""
    tally = Tally()
    with start_matcher() as match:
        for probe in probes:
            is_asked = match(probe["line"])[probe["skill"]] == "evidence"
            tally.add(f"{probe['expect']} {probe['lang']}", not is_asked)
    return tally


def run_resumes(probes: Sequence[Probe]) -> Tally:
    """Count the résumés of other trades in which nothing is taken for evidence."""
    tally = Tally()
    with start_matcher() as match:
        for probe in probes:
            bands = match(probe["text"])
            tally.add(f"no false evidence {probe['lang']}", "evidence" not in bands.values())
    return tally
