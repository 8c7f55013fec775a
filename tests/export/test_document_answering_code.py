"""The shown lines, run: they find the passages that the page finds, with the same scores."""

import ast

import numpy as np
import pytest

from components.export.document_answering_code import document_answering_code
from components.retrieval.index import PassageIndex
from components.text.documents import read_document
from components.text.passages import split_passages

MODEL = "multilingual-e5-small"
FILES = {
    "tower {x}.txt": "The tower was built in 1887 by Ida Marsh. " * 20 + "It fell in 1901.",
    "观星塔's.md": "# 塔\n\n观星塔由工程师林若川设计。" + "塔顶有一台望远镜。" * 60,
}
QUESTION = 'Who "built" the tower {x}?'


def test_the_shown_lines_find_the_passages_of_the_page(prepared, tmp_path, monkeypatch, capsys):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    texts = [read_document(n, t.encode()).text for n, t in FILES.items()]
    passages = [text[p.start : p.end] for text in texts for p in split_passages(text)]
    vector = prepared([QUESTION], "query")[0]
    found = PassageIndex(passages, prepared(passages, "passage")).find(QUESTION, vector, 5)
    monkeypatch.chdir(tmp_path)
    exec(compile(document_answering_code(list(FILES), QUESTION, MODEL, 5), "shown", "exec"), {})
    lines = [line.split(" ", 1) for line in capsys.readouterr().out.splitlines()]
    assert [ast.literal_eval(text) for _, text in lines] == [passages[f.index] for f in found]
    assert [float(score) for score, _ in lines] == pytest.approx([f.score for f in found], abs=1e-6)


@pytest.fixture(scope="module")
def prepared():
    """Embed texts as the page does, on torch."""
    from components.engine.inference.embedding import run
    from components.models.backends.loading import load_model
    from components.models.catalog import load_catalog
    from components.models.preparation import prepare
    from components.records.embedding import EmbeddingRequest

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHFINDER_BACKEND", "torch")
        card = load_catalog()[MODEL]
        loaded = load_model(card, prepare(card), device="cpu")
    return lambda texts, role: np.array(
        run(loaded, EmbeddingRequest(tuple(texts), role), lambda event: None).vectors
    )


@pytest.mark.parametrize("text", ["'''\nimport os\n'''", '"""', "\\", "{names!r}", "\u2028\x85"])
def test_names_and_questions_are_literals_and_no_code(text):
    code = document_answering_code([text], text, "m", 5)
    scope = {}
    lines = [line for line in code.splitlines() if line.startswith(("names =", "question ="))]
    exec("\n".join(lines), scope)
    assert scope["names"] == [text]
    assert scope["question"] == text
