"""What is asked for and not shown: weighted gaps, before any percentage."""

import re
from collections.abc import Iterable, Mapping, Sequence

from components.career.content.schema import Role
from components.records.matching import Band, Fit, Gap, SkillMatch

CREDIT: Mapping[Band, float] = {"evidence": 1.0, "possible": 0.5, "none": 0.0}
OPTIONAL_SHARE = 0.5
"""What an optional skill counts beside an essential one of the same weight."""
MAX_WEIGHT = 3
_NICE_TO_HAVE = re.compile(
    r"nice to have|preferred|a plus|bonus|desirable|optional|ideally|加分|优先|更佳|优先考虑", re.I
)


def fit_to_role(role: Role, matches: Iterable[SkillMatch]) -> Fit:
    """Compare what a résumé shows with what a role asks for.

    Args:
        role: The role.
        matches: Of the résumé; skills without a match count as not shown.
    """
    weights = {
        need.id: (need.weight * (1.0 if need.need == "essential" else OPTIONAL_SHARE), need.need)
        for need in role.skills
    }
    return _fit(
        {k: (weight, need == "essential") for k, (weight, need) in weights.items()}, matches
    )


def fit_to_posting(posting: Sequence[SkillMatch], matches: Iterable[SkillMatch]) -> Fit | None:
    """Compare what a résumé shows with what a posting asks for.

    A skill weighs as often as the posting names it, at most three times; one that stands beside
    "nice to have" is optional and counts half; one that is only possibly meant counts half too.

    Returns:
        None where no skill was found in the posting: there is nothing to compare with.
    """
    wanted = {}
    for match in posting:
        if match.band != "none":
            is_essential = not _NICE_TO_HAVE.search(match.line)
            weight = min(max(match.mentions, 1), MAX_WEIGHT) * CREDIT[match.band]
            share = 1.0 if is_essential else OPTIONAL_SHARE
            wanted[match.skill_id] = (weight * share, is_essential)
    return _fit(wanted, matches) if wanted else None


def _fit(wanted: Mapping[str, tuple[float, bool]], matches: Iterable[SkillMatch]) -> Fit:
    bands: dict[str, Band] = {match.skill_id: match.band for match in matches}
    order = sorted(wanted, key=lambda skill_id: (-wanted[skill_id][0], skill_id))
    gaps = tuple(
        Gap(skill_id, bands.get(skill_id, "none"), *wanted[skill_id])
        for skill_id in order
        if bands.get(skill_id, "none") != "evidence"
    )
    total = sum(weight for weight, _ in wanted.values())
    found = sum(
        weight * CREDIT[bands.get(skill_id, "none")] for skill_id, (weight, _) in wanted.items()
    )
    shown = tuple(skill_id for skill_id in order if bands.get(skill_id) == "evidence")
    weights = {skill_id: wanted[skill_id][0] for skill_id in order}
    return Fit(gaps, shown, weights, found / total if total else 0.0)
