"""How long a lesson and a skill take, estimated from the content by one stated rule.

English is read at 238 words per minute: silent reading of non-fiction, from 190 studies (Brysbaert,
"How many words do we read per minute?", Journal of Memory and Language 109, 2019). Chinese is read
at 255 characters a minute: reading aloud, 25 adults (Trauzettel-Klosinski and Dietz, "Standardized
Assessment of Reading Performance: The New International Reading Speed Texts IReST", Investigative
Ophthalmology & Visual Science 53, 2012), which is slow for silent reading and about right for
study. All other constants are rules of thumb of this project.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Literal

from components.career.content.lengths import (
    count_code_blocks,
    count_formulas,
    count_han,
    count_words,
)
from components.career.content.loading import Content
from components.career.content.schema import Lesson, Resource

WORDS_A_MINUTE = 238
CHARACTERS_A_MINUTE = 255
SECONDS_A_FORMULA = 5
SECONDS_A_CODE_BLOCK = 40
SECONDS_A_NUMBER = 60
SECONDS_A_QUESTION = 60
TARGET_LEVEL = 2
"""Level that hours are counted to: can use it."""
REVIEWS = 3
"""How often a question is repeated after its first answer."""
MOST_RESOURCE_MINUTES = 180
"""Most minutes counted for one book or course: a skill needs some chapters of a long one."""
PRACTICE_FACTOR = 5
"""Hours by hours of material, for each hour of which four go into doing. Chosen so that the rule
neither over- nor underrates, in the median, the 83 ranges that authors had estimated one by one."""
QUICK_SHARE = 0.5
"""Share of the external material that a quick learner needs; a careful one works through all."""


@dataclass(frozen=True)
class Hours:
    """Hours to level 2 of a skill for a learner with its prerequisites; low is below high."""

    low: int
    high: int


def estimate_minutes(lesson: Lesson, language: Literal["en", "zh"]) -> int:
    """Estimate the minutes that a lesson takes, its number and its questions included.

    Args:
        lesson: The lesson.
        language: In which it is read.

    Returns:
        Whole minutes, rounded up.
    """
    texts = (lesson.goal, lesson.body, lesson.number.says, lesson.demo.look_for)
    reading = sum(_seconds(getattr(text, language)) for text in texts)
    seconds = reading + SECONDS_A_NUMBER + SECONDS_A_QUESTION * len(lesson.questions)
    return ceil(seconds / 60)


def _seconds(text: str) -> float:
    return (
        60 * count_words(text) / WORDS_A_MINUTE
        + 60 * count_han(text) / CHARACTERS_A_MINUTE
        + SECONDS_A_FORMULA * count_formulas(text)
        + SECONDS_A_CODE_BLOCK * count_code_blocks(text)
    )


def estimate_hours(content: Content) -> Mapping[str, Hours]:
    """Estimate the hours to level 2 of every skill.

    The material is the skill's lessons up to that level, read in the slower language, its questions
    `REVIEWS` times more, and its resources: half of them at the low end, all at the high one. It
    counts `PRACTICE_FACTOR` times.

    Returns:
        Skill → whole hours, from 20 on in steps of five.
    """
    return {skill_id: _estimate_skill(skill_id, content) for skill_id in content.skills}


def _estimate_skill(skill_id: str, content: Content) -> Hours:
    lessons = [one for one in content.lessons_of(skill_id) if one.level <= TARGET_LEVEL]
    questions = [one for one in content.questions_of(skill_id) if one.level <= TARGET_LEVEL]
    elsewhere = sum(
        min(resource.minutes, MOST_RESOURCE_MINUTES)
        for resource in _first_resources(content.skills[skill_id].resources)
    )
    reading = sum(max(estimate_minutes(one, "en"), estimate_minutes(one, "zh")) for one in lessons)
    here = reading + REVIEWS * SECONDS_A_QUESTION * len(questions) / 60
    low, high = (
        _round_hours(PRACTICE_FACTOR * (here + share * elsewhere) / 60)
        for share in (QUICK_SHARE, 1.0)
    )
    return Hours(low, max(high, low + 1))


def _first_resources(resources: tuple[Resource, ...]) -> list[Resource]:
    """Return the material up to the level; if all is for a higher one, the easiest."""
    least = max(TARGET_LEVEL, min(resource.level for resource in resources))
    return [resource for resource in resources if resource.level <= least]


def _round_hours(hours: float) -> int:
    return max(1, round(hours)) if hours < 20 else 5 * round(hours / 5)
