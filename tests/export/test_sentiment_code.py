"""The code that is shown gives the numbers that are shown; the file runs nothing."""

import csv
import io

import pytest
import streamlit as st

from components.export.csv_table import csv_table
from components.export.sentiment_code import sentiment_code
from components.interface.frame.runtime import ask
from components.models.catalog import load_catalog
from components.records.sentiment import SentimentRequest

CARD = load_catalog()["sentiment-en"]
TEXTS = [
    "I love the screen. The speakers are awful.",
    "It's \"quoted\" \\ {braces} [SEP] <|im_end|> \n'''new line''' \u202eabc",
    "very " * 600 + "good",
]


@pytest.fixture(params=["torch", "openvino"])
def backend(request, monkeypatch):
    """The library that answers, in an engine of its own."""
    if request.param == "openvino":
        pytest.importorskip("openvino")
    monkeypatch.setenv("PATHFINDER_BACKEND", request.param)
    st.cache_resource.clear()
    yield request.param
    st.cache_resource.clear()


@pytest.mark.parametrize("text", TEXTS)
def test_the_shown_lines_print_the_numbers_of_the_page(text, backend, run_shown):
    result = ask(CARD.id, SentimentRequest(text), lambda event, health: None)
    assert result.provenance.backend == backend
    code = sentiment_code(result.text_read, CARD, result.provenance.backend)
    assert 5 <= len([line for line in code.splitlines() if line]) <= 15
    printed = dict(line.split(": ") for line in run_shown(code).splitlines())
    assert list(printed) == list(result.labels)
    values = [float(value) for value in printed.values()]
    assert values == pytest.approx(result.whole.probabilities, abs=1e-5)


@pytest.mark.parametrize("text", ["'''\nimport os\n'''", '"""', "\\", "{text!r}", "\u2028\x85"])
def test_a_text_is_a_literal_and_no_code(text):
    code = sentiment_code(text, CARD)
    line = next(line for line in code.splitlines() if line.startswith("text ="))
    scope = {}
    exec(line, scope)
    assert scope["text"] == text


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u3000=1", "\r=1"]
)
def test_cells_that_begin_like_formulas_are_escaped(cell):
    rows = read(csv_table(["text"], [[cell]]))
    assert rows[1] == ["'" + cell]


def test_a_table_comes_back_as_it_went():
    cells = ["a,b", 'say "x"', "two\nlines", "好", "NA", "", "a=b", "1-2"]
    rows = read(csv_table(["n", "text"], [[n, cell] for n, cell in enumerate(cells)]))
    assert rows[0] == ["n", "text"]
    assert [row[1] for row in rows[1:]] == cells


def test_numbers_stay_numbers():
    assert read(csv_table(["x"], [[-0.5], [1e-6]]))[1:] == [["-0.5"], ["1e-06"]]


def read(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
