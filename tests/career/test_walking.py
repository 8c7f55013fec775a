"""Ways through the graph of prerequisites."""

import numpy as np

from components.career.answering import list_wordings, rank_answers
from components.career.content import load_content
from components.career.content.schema import Faq, Skill
from components.career.planning import build_graph
from components.career.walking import find_neighbourhood, order_lessons
from tests.career.samples import faq, skill

CHAIN = {
    name: Skill.model_validate(skill(name, before))
    for name, before in {"a": [], "b": ["a"], "c": ["b"], "d": ["c"], "e": ["c", "a"]}.items()
}


def test_two_steps_to_either_side():
    columns, edges = find_neighbourhood(CHAIN, "b")
    assert columns == {"a": -1, "b": 0, "c": 1, "d": 2, "e": 2}
    assert set(edges) == {("a", "b"), ("b", "c"), ("c", "d"), ("c", "e"), ("a", "e")}
    assert find_neighbourhood(CHAIN, "d")[0] == {"b": -2, "c": -1, "d": 0}


def test_lessons_come_after_those_their_skill_builds_on():
    content = load_content()
    order = order_lessons(content)
    assert sorted(order) == sorted(content.lessons)
    skills = [content.lessons[name].skill for name in order]
    for before, after in build_graph(content.skills).edges:
        if before in skills and after in skills:
            assert skills.index(before) < skills.index(after)


def test_answers_rank_by_their_nearest_wording():
    entries = {
        name: Faq.model_validate(faq(name, also_asked={"en": [f"{name}?"], "zh": []}))
        for name in ("x", "y", "z")
    }
    wordings, owners = list_wordings(entries, "en")
    assert wordings == ["How?", "x?", "How?", "y?", "How?", "z?"]
    vectors = np.eye(6, dtype=np.float32)
    asked = np.array([0.1, 0.2, 0.3, 0.9, 0.0, 0.2], np.float32)
    assert [name for name, _ in rank_answers(asked, vectors, owners)] == ["y", "x", "z"]
    assert rank_answers(asked, vectors, owners, most=1)[0][1] == np.float32(0.9)
    assert list_wordings(entries, "zh")[0] == ["一段文字。"] * 3
