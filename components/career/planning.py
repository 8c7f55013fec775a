"""From gaps to dated weeks: what to learn, in which order, and when it will be done.

The order is Kahn's (Communications of the ACM 5, 1962): among the skills whose prerequisites are
there, the one with the greatest value per hour comes next.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import networkx as nx

from components.career.content.effort import Hours
from components.career.content.schema import Role, Skill
from components.career.gaps import compute_weights
from components.records.plan import Outlook, Plan, Step, Week, WeekShare

REVIEW_SHARE = 0.2
"""Share of every week that is kept for reviews."""
PREREQUISITE_LEVEL = 1
"""Level of a skill that a role does not ask for but another skill builds on."""
_HOURS_TO = (0.0, 0.5, 1.0, 2.0)
"""Hours to each level, as a share of the hours to level 2: a rule of thumb of this project."""
_SLACK = 1e-9
_SLIVER_HOURS = 0.25
"""Shortest time for which a skill is carried into a week; the next week makes up the difference."""


def share_of_hours(from_level: float, to_level: float) -> float:
    """Return the hours between two levels as a share of those to level 2.

    Example:
        >>> share_of_hours(0, 2), share_of_hours(1, 3), share_of_hours(0.5, 1), share_of_hours(3, 2)
        (1.0, 1.5, 0.25, 0.0)
    """
    return max(0.0, _hours_to(to_level) - _hours_to(from_level))


def _hours_to(level: float) -> float:
    below = min(int(level), len(_HOURS_TO) - 2)
    return _HOURS_TO[below] + (level - below) * (_HOURS_TO[below + 1] - _HOURS_TO[below])


def build_graph(skills: Mapping[str, Skill]) -> "nx.DiGraph[str]":
    """Return the prerequisite graph: an edge from each prerequisite to the skill that needs it."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(skills)
    for skill in skills.values():
        graph.add_edges_from((before.skill, skill.id) for before in skill.requires)
    return graph


def find_steps(
    role: Role,
    skills: Mapping[str, Skill],
    hours: Mapping[str, Hours],
    levels: Mapping[str, float],
) -> tuple[Step, ...]:
    """List the skills to learn for a role, in the order in which to learn them.

    A required skill is missing while the learner's level is below the required one. Its
    prerequisites are missing too while they are below `PREREQUISITE_LEVEL`; the prerequisites of a
    skill that is already mastered are not looked at.

    Args:
        role: Where to.
        skills: All skills, by id.
        hours: Skill → hours to level 2, of all skills; see `effort.estimate_hours`.
        levels: Skill → level reached, 0 to 3; skills that are missing count as 0.

    Returns:
        Steps; among those whose prerequisites are done, first the one with the greatest
        role weight × missing share of the level × steps it unlocks ÷ hours.
    """
    asked = {need.id: need for need in role.skills}
    targets = {
        need.id: int(need.level) for need in role.skills if levels.get(need.id, 0) < need.level
    }
    graph = build_graph(skills)
    for skill_id in list(targets):
        for before in _lacking_ancestors(graph, skill_id, levels):
            targets.setdefault(before, PREREQUISITE_LEVEL)
    lacking = graph.subgraph(targets)
    worth = compute_weights(role)
    steps = {
        skill_id: _make_step(
            skill_id,
            hours[skill_id],
            levels.get(skill_id, 0.0),
            target,
            len(nx.descendants(lacking, skill_id)),
            skill_id in asked,
        )
        for skill_id, target in targets.items()
    }
    priority = {
        skill_id: _priority(
            step, max(worth.get(k, 0.0) for k in {skill_id, *nx.descendants(lacking, skill_id)})
        )
        for skill_id, step in steps.items()
    }
    order = nx.lexicographical_topological_sort(lacking, key=lambda k: (-priority[k], k))
    return tuple(steps[skill_id] for skill_id in order)


def _lacking_ancestors(
    graph: "nx.DiGraph[str]", skill_id: str, levels: Mapping[str, float]
) -> set[str]:
    found: set[str] = set()
    pending = [skill_id]
    while pending:
        for before in graph.predecessors(pending.pop()):
            if before not in found and levels.get(before, 0) < PREREQUISITE_LEVEL:
                found.add(before)
                pending.append(before)
    return found


def _make_step(
    skill_id: str, hours: Hours, level: float, target: int, unlocks: int, is_asked: bool
) -> Step:
    share = share_of_hours(level, target)
    low, high = share * hours.low, share * hours.high
    return Step(skill_id, level, target, low, high, unlocks, is_asked)


