"""Plans: golden ones by hand, and what holds for every role of the shipped content."""

from datetime import date, timedelta

import networkx as nx
import pytest

from components.career.content import load_content
from components.career.content.effort import Hours, estimate_hours
from components.career.content.schema import Role, Skill
from components.career.planning import (
    REVIEW_SHARE,
    build_graph,
    compute_role_fit,
    find_next,
    find_steps,
    make_plan,
    rank_roles,
    share_of_hours,
)
from tests.career.samples import role, skill

MONDAY = date(2026, 1, 5)
# base → middle → top; side stands alone; unused is asked for by nobody
SKILLS = {
    entry["id"]: Skill.model_validate(entry)
    for entry in (
        skill("base"),
        skill("middle", ["base"]),
        skill("top", ["middle"]),
        skill("side"),
        skill("unused", ["base"]),
    )
}
HOURS = {
    "base": Hours(8, 8),
    "middle": Hours(8, 12),
    "top": Hours(10, 20),
    "side": Hours(4, 4),
    "unused": Hours(8, 8),
}


def make_role(**needs):
    return Role.model_validate(role("r", needs))


def steps_of(needs, levels=None):
    return find_steps(make_role(**needs), SKILLS, HOURS, levels or {})


def test_prerequisites_come_first_and_only_as_far_as_needed():
    steps = steps_of({"top": 3})
    assert [(s.skill_id, s.to_level, s.is_asked) for s in steps] == [
        ("base", 1, False),
        ("middle", 1, False),
        ("top", 2, True),
    ]
    assert [s.unlocks for s in steps] == [2, 1, 0]
    assert [(s.low_hours, s.high_hours) for s in steps] == [(4, 4), (4, 6), (10, 20)]


def test_the_next_step_is_worth_most_an_hour():
    # base: 3 × 1 × 3 ÷ 4 = 2.25 against side: 1 × 1 × 1 ÷ 4 = 0.25, middle 3 × 2 ÷ 5 = 1.2,
    # top 3 ÷ 15 = 0.2
    assert [s.skill_id for s in steps_of({"top": 3, "side": 1})] == [
        "base",
        "middle",
        "side",
        "top",
    ]
    # side: 3 ÷ 4 = 0.75 beats what leads to a top of weight 1: base 1 × 3 ÷ 4 = 0.75 ties by name
    assert next(s.skill_id for s in steps_of({"top": 1, "side": 3})) == "base"


def test_what_is_mastered_is_left_out_with_what_lies_before_it():
    assert [s.skill_id for s in steps_of({"top": 3}, {"middle": 1})] == ["top"]
    assert [s.skill_id for s in steps_of({"top": 3}, {"base": 2})] == ["middle", "top"]
    assert steps_of({"top": 3}, {"top": 2}) == ()


def test_testing_out_shortens_the_plan():
    before = make_plan(steps_of({"top": 3}), 5, MONDAY)
    after = make_plan(steps_of({"top": 3}, {"base": 2}), 5, MONDAY)
    assert after.latest < before.latest
    assert {s.skill_id for s in after.steps} < {s.skill_id for s in before.steps}


def test_a_level_begun_costs_the_rest():
    (step,) = steps_of({"side": (3, "essential", 1)}, {"side": 1})
    assert step.low_hours == pytest.approx(4 * share_of_hours(1, 3)) == 6


def test_weeks_are_filled_with_a_fifth_for_reviews():
    # 4 + 5 + 15 hours at 8 a week: three weeks
    plan = make_plan(steps_of({"top": 3}), 10, MONDAY)
    assert [[(s.skill_id, s.hours, s.is_last) for s in week.shares] for week in plan.weeks] == [
        [("base", 4, True), ("middle", 4, False)],
        [("middle", 1, True), ("top", 7, False)],
        [("top", 8, True)],
    ]
    assert [week.start for week in plan.weeks] == [MONDAY + timedelta(days=7 * n) for n in range(3)]
    assert {week.review_hours for week in plan.weeks} == {2}
    # 18 hours need 3 weeks of 8, 30 hours need 4
    assert plan.earliest == date(2026, 1, 25)
    assert plan.latest == date(2026, 2, 1)


