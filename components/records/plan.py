"""A learning plan: what to learn, in which weeks, and when it will be done."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Step:
    """One skill on the way.

    Attributes:
        skill_id: Which skill.
        from_level: Level now, 0 to 3.
        to_level: Level to reach.
        low_hours: Hours for a quick learner.
        high_hours: Hours for a careful learner.
        unlocks: How many other steps depend on this one, directly or not.
        is_asked: Whether the role asks for it; else it is a prerequisite.
    """

    skill_id: str
    from_level: float
    to_level: int
    low_hours: float
    high_hours: float
    unlocks: int
    is_asked: bool

    @property
    def hours(self) -> float:
        """Return the hours that the weeks are filled with: the middle of the range."""
        return (self.low_hours + self.high_hours) / 2


@dataclass(frozen=True)
class WeekShare:
    """The part of a step that a week holds; `is_last` if the step is finished in it."""

    skill_id: str
    hours: float
    is_last: bool


@dataclass(frozen=True)
class Week:
    """One week.

    Attributes:
        start: Its first day.
        shares: New material, in order.
        review_hours: Kept for what was learnt before.
    """

    start: date
    shares: tuple[WeekShare, ...]
    review_hours: float


@dataclass(frozen=True)
class Plan:
    """Steps in an order that respects prerequisites, and the weeks they fill.

    Attributes:
        steps: In order; empty if nothing is missing.
        weeks: From the first day on.
        hours_per_week: Of which a fifth is for reviews.
        earliest: Day of the finish with the low hours; the first day if nothing is missing.
        latest: With the high hours.
    """

    steps: tuple[Step, ...]
    weeks: tuple[Week, ...]
    hours_per_week: float
    earliest: date
    latest: date


@dataclass(frozen=True)
class Outlook:
    """How far away a role is.

    Attributes:
        role_id: Which role.
        fit: Weight of the skills reached divided by the weight of those required, 0 to 1.
        low_hours: Hours to the role for a quick learner, prerequisites included.
        high_hours: For a careful learner.
        earliest: Day of the finish with the low hours.
        latest: With the high hours.
    """

    role_id: str
    fit: float
    low_hours: float
    high_hours: float
    earliest: date
    latest: date
