"""The charts of the studio draw the numbers they are given."""

from datetime import date

import pytest

from components.interface.charts.mastery import MasteryLabels, skill_mastery
from components.interface.charts.progress import answers_by_week, due_by_day
from components.interface.charts.quiz import estimate_path
from components.interface.charts.theme import blend, chart_theme
from components.records.mastery import SkillMastery
from components.records.progress import DueDay, Week

LABELS = MasteryLabels("Title", "Level", "claimed", "demonstrated", "retained")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_mastery_draws_bars_and_a_mark_where_there_is_a_claim(name):
    theme = chart_theme(name)
    rows = [
        ("RAG <b>", SkillMastery("rag", 3, 2.0, 1.5)),
        ("SQL", SkillMastery("sql", None, 1.0, 1.0)),
        ("Git", SkillMastery("git", 1)),
    ]
    figure = skill_mastery(rows, LABELS, theme)
    shown, kept, claims = figure.data
    assert list(shown.x) == [2.0, 1.0, 0.0]
    assert list(kept.x) == [1.5, 1.0, 0.0]
    assert list(claims.x) == [3, 1]
    assert list(claims.y) == [0, 2]
    assert figure.layout.annotations[0].text == "RAG &lt;b&gt;"
    assert shown.marker.color != kept.marker.color, "the legend tells them apart"
    assert skill_mastery([], LABELS, theme).data


def test_the_path_marks_right_and_wrong_answers():
    figure = estimate_path(
        [1, 1.5, 1.2],
        [0.5, 1, 0.9],
        [True, False],
        chart_theme("light"),
        "t",
        "x",
        "y",
        ("estimate", "cautious", "right", "wrong"),
    )
    right, wrong = figure.data[2:]
    assert (list(right.x), list(right.y)) == ([1], [1.5])
    assert (list(wrong.x), list(wrong.y)) == ([2], [1.2])


def test_weeks_and_days_are_counted():
    theme = chart_theme("dark")
    weeks = [Week(date(2026, 1, 5), 3, 1), Week(date(2026, 1, 12), 0, 0)]
    figure = answers_by_week(weeks, theme, "t", "x", "y", ("right", "wrong"))
    assert [list(bar.y) for bar in figure.data] == [[3, 0], [1, 0]]
    days = [DueDay(date(2026, 1, 5), 4)]
    assert list(due_by_day(days, theme, "t", "x", "y").data[0].y) == [4]


def test_blending_ends_at_both_colours():
    assert blend("#102030", "#FFFFFF", 1) == "#102030"
    assert blend("#102030", "#FFFFFF", 0) == "#ffffff"
