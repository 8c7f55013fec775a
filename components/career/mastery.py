"""One state of mastery over all roles: claimed, demonstrated, retained, with demotion."""

from collections import defaultdict
from datetime import datetime

from components.career.assessment import demonstrated_level, estimate_ability
from components.career.review import RETENTION, ReviewState, fold_reviews, recall_probability
from components.records.learner import Answer, Learning
from components.records.mastery import SkillMastery


def compute_mastery(learning: Learning, at: datetime) -> dict[str, SkillMastery]:
    """Derive how far a learner is with every skill.

    Args:
        learning: All that the learner left behind.
        at: Now, in UTC: memories fade with time.

    Returns:
        Skill → its mastery; skills neither rated nor tested are missing.
    """
    claims = learning.claimed_levels()
    answers: dict[str, list[Answer]] = defaultdict(list)
    for answer in learning.answers:
        answers[answer.skill].append(answer)
    states = fold_reviews(learning)
    return {
        skill: _skill_mastery(skill, claims.get(skill), answers.get(skill, []), states, at)
        for skill in sorted(claims.keys() | answers.keys())
    }


def _skill_mastery(
    skill: str,
    claimed: int | None,
    answers: list[Answer],
    states: dict[str, ReviewState],
    at: datetime,
) -> SkillMastery:
    if not answers:
        return SkillMastery(skill, claimed)
    demonstrated = demonstrated_level(estimate_ability(answers))
    questions = {answer.question for answer in answers} & states.keys()
    kept = [kept_share(states[question], at) for question in questions]
    share = sum(kept) / len(kept) if kept else 1.0
    return SkillMastery(skill, claimed, demonstrated, demonstrated * share)


def kept_share(state: ReviewState, at: datetime) -> float:
    """Return how much of a memory is left: 1 until its review is due, then less day by day.

    Returns:
        The probability of recall by the one at which a review is due, at most 1.
    """
    return min(1.0, recall_probability(state, at) / RETENTION)
