"""The plan of the page: its settings, its weeks, its files, what changed, what if."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from components.career.planning import find_steps, make_plan, rank_roles
from components.export.plan_calendar import plan_calendar
from components.export.plan_markdown import plan_markdown
from components.interface.career.plan import plan_words as words
from components.interface.charts.percents import write_percent
from components.interface.charts.plan import fit_moves, plan_timeline
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.session import register_translated_options
from components.records.learner import now
from components.records.plan import Outlook, Plan

FIRST_WEEKS = 4
KEPT = "plan.kept"
USE_LEVEL = 2
"""Level that "what if I could do this" and "I can do this already" stand for, at least."""


@dataclass(frozen=True)
class Settings:
    """What a plan is made of.

    Attributes:
        role_id: Where to.
        hours_per_week: Hours per week.
        start: First day.
        levels: Skill → level now.
    """

    role_id: str
    hours_per_week: float
    start: date
    levels: Mapping[str, float]


def show_known(t: Translator, page: str, settings: Settings) -> Settings:
    """Show what can be left out as known, and return the settings with it."""
    content = learner.content()
    steps = find_steps(
        content.roles[settings.role_id], content.skills, learner.hours(), settings.levels
    )
    key = f"{page}.known"
    register_translated_options(key)
    options = sorted({*(s.skill_id for s in steps), *st.session_state.get(key, ())})
    known = st.multiselect(
        t("plan.known"),
        options,
        format_func=lambda skill_id: words.name_skill(t, skill_id),
        key=key,
        help=t("plan.known_help"),
        placeholder=t("plan.known_none"),
    )
    targets = {step.skill_id: step.to_level for step in steps}
    levels = dict(settings.levels)
    for skill_id in known:
        levels[skill_id] = max(levels.get(skill_id, 0), targets.get(skill_id, USE_LEVEL))
    return Settings(settings.role_id, settings.hours_per_week, settings.start, levels)


def compute_plan(settings: Settings) -> Plan:
    """Return the plan of the settings."""
    content = learner.content()
    steps = find_steps(
        content.roles[settings.role_id], content.skills, learner.hours(), settings.levels
    )
    return make_plan(steps, settings.hours_per_week, settings.start)


def show_plan(t: Translator, page: str, plan: Plan, theme: ChartTheme) -> None:
    """Show when it is done, the timeline, and the weeks."""
    st.subheader(words.write_range(t, plan), anchor=False)
    low = sum(step.low_hours for step in plan.steps)
    high = sum(step.high_hours for step in plan.steps)
    with st.container(width=720):
        st.markdown(
            t(
                "plan.summary",
                count=len(plan.steps),
                low=f"{low:.0f}",
                high=f"{high:.0f}",
                weeks=len(plan.weeks),
            )
        )
    with st.container(width=900):
        st.plotly_chart(
            plan_timeline(
                plan,
                [words.name_skill(t, step.skill_id) for step in plan.steps],
                [words.describe_step(t, step) for step in plan.steps],
                (t("plan.asked"), t("plan.before")),
                theme,
                title=t("plan.timeline_title"),
            ),
            theme=None,
            config=CONFIG,
            alt=t("plan.timeline_alt", count=len(plan.steps), weeks=len(plan.weeks)),
            key=f"{page}.timeline",
        )
        st.caption(t("plan.timeline_read"))
    _show_weeks(t, plan)


def _show_weeks(t: Translator, plan: Plan) -> None:
    with st.container(width=720):
        for number in range(min(FIRST_WEEKS, len(plan.weeks))):
            _show_week(t, plan, number)
        if len(plan.weeks) > FIRST_WEEKS:
            with st.expander(t("plan.all_weeks", count=len(plan.weeks))):
                for number in range(FIRST_WEEKS, len(plan.weeks)):
                    _show_week(t, plan, number)


def _show_week(t: Translator, plan: Plan, number: int) -> None:
    week = plan.weeks[number]
    lines = "\n".join(f"- {line}" for line in words.list_week(t, plan, week))
    st.markdown(f"**{words.title_week(t, number, week)}**\n\n{lines}")


def show_files(t: Translator, page: str, settings: Settings, plan: Plan) -> None:
    """Show the downloads: a calendar and a Markdown file."""
    role = say(t, learner.content().roles[settings.role_id].name)
    title = t("plan.file_title", role=role)
    numbered = dict(enumerate(plan.weeks))
    titles = {number: words.title_week(t, number, week) for number, week in numbered.items()}
    lines = {number: words.list_week(t, plan, week) for number, week in numbered.items()}
    summaries = {number: words.summarise_week(t, week) for number, week in numbered.items()}
    notes = {number: "\n".join(found) for number, found in lines.items()}
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            t("plan.calendar"),
            plan_calendar(plan, title, summaries, notes, now()),
            file_name="learning-plan.ics",
            mime="text/calendar",
            key=f"{page}.calendar",
            icon=":material/calendar_month:",
            on_click="ignore",
        )
        st.download_button(
            t("plan.markdown"),
            plan_markdown(plan, title, [words.write_range(t, plan)], titles, lines),
            file_name="learning-plan.md",
            mime="text/markdown",
            key=f"{page}.markdown",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button(
            t("plan.keep"),
            key=f"{page}.keep",
            icon=":material/bookmark:",
            on_click=_keep,
            args=(settings.role_id, plan),
            help=t("plan.keep_help"),
        )


def _keep(role_id: str, plan: Plan) -> None:
    st.session_state[KEPT] = (role_id, plan)


def show_change(t: Translator, settings: Settings, plan: Plan) -> None:
    """Say how this plan differs from the one that was kept for the same role."""
    kept: tuple[str, Plan] | None = st.session_state.get(KEPT)
    if kept is None or kept[0] != settings.role_id or kept[1] == plan:
        return
    before = kept[1]
    old, new = {s.skill_id for s in before.steps}, {s.skill_id for s in plan.steps}
    parts = [
        t(
            "plan.moved",
            before=words.write_date(t, before.latest),
            after=words.write_date(t, plan.latest),
        )
    ]
    for key, names in (("plan.gone", old - new), ("plan.come", new - old)):
        if names:
            listed = t("common.separator").join(words.name_skill(t, k) for k in sorted(names))
            parts.append(t(key, skills=listed))
    st.info(" ".join(parts), icon=":material/update:")


def show_what_if(t: Translator, page: str, settings: Settings, theme: ChartTheme) -> None:
    """Show how far every role is, and how that moves when one skill is added."""
    content = learner.content()
    st.subheader(t("plan.what_if_title"), anchor=False)
    key = f"{page}.what_if"
    register_translated_options(key)
    lacking = [k for k in content.skills if settings.levels.get(k, 0) < USE_LEVEL]
    chosen = st.selectbox(
        t("plan.what_if"),
        lacking,
        index=None,
        format_func=lambda skill_id: words.name_skill(t, skill_id),
        key=key,
        placeholder=t("plan.what_if_none"),
        width=420,
    )
    before = _rank(settings, settings.levels)
    added = {**settings.levels, **({chosen: USE_LEVEL} if chosen else {})}
    after = {outlook.role_id: outlook for outlook in _rank(settings, added)}
    names = [say(t, content.roles[outlook.role_id].name) for outlook in before]
    with st.container(width=820):
        st.plotly_chart(
            fit_moves(
                names,
                [outlook.fit for outlook in before],
                [after[outlook.role_id].fit for outlook in before],
                (t("plan.now"), t("plan.then")),
                theme,
                title=t("plan.what_if_chart"),
                axis=t("plan.fit_axis"),
            ),
            theme=None,
            config=CONFIG,
            alt=t("plan.what_if_alt", count=len(before)),
            key=f"{page}.what_if_chart",
        )
        st.caption(t("plan.what_if_read"))
    with st.container(width=720):
        for name, outlook in zip(names, before, strict=True):
            st.markdown(f"- {_describe_move(t, name, outlook, after[outlook.role_id])}")


def _rank(settings: Settings, levels: Mapping[str, float]) -> tuple[Outlook, ...]:
    content = learner.content()
    return rank_roles(
        content.roles,
        content.skills,
        learner.hours(),
        levels,
        settings.hours_per_week,
        settings.start,
    )


def _describe_move(t: Translator, name: str, before: Outlook, after: Outlook) -> str:
    weeks = (before.latest - after.latest).days // 7
    values: dict[str, str | int] = {
        "role": name,
        "before": write_percent(before.fit),
        "after": write_percent(after.fit),
        "earliest": words.write_date(t, after.earliest),
        "latest": words.write_date(t, after.latest),
        "weeks": weeks,
    }
    return t("plan.move" if before != after else "plan.no_move", **values)
