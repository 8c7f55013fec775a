"""Questions that the page's reader answers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from benchmarks.probes.tally import Probe, Tally
from benchmarks.reading import Question, ask
from components.engine.serving import start_engine
from components.measures.answer_scoring import score_answer
from components.models.catalog import models_for

Ask = Callable[[str, str], str]


@contextmanager
def start_reader() -> Iterator[Ask]:
    """Start the model that the page starts with.

    Yields:
        A function from a question and a passage to the answer; empty where the page would say that
        the passage does not tell.
    """
    engine = start_engine(models_for("question_answering")[0].id)

    def answer(question: str, passage: str) -> str:
        result = ask(engine, Question(question, passage, ()))
        return result.answers[0].text if result and result.has_answer else ""

    try:
        yield answer
    finally:
        engine.close()


def is_right(answer: str, golds: Sequence[str], language: str) -> bool:
    """Return whether an answer is one of those marked, as SQuAD does; empty where there is none."""
    return score_answer(answer, golds, language == "zh").exact == 1


def run_questions(probes: Sequence[Probe]) -> Tally:
    """Ask each question and compare the answer."""
    tally = Tally()
    with start_reader() as answer:
        for probe in probes:
            said = answer(probe["question"], probe["context"])
            right = is_right(said, probe["answers"], probe["lang"])
            tally.add(f"{probe['kind']} {probe['lang']}", right)
    return tally


def run_edges(probes: Sequence[Probe]) -> Tally:
    """Compare answers with the marked ones character by character."""
    tally = Tally()
    with start_reader() as answer:
        for probe in probes:
            tally.add("edges zh", answer(probe["question"], probe["context"]) == probe["answer"])
    return tally