def test_no_skill_is_carried_into_a_week_for_minutes():
    # 4 + 5 + 15 hours at 3.9 a week: base takes the first week whole and a little over
    plan = make_plan(steps_of({"top": 3}), 3.9 / (1 - REVIEW_SHARE), MONDAY)
    assert [s.hours for s in plan.weeks[0].shares] == [4]
    assert sum(s.hours for s in plan.weeks[1].shares) == pytest.approx(3.8)


def test_nothing_to_learn_is_an_empty_plan():
    plan = make_plan((), 10, MONDAY)
    assert plan.weeks == ()
    assert plan.earliest == plan.latest == MONDAY


def test_a_week_without_hours_is_an_error():
    with pytest.raises(ValueError, match="more than 0"):
        make_plan((), 0, MONDAY)


def test_fit_counts_weights_levels_and_needs():
    asked = make_role(top=3, side=(2, "optional", 2))
    assert compute_role_fit(asked, {}) == 0
    assert compute_role_fit(asked, {"top": 1}) == pytest.approx(1.5 / 4)
    assert compute_role_fit(asked, {"top": 3, "side": 2}) == 1


def test_adding_a_skill_moves_every_role_that_asks_for_it():
    roles = {
        "one": Role.model_validate(role("one", {"top": 3})),
        "two": Role.model_validate(role("two", {"side": 3})),
    }
    before = {o.role_id: o for o in rank_roles(roles, SKILLS, HOURS, {}, 10, MONDAY)}
    after = {o.role_id: o for o in rank_roles(roles, SKILLS, HOURS, {"side": 2}, 10, MONDAY)}
    assert after["two"].fit == 1 > before["two"].fit
    assert after["two"].latest == MONDAY < before["two"].latest
    assert after["one"] == before["one"]
    assert next(iter(rank_roles(roles, SKILLS, HOURS, {"side": 2}, 10, MONDAY))).role_id == "two"
    assert next(iter(rank_roles(roles, SKILLS, HOURS, {}, 10, MONDAY))).role_id == "two", (
        "fewer hours"
    )


def test_what_can_be_learnt_next():
    assert find_next(SKILLS, {}) == ("base", "side")
    assert find_next(SKILLS, {"base": 1, "side": 3}) == ("middle", "unused")


CONTENT = load_content()


@pytest.mark.parametrize("role_id", list(CONTENT.roles))
@pytest.mark.parametrize("levels", [{}, {"python": 2, "statistics": 1, "pytorch": 3}])
def test_every_shipped_role_has_a_plan_that_respects_prerequisites(role_id, levels):
    steps = find_steps(CONTENT.roles[role_id], CONTENT.skills, estimate_hours(CONTENT), levels)
    place = {step.skill_id: number for number, step in enumerate(steps)}
    for before, after in build_graph(CONTENT.skills).edges:
        if before in place and after in place:
            assert place[before] < place[after]
    assert nx.is_directed_acyclic_graph(build_graph(CONTENT.skills))
    plan = make_plan(steps, 8, MONDAY)
    learnt = sum(share.hours for week in plan.weeks for share in week.shares)
    assert learnt == pytest.approx(sum(step.hours for step in steps))
    for week in plan.weeks[:-1]:
        assert sum(s.hours for s in week.shares) == pytest.approx(8 * (1 - REVIEW_SHARE), abs=0.5)
        assert all(share.hours >= 0.25 for share in week.shares)
    assert [s.skill_id for w in plan.weeks for s in w.shares if s.is_last] == list(place)
    assert plan.earliest <= plan.weeks[-1].start + timedelta(days=6) <= plan.latest
