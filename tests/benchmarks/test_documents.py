"""The long document of the benchmark, and its questions."""

import csv

from benchmarks.documents import DOCUMENTS, QUESTIONS, cut, make_pdf
from components.text.documents import read_document


def test_pages_are_dense_and_the_same_every_time():
    document = read_document("long.pdf", make_pdf(3))
    assert document.num_pages == 3
    assert 2_000 < len(document.text) / 3 < 4_000
    assert read_document("long.pdf", make_pdf(3)).text == document.text
    passages, texts = cut([document, document])
    assert {p.text_index for p in passages} == {0, 1}
    assert all(texts)


def test_every_expected_answer_stands_in_its_document():
    texts = {p.name: read_document(p.name, p.read_bytes()).text for p in DOCUMENTS.iterdir()}
    for row in csv.DictReader(QUESTIONS.read_text("utf-8").splitlines()):
        assert row["answer"] in texts[row["document"]], row["question"]
