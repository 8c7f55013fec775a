"""Ways through the prerequisite graph: around one skill, and from lesson to lesson."""

from collections.abc import Mapping

import networkx as nx

from components.career.content.loading import Content
from components.career.content.schema import Skill
from components.career.planning import build_graph

REACH = 2
AREAS = ("foundations", "modelling", "data", "applications", "systems", "quality", "craft")
"""In the order in which the map shows them."""


def find_neighbourhood(
    skills: Mapping[str, Skill], skill_id: str
) -> tuple[dict[str, int], tuple[tuple[str, str], ...]]:
    """List the skills within `REACH` steps before and after a skill, and the edges among them.

    Args:
        skills: All skills, by id.
        skill_id: The one in the middle.

    Returns:
        Skill → column, from -`REACH` (two steps before) to `REACH`; pairs of a prerequisite and
        a skill that needs it, each from one column to a later one.
    """
    graph = build_graph(skills)
    before = nx.single_source_shortest_path_length(graph.reverse(), skill_id, cutoff=REACH)
    after = nx.single_source_shortest_path_length(graph, skill_id, cutoff=REACH)
    columns = {**{k: -d for k, d in before.items()}, **dict(after)}
    ordered = {k: columns[k] for k in skills if k in columns}
    edges = tuple(
        (first, second)
        for first, second in graph.edges
        if first in columns and second in columns and columns[first] < columns[second]
    )
    return ordered, edges


def order_lessons(content: Content) -> list[str]:
    """List lessons so that what a skill builds on comes before it, a skill's own in their order.

    Where prerequisites leave a choice, foundations come first, then the other areas in their order.
    """
    graph = build_graph(content.skills)
    place = {skill.id: (AREAS.index(skill.area), skill.id) for skill in content.skills.values()}
    return [
        lesson.id
        for skill_id in nx.lexicographical_topological_sort(graph, key=place.__getitem__)
        for lesson in content.lessons_of(skill_id)
    ]
