"""Two rankings and their fusion, by hand and on our own documents."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from components.retrieval.index import PassageIndex, compare_within, compute_ranks, split_terms
from components.text.documents import read_document
from components.text.passages import split_passages

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT / "assets" / "examples" / "documents"
QUESTIONS = ROOT / "benchmarks" / "data" / "document_questions.csv"


def unit(*rows):
    array = np.array(rows, dtype=np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def test_ranks_are_fused_as_the_paper_says():
    index = PassageIndex(["cats purr", "dogs bark", "cats and dogs"], unit([1, 0], [1, 1], [0, 1]))
    found = index.find("cats", unit([0, 1])[0], 3)
    by_index = {f.index: f for f in found}
    assert [by_index[n].rank_by_meaning for n in range(3)] == [3, 2, 1]
    assert by_index[1].rank_by_words is None
    assert sorted([by_index[0].rank_by_words, by_index[2].rank_by_words]) == [1, 2]
    for f in found:
        words = 1 / (60 + f.rank_by_words) if f.rank_by_words else 0
        assert f.score == pytest.approx(1 / (60 + f.rank_by_meaning) + words)
    assert by_index[1].cosine == pytest.approx(math.sqrt(0.5))


def test_words_rank_by_the_formula_of_bm25():
    texts = ["stars stars dome", "dome lens mirror telescope", "bus"]
    index = PassageIndex(texts, np.zeros((3, 2), np.float32))
    scores = index._score_words("stars in a dome")
    mean = sum(len(text.split()) for text in texts) / 3

    def bm25(term, text):
        n = sum(term in t.split() for t in texts)
        tf, length = text.split().count(term), len(text.split())
        idf = math.log(1 + (3 - n + 0.5) / (n + 0.5))
        return idf * tf / (tf + 1.5 * (1 - 0.75 + 0.75 * length / mean))

    expected = [sum(bm25(term, text) for term in ("stars", "dome")) for text in texts]
    assert scores == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("question", ["", "the of", "?!", "nothing shared", "全新的词"])
def test_a_question_without_shared_words_is_found_by_meaning_alone(question):
    index = PassageIndex(["cats purr", "dogs bark"], unit([1, 0], [0, 1]))
    found = index.find(question, unit([0, 1])[0], 5)
    assert [f.index for f in found] == [1, 0]
    assert {f.rank_by_words for f in found} == {None}


def test_passages_without_any_term_can_be_searched():
    index = PassageIndex(["…", "—"], unit([1, 0], [0, 1]))
    assert [f.index for f in index.find("what", unit([1, 0])[0], 1)] == [0]


def test_chinese_terms_are_pairs_and_traditional_brackets_do_not_matter():
    assert split_terms("《注意力》") == ["注意", "意力"]
    assert split_terms("Ｂｅｒｔ-2 模") == ["bert", "2", "模"]


def test_cosines_are_compared_within_their_script():
    cosines = np.array([0.90, 0.80, 0.80, 0.80, 0.80, 0.70, 0.60, 0.60, 0.60, 0.60])
    is_han = np.array([True] * 5 + [False] * 5)
    distances = compare_within(cosines, is_han)
    assert distances[0] == pytest.approx(2)
    assert distances[5] == pytest.approx(2)
    assert np.array_equal(compare_within(cosines[:6], is_han[:6]), cosines[:6]), "too few of one"
    assert np.array_equal(compute_ranks(compare_within(cosines[:5], is_han[:5])), [1, 2, 3, 4, 5])


@pytest.fixture(scope="module")
def encoder(prepared_model):
    from components.models.backends.loading import load_model
    from components.models.catalog import load_catalog

    model_id = "multilingual-e5-small"
    return load_model(load_catalog()[model_id], prepared_model(model_id), device="cpu")


def test_sixty_questions_find_their_passage_among_the_first_five(encoder):
    """Recall at 5, in both languages and across them, on documents of this project."""
    from components.engine.inference.embedding import run
    from components.records.embedding import EmbeddingRequest

    def embed(texts, role):
        return run(encoder, EmbeddingRequest(tuple(texts), role), lambda event: None).vectors

    documents = [read_document(p.name, p.read_bytes()) for p in sorted(DOCUMENTS.iterdir())]
    passages = [
        (document.name, document.text[p.start : p.end])
        for document in documents
        for p in split_passages(document.text)
    ]
    assert len(passages) >= 20
    index = PassageIndex([t for _, t in passages], embed([t for _, t in passages], "passage"))
    rows = list(csv.DictReader(QUESTIONS.read_text("utf-8").splitlines()))
    assert len(rows) == 60
    vectors = embed([row["question"] for row in rows], "query")
    missed = []
    for row, vector in zip(rows, vectors, strict=True):
        found = [passages[f.index] for f in index.find(row["question"], vector, 5)]
        if not any(n == row["document"] and row["answer"] in text for n, text in found):
            missed.append(row["question"])
    assert 1 - len(missed) / len(rows) >= 0.9, missed
