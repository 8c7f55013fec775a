"""The report as a table: a row for everything, empty cells where nothing applies."""

import csv
import io

from components.export.coverage_csv import HEADER, coverage_csv
from components.records.coverage import (
    ConceptCoverage,
    Coverage,
    RoleCoverage,
    SkillCoverage,
    Total,
)

COVERAGE = Coverage(
    (
        ConceptCoverage("softmax", "t", ("a", "b"), (("a", "x"), ("b", "x")), ("q",), None, ("d",)),
        ConceptCoverage("paths", "career", (), (), (), "roles", ()),
    ),
    (SkillCoverage("rag", 1, 2, 3, ("questions",)),),
    (RoleCoverage("engineer", 7, 1, ()),),
    (),
    (Total("faq", 64, 60),),
)
NAMES = {"concept softmax": "=Softmax", "concept paths": "Paths", "skill rag": "RAG"} | {
    "role engineer": "工程师"
}


def test_every_row_is_there():
    text = coverage_csv(COVERAGE, NAMES, {"rag": (4, 8)}).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == HEADER
    softmax, paths, rag, engineer, faq = rows
    assert softmax["name"] == "'=Softmax", "no formula"
    assert (softmax["lesson_ids"], softmax["lessons"]) == ("a b", "2")
    assert (softmax["pages"], softmax["missing"]) == ("x", "d")
    assert (paths["pages"], paths["resources"]) == ("roles", "")
    assert (rag["low_hours"], rag["high_hours"], rag["missing"]) == ("4", "8", "questions")
    assert (engineer["name"], engineer["essential_skills"]) == ("工程师", "7")
    assert (faq["count"], faq["goal"]) == ("64", "60")
