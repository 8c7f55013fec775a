"""What was learnt: counts, and charts of the weeks behind and the days to come."""

import streamlit as st

from components.career.history import count_due, count_weeks
from components.career.review import ReviewState, due_states, fold_reviews
from components.interface.career.shared.dates import visitor_zone
from components.interface.charts.progress import answers_by_week, due_by_day
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.records.learner import Learning, now

PAGE = "progress"


def show_counts(t: Translator, learning: Learning) -> None:
    """Show four numbers: skills, questions, lessons, reviews."""
    content = learner.content()
    latest = {a.question: a.is_right for a in learning.answers if a.question in content.questions}
    tested = {answer.skill for answer in learning.answers} & content.skills.keys()
    done = [
        lesson
        for lesson, status in learning.lesson_status().items()
        if status == "done" and lesson in content.lessons
    ]
    due = due_states(_states(learning).values(), now())
    values = {
        "skills": f"{len(tested):,} / {len(content.skills):,}",
        "questions": f"{sum(latest.values()):,} / {len(content.questions):,}",
        "lessons": f"{len(done):,} / {len(content.lessons):,}",
        "due": f"{len(due):,}",
    }
    for column, (name, value) in zip(st.columns(len(values)), values.items(), strict=True):
        column.metric(t(f"{PAGE}.count_{name}"), value)


def _states(learning: Learning) -> dict[str, ReviewState]:
    questions = learner.content().questions
    return {q: s for q, s in fold_reviews(learning).items() if q in questions}


def show_history(t: Translator, learning: Learning, theme: ChartTheme) -> None:
    """Show the weeks behind and the reviews of the next two weeks."""
    zone, at = visitor_zone(), now()
    weeks = count_weeks(learning, at, zone)
    days = count_due(_states(learning).values(), at, zone)
    behind, ahead = st.columns(2, gap="large")
    with behind:
        st.plotly_chart(
            answers_by_week(
                weeks,
                theme,
                t(f"{PAGE}.weeks_title"),
                t(f"{PAGE}.weeks_x"),
                t(f"{PAGE}.weeks_y"),
                (t(f"{PAGE}.right"), t(f"{PAGE}.wrong")),
            ),
            theme=None,
            config=CONFIG,
            alt=t(
                f"{PAGE}.weeks_alt",
                right=sum(week.num_right for week in weeks),
                wrong=sum(week.num_wrong for week in weeks),
                count=len(weeks),
            ),
            key=f"{PAGE}.weeks",
        )
        st.caption(t(f"{PAGE}.weeks_read"))
    with ahead:
        st.plotly_chart(
            due_by_day(days, theme, t(f"{PAGE}.due_title"), t(f"{PAGE}.due_x"), t(f"{PAGE}.due_y")),
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.due_alt", count=sum(day.num_due for day in days)),
            key=f"{PAGE}.due",
        )
        st.caption(t(f"{PAGE}.due_read"))
