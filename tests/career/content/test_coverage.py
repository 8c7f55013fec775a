"""The coverage report: small worlds with known gaps, and the shipped content, which has none."""

from typing import get_args

import pytest

from components.career.content import load_content
from components.career.content.coverage import compute_coverage, list_gaps
from components.career.content.fields import Group
from components.interface.frame.menu import SCRIPTS
from components.records.coverage import FolderParity
from tests.career.samples import both, faq, files, lesson, load, question, role, skill

PAGES = {"attention", "roles"}


def concept(name, **more):
    return {"id": name, "group": "transformer", "name": both(name)} | more


def cover(folder, **changed):
    """Compute the report of the small world with other files, `a__b` standing for `a/b.yaml`."""
    paths = {f"{name.replace('__', '/')}.yaml": entity for name, entity in changed.items()}
    return compute_coverage(load(folder, files() | paths), PAGES)


def test_nothing_that_is_shipped_lacks_anything():
    gaps = list_gaps(compute_coverage(load_content(), SCRIPTS))
    assert gaps == (), "\n".join(gaps)


def test_the_list_names_each_concept_once_and_fills_every_group():
    concepts = load_content().concepts.values()
    assert {concept.group for concept in concepts} == set(get_args(Group))
    for language in ("en", "zh"):
        names = [getattr(concept.name, language) for concept in concepts]
        assert len(set(names)) == len(names)


def test_a_concept_is_covered_by_the_lessons_that_name_it(tmp_path):
    other = lesson("second", "b", ["a-2", "a-3"], concepts=["softmax", "attention"])
    report = cover(
        tmp_path,
        concepts=[concept("attention"), concept("softmax"), concept("dropout")],
        lessons__second=other,
        questions__a=[question(f"a-{n}") for n in (1, 2, 3)],
    )
    attention, softmax, dropout = report.concepts
    assert attention.lessons == ("first", "second")
    assert attention.demos == (("first", "attention"), ("second", "attention"))
    assert attention.questions == ("a-1", "a-2", "a-3"), "each once"
    assert softmax.lessons == ("second",)
    assert attention.gaps == softmax.gaps == ()
    assert dropout.gaps == ("lesson", "demo", "questions")
    assert "concept dropout: no demo" in list_gaps(report)


def test_a_lesson_without_a_page_or_questions_covers_half(tmp_path):
    report = cover(
        tmp_path,
        concepts=[concept("attention")],
        lessons__first=lesson(
            "first", "a", ["a-1", "zzz"], demo={"page": "gone", "look_for": both()}
        ),
    )
    assert report.concepts[0].lessons == ("first",)
    assert report.concepts[0].gaps == ("demo", "questions")


@pytest.mark.parametrize(("page", "gaps"), [("roles", ()), ("gone", ("page",))])
def test_a_concept_about_careers_is_served_by_a_page(tmp_path, page, gaps):
    report = cover(tmp_path, concepts=[concept("paths", page=page)])
    assert report.concepts[0].gaps == gaps


def test_a_skill_needs_three_questions(tmp_path):
    report = cover(tmp_path, questions__b=[question(f"b-{n}") for n in range(3)])
    a, b, *_, f = report.skills
    assert (a.num_lessons, a.num_questions, a.num_resources) == (1, 2, 1)
    assert (b.num_lessons, b.num_questions, b.gaps) == (0, 3, ())
    assert a.gaps == f.gaps == ("questions",)
    assert "skill a: 2 questions, at least 3 are needed" in list_gaps(report)


def test_a_role_needs_six_essential_skills(tmp_path):
    needs = dict.fromkeys("abcde", 1) | {"f": (1, "optional", 1)}
    report = cover(tmp_path, roles__five=role("five", needs))
    engineer, five = report.roles
    assert (engineer.num_essential, engineer.num_optional, engineer.gaps) == (6, 0, ())
    assert (five.num_essential, five.num_optional) == (5, 1)
    assert "role five: 5 essential skills, at least 6 are needed" in list_gaps(report)


def test_languages_are_compared_over_all_texts_of_an_entity(tmp_path):
    report = cover(
        tmp_path,
        faq__how=faq("how", answer={"en": "word " * 99, "zh": "字" * 168}, question=both("How?")),
        faq__why=faq("why", answer={"en": "word " * 99, "zh": "字" * 49}, question=both("Why?")),
    )
    (found,) = (parity for parity in report.parity if parity.folder == "faq")
    # both() is one word here and four characters there
    assert found.ratios == pytest.approx((53 / 1.7 / 100, 172 / 1.7 / 100))
    assert found.gaps == ("median",)
    assert any(line.startswith("faq: zh is 0.66 times") for line in list_gaps(report))


def test_quartiles():
    assert FolderParity("faq", (), ()).quartiles is None
    assert FolderParity("faq", (0.9,), ()).quartiles == (0.9, 0.9, 0.9)
    assert FolderParity("faq", (1.0, 2.0, 3.0, 4.0, 5.0), ()).quartiles == (2.0, 3.0, 4.0)


def test_what_is_counted_against_the_goals(tmp_path):
    shared = skill("a")["resources"]
    own = [shared[0] | {"url": "https://arxiv.org/abs/1810.04805"}]
    report = cover(tmp_path, skills__a=skill("a", resources=shared + own))
    counts = {total.kind: total.count for total in report.totals}
    assert counts == {
        "roles": 1,
        "skills": 6,
        "lessons": 1,
        "questions": 2,
        "interviews": 0,
        "faq": 1,
        "resources": 2,
    }, "material that several skills share counts once"
    assert "lessons: 1 of 60" in list_gaps(report)
