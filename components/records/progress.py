"""Counts of what a learner did and of what is to come."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Week:
    """Answers of one week.

    Attributes:
        monday: Its first day.
        num_right: Right answers.
        num_wrong: Wrong ones.
    """

    monday: date
    num_right: int
    num_wrong: int


@dataclass(frozen=True)
class DueDay:
    """Reviews that fall due on a day."""

    day: date
    num_due: int