def _priority(step: Step, weight: float) -> float:
    gap = 1 - step.from_level / step.to_level
    return weight * gap * (1 + step.unlocks) / step.hours


def make_plan(steps: Iterable[Step], hours_per_week: float, start: date) -> Plan:
    """Fill weeks with steps.

    Args:
        steps: In order; see `find_steps`.
        hours_per_week: Hours per week, above 0; `REVIEW_SHARE` of them is kept for reviews.
        start: First day of the first week.

    Returns:
        The plan; its weeks follow the middle of each step's hours, its finish is a range.

    Raises:
        ValueError: When there are no hours in a week.
    """
    if hours_per_week <= 0:
        raise ValueError("a week needs more than 0 hours")
    steps = tuple(steps)
    return Plan(
        steps,
        tuple(_fill_weeks(steps, hours_per_week, start)),
        hours_per_week,
        finish_day(sum(step.low_hours for step in steps), hours_per_week, start),
        finish_day(sum(step.high_hours for step in steps), hours_per_week, start),
    )


def finish_day(hours: float, hours_per_week: float, start: date) -> date:
    """Return the last day of the week in which the hours are completed; the start for 0 hours.

    Example:
        >>> finish_day(16, 10, date(2026, 1, 5)), finish_day(16.5, 10, date(2026, 1, 5))
        (datetime.date(2026, 1, 18), datetime.date(2026, 1, 25))
    """
    weeks = math.ceil(hours / (hours_per_week * (1 - REVIEW_SHARE)) - _SLACK)
    return start + timedelta(days=7 * weeks - 1) if weeks else start


def _fill_weeks(steps: tuple[Step, ...], hours_per_week: float, start: date) -> list[Week]:
    capacity = hours_per_week * (1 - REVIEW_SHARE)
    weeks: list[Week] = []
    shares: list[WeekShare] = []
    room = capacity
    for step in steps:
        rest = step.hours
        while rest > _SLACK:
            given = rest if rest <= room + _SLIVER_HOURS else room
            rest, room = rest - given, room - given
            shares.append(WeekShare(step.skill_id, given, rest <= _SLACK))
            if room < _SLIVER_HOURS:
                weeks.append(_week(start, len(weeks), shares, hours_per_week))
                shares, room = [], capacity + room
    if shares:
        weeks.append(_week(start, len(weeks), shares, hours_per_week))
    return weeks


def _week(start: date, number: int, shares: list[WeekShare], hours_per_week: float) -> Week:
    return Week(start + timedelta(days=7 * number), tuple(shares), hours_per_week * REVIEW_SHARE)


def compute_role_fit(role: Role, levels: Mapping[str, float]) -> float:
    """Return the weighted share of a role's required levels that is reached; halfway counts half.

    Args:
        role: The role.
        levels: Skill → level, 0 to 3.

    Returns:
        From 0, where nothing is reached, to 1.
    """
    weights = compute_weights(role)
    reached = {need.id: min(1.0, levels.get(need.id, 0.0) / need.level) for need in role.skills}
    return sum(weights[k] * reached[k] for k in weights) / sum(weights.values())


def rank_roles(
    roles: Mapping[str, Role],
    skills: Mapping[str, Skill],
    hours: Mapping[str, Hours],
    levels: Mapping[str, float],
    hours_per_week: float,
    start: date,
) -> tuple[Outlook, ...]:
    """Return how far away every role is, nearest first: by fit, then by the remaining hours.

    Asked with one skill's level raised, it answers "what if I could do this too?".
    """
    outlooks = []
    for role in roles.values():
        plan = make_plan(find_steps(role, skills, hours, levels), hours_per_week, start)
        low = sum(step.low_hours for step in plan.steps)
        high = sum(step.high_hours for step in plan.steps)
        fit = compute_role_fit(role, levels)
        outlooks.append(Outlook(role.id, fit, low, high, plan.earliest, plan.latest))
    return tuple(sorted(outlooks, key=lambda o: (-o.fit, o.low_hours + o.high_hours, o.role_id)))


def find_next(skills: Mapping[str, Skill], levels: Mapping[str, float]) -> tuple[str, ...]:
    """List what can be learnt next: skills not yet reached whose prerequisites are."""
    return tuple(
        skill.id
        for skill in skills.values()
        if levels.get(skill.id, 0) < PREREQUISITE_LEVEL
        and all(levels.get(before.skill, 0) >= PREREQUISITE_LEVEL for before in skill.requires)
    )
