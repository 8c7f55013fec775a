"""Charts of the studio: what is drawn is what was given."""

from datetime import date, timedelta

import pytest

from components.interface.charts.fit import asked_bars, role_fits
from components.interface.charts.plan import fit_moves, plan_timeline
from components.interface.charts.skills import Node, RoleLevels, level_bars, skill_graph
from components.interface.charts.theme import chart_theme
from components.records.plan import Plan, Step, Week, WeekShare

THEME = chart_theme("light")
BANDS = {"evidence": "shown", "possible": "maybe", "none": "not <found>"}


def test_bars_stand_in_the_trace_of_their_band():
    figure = asked_bars(
        ["a", "b", "c"], [3, 2, 1], ["evidence", "none", "none"], BANDS, THEME, "t", "x"
    )
    shown, maybe, none = figure.data
    assert (list(shown.y), list(shown.x)) == ([0], [3])
    assert list(maybe.x) == []
    assert (list(none.y), list(none.x)) == ([1, 2], [2, 1])
    assert none.name == "not &lt;found&gt;"


def test_fits_are_percentages():
    figure = role_fits(["a", "b"], [0.456, 0.0], THEME, "t", "x")
    assert list(figure.data[1].x) == pytest.approx([45.6, 0])
    assert [text.strip() for text in figure.data[1].text] == ["46%", "0%"]


def test_two_roles_share_a_row_without_covering_each_other():
    words = {"optional": "optional", "own": "own", "axis": "x"} | {
        f"level.{n}": str(n) for n in (1, 2, 3)
    }
    roles = [RoleLevels("one", [3, 0], [True, False]), RoleLevels("two", [1, 2], [True, False])]
    figure = level_bars(["a", "b"], roles, [2, 0], words, THEME, "t")
    one, _, two, two_optional, own = figure.data
    assert (list(one.x), list(two.x), list(two_optional.x)) == ([3], [1], [2])
    assert one.y[0] + one.width / 2 <= two.y[0] - two.width / 2
    assert (list(own.x), list(own.y)) == ([2], [0])
    assert len(level_bars(["a"], roles[:1], None, words, THEME, "t").data) == 2


def test_a_graph_puts_what_comes_first_on_the_left():
    nodes = [Node("a", "A", -1, 1), Node("b", "B", 0, 0), Node("c", "C", 1, 0)]
    figure = skill_graph(
        nodes, [("a", "b"), ("b", "c")], THEME, "t", {-1: "before", 0: "here", 1: "after"}
    )
    places = dict(zip(figure.data[-1].customdata, figure.data[-1].x, strict=True))
    assert places["a"] < places["b"] < places["c"]
    assert len(figure.data) == 3
    for edge, (first, second) in zip(figure.data, [("a", "b"), ("b", "c")], strict=False):
        assert (edge.x[0], edge.x[-1]) == (places[first], places[second])
    assert {note.text for note in figure.layout.annotations} == {"before", "here", "after"}


def test_a_bar_of_the_timeline_runs_over_the_weeks_of_its_step():
    monday = date(2026, 1, 5)
    steps = (Step("a", 0, 1, 4, 4, 1, False), Step("b", 0, 2, 8, 8, 0, True))
    weeks = (
        Week(monday, (WeekShare("a", 4, True), WeekShare("b", 2, False)), 1),
        Week(monday + timedelta(days=7), (WeekShare("b", 6, True),), 1),
    )
    plan = Plan(steps, weeks, 7, monday, monday)
    asked, before = plan_timeline(
        plan, ["A", "B"], ["a!", "b!"], ("asked", "first"), THEME, "t"
    ).data
    day_ms = 86_400_000
    assert (list(before.base), list(before.x)) == (["2026-01-05"], [7 * day_ms])
    assert (list(asked.base), list(asked.x)) == (["2026-01-05"], [14 * day_ms])
    assert list(asked.customdata) == ["b!"]


def test_moves_begin_at_the_ring_and_end_at_the_dot():
    figure = fit_moves(["a", "b"], [0.2, 0.5], [0.4, 0.5], ("now", "then"), THEME, "t", "x")
    line, _, ring, dot = figure.data
    assert list(line.x) == pytest.approx([20, 40])
    assert list(ring.x) == pytest.approx([20, 50])
    assert list(dot.x) == pytest.approx([40, 50])
