"""A plan in words: dates, weeks and steps, for the page and for its files."""

from datetime import date, timedelta

from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.records.plan import Plan, Step, Week


def write_date(t: Translator, day: date) -> str:
    """Write a date as the language does."""
    return t("paths.date", year=day.year, month=t(f"paths.month.{day.month}"), day=day.day)


def write_hours(hours: float) -> str:
    """Write hours with one decimal where there is one.

    Example:
        >>> write_hours(4.0), write_hours(6.4)
        ('4', '6.4')
    """
    return f"{hours:.1f}".removesuffix(".0")


def write_range(t: Translator, plan: Plan) -> str:
    """Say when the plan ends: a range, or one date where both are the same."""
    if plan.earliest == plan.latest:
        return t("plan.done_on", day=write_date(t, plan.latest))
    return t(
        "plan.done_between",
        earliest=write_date(t, plan.earliest),
        latest=write_date(t, plan.latest),
    )


def name_step(t: Translator, step: Step) -> str:
    """Name a step: the skill and the level to reach."""
    return t("plan.step", skill=name_skill(t, step.skill_id), level=step.to_level)


def name_skill(t: Translator, skill_id: str) -> str:
    """Name a skill."""
    return say(t, learner.content().skills[skill_id].name)


def describe_step(t: Translator, step: Step) -> str:
    """Say what a step takes and why it is there."""
    return t(
        "plan.step_more" if step.is_asked else "plan.step_before",
        step=name_step(t, step),
        low=write_hours(step.low_hours),
        high=write_hours(step.high_hours),
        unlocks=step.unlocks,
    )


def title_week(t: Translator, number: int, week: Week) -> str:
    """Return a week's heading."""
    end = week.start + timedelta(days=6)
    return t(
        "plan.week", number=number + 1, start=write_date(t, week.start), end=write_date(t, end)
    )


def list_week(t: Translator, plan: Plan, week: Week) -> list[str]:
    """List what to do in a week, reviews last."""
    levels = {step.skill_id: step.to_level for step in plan.steps}
    lines = [
        t(
            "plan.share_last" if share.is_last else "plan.share",
            skill=name_skill(t, share.skill_id),
            hours=write_hours(share.hours),
            level=levels[share.skill_id],
        )
        for share in week.shares
    ]
    return [*lines, t("plan.review", hours=write_hours(week.review_hours))]


def summarise_week(t: Translator, week: Week) -> str:
    """Name a week's skills in one line, for a calendar."""
    names = [name_skill(t, share.skill_id) for share in week.shares]
    return t("plan.calendar_week", skills=t("common.separator").join(names))
