"""Reading time and hours: by hand on small content, and never absurd on what is shipped."""

import pytest

from components.career.content import load_content
from components.career.content.effort import (
    MOST_RESOURCE_MINUTES,
    Hours,
    estimate_hours,
    estimate_minutes,
)
from components.career.content.schema import Lesson
from tests.career.samples import files, lesson, load, question, skill

SILENT = {"en": "-", "zh": "-"}
CONTENT = load_content()


def make_lesson(english="-", chinese="-", questions=("a-1", "a-2")):
    entry = lesson("first", "a", questions, body={"en": english, "zh": chinese}, goal=SILENT)
    entry["number"] = {"code": ">>> 1\n1\n", "says": SILENT}
    entry["demo"] = {"page": "attention", "look_for": SILENT}
    return Lesson.model_validate(entry)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("-", 3),  # the number and two questions, a minute each
        ("word " * 238, 4),
        ("word " * 239, 5),
        ("字" * 255, 4),
        ("字" * 510 + " word" * 238, 6),
        ("$x$ " * 12, 4),
        ("```python\nx = 1\n```\n" * 3, 5),
    ],
)
def test_a_lesson_takes_what_its_parts_take(text, minutes):
    assert estimate_minutes(make_lesson(english=text), "en") == minutes
    assert estimate_minutes(make_lesson(chinese=text), "zh") == minutes


def test_the_language_that_is_read_counts():
    one = make_lesson("word " * 238, "字" * 510)
    assert (estimate_minutes(one, "en"), estimate_minutes(one, "zh")) == (4, 5)


def resource(minutes, level=2):
    return skill("a")["resources"][0] | {"minutes": minutes, "level": level}


def estimate(folder, resources, **more):
    paths = {f"{name.replace('__', '/')}.yaml": entity for name, entity in more.items()}
    entities = files() | {"skills/b.yaml": skill("b", resources=resources)} | paths
    return estimate_hours(load(folder, entities))["b"]


def test_hours_are_five_times_the_material(tmp_path):
    # half of 60 + 90 minutes, and all of it; neither lessons nor questions
    assert estimate(tmp_path, [resource(60), resource(90)]) == Hours(6, 12)


def test_lessons_and_questions_count_on_both_sides(tmp_path):
    found = estimate(
        tmp_path,
        [resource(60)],
        # 10 minutes: 7 of 1,785 characters, the number, two questions; 3 × 10 for the questions
        lessons__second=lesson(
            "second",
            "b",
            ["b-1", "b-2"],
            body={"en": "word", "zh": "字" * 1785},
            goal=SILENT,
            number={"code": ">>> 1\n1\n", "says": SILENT},
            demo={"page": "attention", "look_for": SILENT},
        ),
        questions__b=[question(f"b-{n}") for n in range(10)],
    )
    assert found == Hours(round(5 * (40 + 30) / 60), round(5 * (40 + 60) / 60))


def test_what_is_meant_for_level_3_does_not_count(tmp_path):
    more = {
        "questions__b": [question(f"b-{n}", level=3) for n in range(10)],
        "lessons__second": lesson("second", "b", ["b-1", "b-2"], level=3),
    }
    assert estimate(tmp_path, [resource(60), resource(600, 3)], **more) == Hours(2, 5)


def test_where_all_is_meant_for_level_3_it_counts(tmp_path):
    assert estimate(tmp_path, [resource(60, 3)]) == Hours(2, 5)


def test_a_long_course_counts_for_some_hours(tmp_path):
    assert estimate(tmp_path, [resource(6_000)]) == Hours(8, 15)
    assert 5 * MOST_RESOURCE_MINUTES / 60 == 15


@pytest.mark.parametrize(("minutes", "hours"), [(1, Hours(1, 2)), (170, Hours(7, 14))])
def test_hours_are_rounded_and_stay_a_range(tmp_path, minutes, hours):
    assert estimate(tmp_path, [resource(minutes)]) == hours


@pytest.mark.parametrize("skill_id", list(CONTENT.skills))
def test_no_shipped_skill_takes_an_absurd_time(skill_id):
    hours = estimate_hours(CONTENT)[skill_id]
    assert 2 <= hours.low < hours.high <= 80
    assert hours.high <= 2.5 * hours.low


@pytest.mark.parametrize("lesson_id", list(CONTENT.lessons))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_shipped_lesson_is_short(lesson_id, language):
    assert 4 <= estimate_minutes(CONTENT.lessons[lesson_id], language) <= 15
