"""Faults between content files, each made on purpose; and the shipped files, which have none."""

import pytest

from components.career.content import find_faults, load_content
from components.interface.frame.menu import SCRIPTS
from tests.career.samples import both, faq, files, lesson, load, question, role, skill

PAGES = {"attention"}
SIX = dict.fromkeys("abcdef", 1)


def test_shipped_files_have_no_fault():
    assert find_faults(load_content(), SCRIPTS) == []


def test_a_small_world_has_no_fault(tmp_path):
    assert find_faults(load(tmp_path, files()), PAGES) == []


def interview(**more):
    point = {"id": "p", "says": both()}
    example = {"lang": "en", "answer": "It does.", "grade": "weak", "covers": ["p"]}
    return {
        "id": "i-1",
        "module": "breadth",
        "skills": ["a"],
        "level": 1,
        "prompt": both(),
        "rubric": [point, point | {"id": "q"}, point | {"id": "r"}],
        **{name: both() for name in ("strong", "fair", "weak", "follow_up")},
        "examples": [example, example | {"lang": "zh"}],
    } | more


def rubric(**must):
    """Give three points, the first with terms."""
    point = {"id": "p", "says": both()}
    return [point | {"must": must}, point | {"id": "q"}, point | {"id": "r"}]


def body(english="word " * 350, chinese="字" * 600):
    return lesson("first", "a", ["a-1", "a-2"], body={"en": english, "zh": chinese})


LONG = {"en": "word " * 50, "zh": "字" * 20}


@pytest.mark.parametrize(
    ("path", "entity", "said"),
    [
        ("skills/a.yaml", skill("a", ["zzz"]), "assets/skills/a.yaml: requires: no skill zzz"),
        ("skills/a.yaml", skill("a", ["a"]), "a circle: a → a"),
        (
            "skills/a.yaml",
            skill("a", aliases={"en": ["x", "Ｘ", "y"], "zh": ["甲", "乙", "丙"]}),
            "aliases.en: 'x' stands twice",
        ),
        (
            "skills/a.yaml",
            skill("a", aliases={"en": ["B", "x", "y"], "zh": ["甲", "乙", "丙"]}),
            "aliases: 'b' names a, b",
        ),
        ("skills/a.yaml", skill("a", demos=["zzz"]), "demos: the app has no page zzz"),
        ("skills/a.yaml", skill("a", card=LONG), "card: zh is 0.2 times as long as en"),
        ("roles/engineer.yaml", role("engineer", SIX | {"zzz": 1}), "no skill zzz"),
        ("roles/engineer.yaml", role("engineer", {"a": 1}), "1 essential skills, at least 6"),
        ("lessons/first.yaml", lesson("first", "zzz", ["a-1", "a-2"]), "skill: no skill zzz"),
        ("lessons/first.yaml", lesson("first", "a", ["a-1", "zzz"]), "no question zzz"),
        (
            "lessons/first.yaml",
            lesson("first", "a", ["a-1", "a-2"], demo={"page": "zzz", "look_for": both()}),
            "demo.page: the app has no page zzz",
        ),
        (
            "lessons/first.yaml",
            lesson("first", "a", ["a-1", "a-2"], number={"code": ">>> 1\n2\n", "says": both()}),
            "number.code: ",
        ),
        (
            "lessons/first.yaml",
            lesson("first", "a", ["a-1", "a-2"], number={"code": "1 + 1", "says": both()}),
            "no line begins with >>>",
        ),
        ("lessons/first.yaml", body(english="word " * 200), "body.en: 200 words"),
        ("lessons/first.yaml", body(chinese="字" * 300), "body.zh: 300 characters"),
        ("lessons/first.yaml", body("word " * 350 + "[x](foo)"), "the link 'foo'"),
        ("lessons/first.yaml", body("word " * 350 + "$x"), "a formula is not closed"),
        ("questions/zzz.yaml", [question("z-1")], "assets/questions/zzz.yaml: z-1: no skill zzz"),
        (
            "concepts.yaml",
            [{"id": "x", "group": "career", "name": both(), "page": "zzz"}],
            "assets/concepts.yaml: x: page: the app has no page zzz",
        ),
        ("faq/how.yaml", faq("how", ["zzz"]), "assets/faq/how.yaml: lessons: no lesson zzz"),
        ("interviews/breadth.yaml", [interview(skills=["zzz"])], "i-1: skills: no skill zzz"),
        (
            "interviews/breadth.yaml",
            [interview(rubric=[{"id": "p", "says": both()}] * 3)],
            "rubric: an id stands twice",
        ),
        (
            "interviews/breadth.yaml",
            [interview(prompt=both("Why mask?"), rubric=rubric(en=["mask"]))],
            "i-1: rubric.p.must.en: mask stands in the prompt",
        ),
        (
            "interviews/breadth.yaml",
            [interview(rubric=rubric(zh=["猜"]))],
            "i-1: rubric.p.must.zh: 猜 is a single character",
        ),
        (
            "interviews/breadth.yaml",
            [interview(examples=[{"lang": "en", "answer": "x", "grade": "weak"}] * 2)],
            "one of each language is needed",
        ),
    ],
)
def test_a_fault_is_named_with_its_file_and_field(tmp_path, path, entity, said):
    found = find_faults(load(tmp_path, files() | {path: entity}), PAGES)
    assert [fault for fault in found if said in fault], found


def test_a_circle_of_prerequisites_is_shown(tmp_path):
    circle = {f"skills/{a}.yaml": skill(a, [b]) for a, b in zip("abc", "bca", strict=True)}
    (fault,) = find_faults(load(tmp_path, files() | circle), PAGES)
    assert fault.count("→") == 3


def test_formulas_and_code_count_for_no_words(tmp_path):
    padded = "word " * 299 + "$" + "x " * 30 + "$ `" + "y " * 30 + "`"
    found = find_faults(load(tmp_path, files() | {"lessons/first.yaml": body(padded)}), PAGES)
    assert found == ["assets/lessons/first.yaml: body.en: 299 words, (300, 700) are meant"]
