"""The shown lines, run: they find the passages that the page finds, with the same scores."""

import ast

import numpy as np
import pytest

from components.export.document_answering_code import (
    FILE_NAME,
    document_answering_code,
    passages_file,
)
from components.models.catalog import load_catalog
from components.retrieval.index import PassageIndex
from components.text.passages import split_passages

MODEL = "multilingual-e5-small"
CARD = load_catalog()[MODEL]
TEXTS = {
    "few": [
        "The tower was built in 1887 by Ida Marsh. " * 20 + "It fell in 1901.",
        "# 塔\n\n观星塔由工程师林若川设计。" + "塔顶有一台望远镜。" * 60,
    ],
    # enough of either script for cosines to be compared within it
    "many": [
        "\n\n".join(f"The {n}th tower rose by {n} yards a year. " * 12 for n in range(3, 10)),
        "\n\n".join(f"第{n}座观星塔由工程师林若川设计，塔顶有望远镜。" * 8 for n in range(7)),
        "日本語の塔はカワラで葺かれています。" * 12,
    ],
}
QUESTIONS = ['Who "built" the tower {x}?', "观星塔是谁设计的？", "the ?"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("texts", list(TEXTS))
def test_the_shown_lines_find_the_passages_of_the_page(
    prepared, texts, question, tmp_path, run_shown
):
    passages = [text[p.start : p.end] for text in TEXTS[texts] for p in split_passages(text)]
    vector = prepared([question], "query")[0]
    found = PassageIndex(passages, prepared(passages, "passage")).find(question, vector, 5)
    (tmp_path / FILE_NAME).write_bytes(passages_file(passages))
    there = f"import os; os.chdir({str(tmp_path)!r})\n"
    printed = run_shown(there + document_answering_code(question, CARD, 5))
    lines = [line.split(" ", 1) for line in printed.splitlines()]
    assert [ast.literal_eval(text) for _, text in lines] == [passages[f.index] for f in found]
    assert [float(score) for score, _ in lines] == pytest.approx([f.score for f in found], abs=1e-6)


@pytest.fixture(scope="module")
def prepared():
    """Embed texts as the page does, on torch."""
    from components.engine.inference.embedding import run
    from components.models.backends.loading import load_model
    from components.models.preparation import prepare
    from components.records.embedding import EmbeddingRequest

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHFINDER_BACKEND", "torch")
        loaded = load_model(CARD, prepare(CARD), device="cpu")
    return lambda texts, role: np.array(
        run(loaded, EmbeddingRequest(tuple(texts), role), lambda event: None).vectors
    )


@pytest.mark.parametrize("text", ["'''\nimport os\n'''", '"""', "\\", "{names!r}", "\u2028\x85"])
def test_a_question_is_a_literal_and_no_code(text):
    lines = document_answering_code(text, CARD, 5).splitlines()
    scope = {}
    exec(next(line for line in lines if line.startswith("question =")), scope)
    assert scope["question"] == text
