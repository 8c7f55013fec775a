"""Content files: what is read, and what authors are told."""

import pytest

from components.career.content import ContentError, load_content
from tests.career.samples import both, files, lesson, load, question, skill, write


def test_everything_is_there_by_id(tmp_path):
    content = load(tmp_path, files())
    assert list(content.skills) == list("abcdef")
    assert list(content.roles) == ["engineer"]
    assert list(content.faq) == ["how"]
    assert content.interviews == content.concepts == {}
    assert [q.id for q in content.questions_of("a")] == ["a-1", "a-2"]
    assert content.questions_of("b") == content.lessons_of("b") == ()
    assert content.skills["a"].levels[1].en == "Level 1."


def test_lessons_of_a_skill_come_in_their_order(tmp_path):
    more = {
        f"lessons/{name}.yaml": lesson(name, "a", ["a-1", "a-2"], order=order)
        for name, order in {"x": 3, "y": 2, "z": 2}.items()
    }
    content = load(tmp_path, files() | more)
    assert [one.id for one in content.lessons_of("a")] == ["first", "y", "z", "x"]


def test_it_is_read_once(tmp_path):
    folder = write(tmp_path, files())
    assert load_content(folder) is load_content(folder)


def without(entity, field):
    return {name: value for name, value in entity.items() if name != field}


@pytest.mark.parametrize(
    ("path", "entity", "said"),
    [
        ("skills/a.yaml", without(skill("a"), "card"), "assets/skills/a.yaml: card: Field req"),
        ("skills/a.yaml", skill("b"), "assets/skills/a.yaml: id: has to be the file's name, a"),
        ("skills/a.yaml", skill("a", hours={"low": 8, "high": 9}), "hours: Extra inputs are not"),
        ("skills/a.yaml", skill("a", colour="red"), "colour: Extra inputs are not permitted"),
        ("skills/a.yaml", "id: a\nid: a\n", "the key 'id' stands twice"),
        ("skills/a.yaml", "id: [", "assets/skills/a.yaml: is not YAML"),
        ("questions/b.yaml", [question("a-1")], "a-1: this id stands in a.yaml too"),
        (
            "concepts.yaml",
            [{"id": "x", "group": "zzz", "name": both()}],
            "concepts.yaml: 0.group: Input should be",
        ),
        (
            "questions/b.yaml",
            [question("b-1", kind="number")],
            "0: b-1: a question of kind number lacks its answer",
        ),
    ],
)
def test_authors_are_told_the_file_and_the_field(tmp_path, path, entity, said):
    with pytest.raises(ContentError) as caught:
        load(tmp_path, files() | {path: entity})
    assert said in str(caught.value)


def test_all_files_with_faults_are_named_at_once(tmp_path):
    broken = {"skills/a.yaml": without(skill("a"), "card"), "skills/b.yaml": "id: ["}
    with pytest.raises(ContentError) as caught:
        load(tmp_path, files() | broken)
    assert len(str(caught.value).splitlines()) == 2
