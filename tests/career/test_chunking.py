"""A document becomes clauses that each say one thing."""

import pytest

from components.career.chunking import MAX_CHUNKS, language_of, split_chunks


def texts(document):
    return [chunk.text for chunk in split_chunks(document)]


def test_bullets_and_sentences_are_clauses_with_their_lines():
    document = "Experience\n\n• Built a RAG system. Cut latency by 3.5 ms.\n2) Led Dr. Wu's team"
    assert [(c.line_number, c.text) for c in split_chunks(document)] == [
        (1, "Experience"),
        (3, "Built a RAG system."),
        (3, "Cut latency by 3.5 ms."),
        (4, "Led Dr. Wu's team"),
    ]


def test_a_wrapped_line_is_joined():
    wrapped = "- Designed and shipped a question answering service for legal documents\n"
    assert texts(wrapped + "with hybrid retrieval") == [wrapped[2:-1] + " with hybrid retrieval"]
    assert len(texts(wrapped + "Led a team")) == 2
    assert len(texts(wrapped + "- with hybrid retrieval")) == 2
    chinese = "负责公司内部知识库问答系统的整体设计与落地并持续优化其检\n索效果"
    assert texts(chinese) == [chinese.replace("\n", "")]


def test_long_chinese_sentences_are_cut_at_commas():
    sentence = "，".join(["负责大模型推理服务的部署与性能优化工作"] * 6)
    found = texts(sentence)
    assert len(found) > 1
    assert all(len(text) <= 60 for text in found)
    assert "".join(found).replace(" ", "") == sentence.replace("，", "")


def test_addresses_are_left_out():
    assert texts("Ada Lovelace ada@example.org https://example.org") == ["Ada Lovelace"]


@pytest.mark.parametrize("document", ["", "  \n ", "—\n***\n12 34"])
def test_nothing_said_is_no_clause(document):
    assert texts(document) == []


def test_languages_are_told_line_by_line():
    assert language_of("使用 PyTorch 微调 BERT") == "zh"
    assert language_of("Worked at 华为 on search") == "en"


def test_a_book_is_cut_off():
    assert len(texts("A line.\n" * 1_000)) == MAX_CHUNKS
