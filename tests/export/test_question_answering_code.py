"""The shown lines, run: they give the page's answer and its probabilities."""

import ast
import csv

import pytest
import streamlit as st

from components.export.question_answering_code import (
    Decoding,
    TableFile,
    question_answering_code,
    question_table_code,
)
from components.interface.frame.runtime import ask
from components.interface.shared.shown_code import write_code
from components.models.catalog import load_catalog
from components.records.question_answering import QuestionAnsweringRequest
from components.records.question_table import QuestionTableRequest

MODEL = "reader-multi"
CARD = load_catalog()[MODEL]
LONG = (
    "The market hall stands by the harbour road. " * 60
    + "Its glass was made in Torvik. "
    + "It is sold on Saturdays. " * 10
)
ASKED = [
    ("Who built the lighthouse?", "It was 'built' in 1874 by {Ida} Marsh.\n👩‍👧 Tom lit \\ it."),
    ("塔是谁设计的？", "观星塔由工程师林若川设计，1987 年动工。"),
    ("Where was the glass made?", LONG),
    ("How many people were hurt? " * 30, "A fire broke out on Monday."),
]
# OpenVINO may compute in bfloat16, where padding moves the last digits
TOLERANCE = {"torch": 1e-4, "openvino": 2e-2}


@pytest.fixture(params=list(TOLERANCE))
def backend(request, monkeypatch):
    """The library that answers, in an engine of its own."""
    if request.param == "openvino":
        pytest.importorskip("openvino")
    monkeypatch.setenv("PATHFINDER_BACKEND", request.param)
    st.cache_resource.clear()
    yield request.param
    st.cache_resource.clear()


def test_the_shown_lines_print_the_answer_of_the_page(backend, run_shown):
    for question, text in ASKED:
        request = QuestionAnsweringRequest(question, (text,))
        result = ask(MODEL, request, lambda event, health: None)
        assert result.provenance.backend == backend
        code = write_code(request, result, CARD)
        answer, probability, null = read(run_shown(code))
        assert answer == result.answers[0].text
        assert probability == pytest.approx(result.answers[0].probability, abs=TOLERANCE[backend])
        assert null == pytest.approx(result.null_probability, abs=TOLERANCE[backend])


def read(line):
    answer, probability, null = line.rsplit(": ", 2)
    return ast.literal_eval(answer), float(probability.split(",")[0]), float(null)


@pytest.mark.parametrize("text", ["'''\nimport os\n'''", '"""', "\\", "{text!r}", "\u2028\x85"])
def test_question_and_text_are_literals_and_no_code(text):
    code = question_answering_code(text, text, Decoding(CARD, 384, 96, 48))
    for name in ("question", "text"):
        scope = {}
        exec(next(line for line in code.splitlines() if line.startswith(f"{name} =")), scope)
        assert scope[name] == text


@pytest.mark.parametrize("backend_name", ["torch", "openvino"])
def test_the_code_is_short_enough_to_be_read(backend_name):
    code = question_answering_code("Who?", "A text.", Decoding(CARD, 384, 96, 48, backend_name))
    assert len([line for line in code.splitlines() if line]) <= 32
    assert all(len(line) <= 100 for line in code.splitlines())


def test_the_code_of_a_table_answers_every_row_of_the_file(backend, tmp_path, run_shown):
    path = tmp_path / "it's {a} table.csv"
    rows = [(question, text) for question, text in ASKED[:3]]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([("the question", "the text"), *rows])
    questions, texts = zip(*rows, strict=True)
    request = QuestionTableRequest(questions, texts)
    result = ask(MODEL, request, lambda event, health: None)
    file = TableFile(str(path), "the question", "the text", "utf-8", ";")
    code = question_table_code(file, Decoding(CARD, 384, 96, 48, backend))
    printed = [read(line) for line in run_shown(code).splitlines()]
    assert [answer for answer, _, _ in printed] == [row.text for row in result.rows]
    for (_, probability, null), row in zip(printed, result.rows, strict=True):
        assert probability == pytest.approx(row.probability, abs=TOLERANCE[backend])
        assert null == pytest.approx(row.null_probability, abs=TOLERANCE[backend])
