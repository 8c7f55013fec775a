"""What was learnt when, and what is to come: counts for the charts of progress."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from components.career.review import ReviewState
from components.records.learner import Learning
from components.records.progress import DueDay, Week

MOST_WEEKS = 26


def count_weeks(learning: Learning, at: datetime, zone: tzinfo) -> tuple[Week, ...]:
    """Count answers by the week they were given in, weeks without any included.

    Args:
        learning: Of one learner.
        at: Now.
        zone: Whose days count; weeks begin on Monday.

    Returns:
        From the first answer's week to this one, the latest 26; empty before the first answer.
    """
    if not learning.answers:
        return ()
    right: Counter[date] = Counter()
    wrong: Counter[date] = Counter()
    for answer in learning.answers:
        (right if answer.is_right else wrong)[_monday(answer.at, zone)] += 1
    first, last = min(right | wrong), max(_monday(at, zone), *(right | wrong))
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    return tuple(Week(day, right[day], wrong[day]) for day in mondays[-MOST_WEEKS:])


def count_due(
    states: Iterable[ReviewState], at: datetime, zone: tzinfo, num_days: int = 14
) -> tuple[DueDay, ...]:
    """Count the reviews that fall due on each of the next days; what is overdue counts for today.

    Args:
        states: Of one learner's questions.
        at: Now.
        zone: Whose days count.
        num_days: How many, today included.
    """
    today = at.astimezone(zone).date()
    counts = Counter(max(today, state.due_at.astimezone(zone).date()) for state in states)
    days = [today + timedelta(days=n) for n in range(num_days)]
    return tuple(DueDay(day, counts[day]) for day in days)


def _monday(at: datetime, zone: tzinfo) -> date:
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
