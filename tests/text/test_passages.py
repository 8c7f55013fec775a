"""Passages cover a text, keep to their size and begin where sentences do."""

import pytest

from components.text.passages import (
    MAX_PASSAGE_TOKENS,
    Passage,
    estimate_tokens,
    join_passages,
    split_passages,
)

SENTENCE = "The model reads a passage and looks for the answer in it, word by word. "
TEXTS = {
    "english": SENTENCE * 60,
    "chinese": "模型读一段文字，在里面逐字寻找答案。" * 60,
    "paragraphs": "\n\n".join([SENTENCE * 5] * 8),
    "no stop": "word " * 2_000,
    "no space": "字" * 3_000,
    "emoji": "👩‍👩‍👧‍👦" * 600,
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_letter_is_in_a_passage_and_none_is_too_long(name):
    text = TEXTS[name]
    passages = split_passages(text)
    covered = set()
    for passage in passages:
        assert estimate_tokens(text[passage.start : passage.end]) <= MAX_PASSAGE_TOKENS * 1.05
        covered.update(range(passage.start, passage.end))
    assert all(text[place].isspace() for place in set(range(len(text))) - covered)
    assert [p.start for p in passages] == sorted({p.start for p in passages})


def test_a_short_sentence_at_an_end_also_begins_the_next_passage():
    text = SENTENCE * 30
    first, second = split_passages(text)[:2]
    assert second.start < first.end
    assert text[second.start : first.end] == SENTENCE.strip()


def test_a_passage_ends_with_its_paragraph_once_it_is_half_full():
    text = SENTENCE * 5 + "\n\n" + SENTENCE * 5
    first, second = split_passages(text)
    assert text[first.end : second.start].strip() == ""


def test_a_heading_begins_a_passage():
    text = SENTENCE * 5 + "\n# Results\n" + SENTENCE * 3
    assert [text[p.start] for p in split_passages(text)] == ["T", "#"]


def test_a_blank_text_has_no_passage():
    assert split_passages(" \n\n ") == []


def test_graphemes_stay_whole():
    text = TEXTS["emoji"]
    size = len("👩‍👩‍👧‍👦")
    assert all(p.start % size == p.end % size == 0 for p in split_passages(text))


def test_overlapping_passages_are_joined_and_the_better_one_leads():
    found = [Passage(0, 20, 30), Passage(0, 0, 10), Passage(0, 8, 22), Passage(1, 8, 22)]
    assert join_passages(found) == [Passage(0, 0, 30), Passage(1, 8, 22)]
    assert join_passages([Passage(0, 0, 10), Passage(0, 10, 20)]) == [
        Passage(0, 0, 10),
        Passage(0, 10, 20),
    ]
