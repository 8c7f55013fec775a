"""Skills required but not shown: weighted gaps, before any percentage."""

import re
from collections.abc import Iterable, Mapping, Sequence

from components.career.content.schema import Role
from components.records.matching import Band, Fit, Gap, SkillMatch

CREDIT: Mapping[Band, float] = {"evidence": 1.0, "possible": 0.5, "none": 0.0}
OPTIONAL_SHARE = 0.5
"""Weight of an optional skill relative to an essential one."""
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
    return _fit(compute_weights(role), matches)


def compute_weights(role: Role) -> dict[str, float]:
    """Return what every skill of a role counts: its weight, a share of it where it is optional."""
    return {
        need.id: weigh(need.weight, is_essential=need.need == "essential") for need in role.skills
    }


def weigh(weight: float, *, is_essential: bool) -> float:
    """Return what a need counts.

    Example:
        >>> weigh(3, is_essential=True), weigh(3, is_essential=False)
        (3.0, 1.5)
    """
    return weight * (1.0 if is_essential else OPTIONAL_SHARE)


def fit_to_posting(posting: Sequence[SkillMatch], matches: Iterable[SkillMatch]) -> Fit | None:
    """Compare what a résumé shows with what a posting asks for.

    A skill weighs as often as the posting names it, at most three times; one that stands beside
    "nice to have" is optional and counts half; one that is only possibly meant counts half too.

    Returns:
        None if no skill was found in the posting: there is nothing to compare with.
    """
    wanted = {}
    for match in posting:
        if match.band != "none":
            is_essential = not _NICE_TO_HAVE.search(match.line)
            weight = min(max(match.mentions, 1), MAX_WEIGHT) * CREDIT[match.band]
            wanted[match.skill_id] = weigh(weight, is_essential=is_essential)
    return _fit(wanted, matches) if wanted else None


def _fit(wanted: Mapping[str, float], matches: Iterable[SkillMatch]) -> Fit:
    bands: dict[str, Band] = {match.skill_id: match.band for match in matches}
    order = sorted(wanted, key=lambda skill_id: (-wanted[skill_id], skill_id))
    gaps = tuple(
        Gap(skill_id, bands.get(skill_id, "none"), wanted[skill_id])
        for skill_id in order
        if bands.get(skill_id, "none") != "evidence"
    )
    total = sum(wanted.values())
    found = sum(weight * CREDIT[bands.get(skill_id, "none")] for skill_id, weight in wanted.items())
    shown = tuple(skill_id for skill_id in order if bands.get(skill_id) == "evidence")
    weights = {skill_id: wanted[skill_id] for skill_id in order}
    return Fit(gaps, shown, weights, found / total if total else 0.0)
