"""The benchmark's three ways answer alike on a tiny reader of random weights."""

import torch
from transformers import BertConfig, BertForQuestionAnswering

from benchmarks.answering import (
    answer_as_a_user,
    answer_as_the_page,
    answer_as_the_table,
    make_items,
)
from components.models.backends.reader import TorchReader
from tests.models.reader_parts import make_loaded, make_tokenizer


def make_tiny():
    """A random reader on torch, answering about half of the questions."""
    torch.manual_seed(3)
    tokenizer = make_tokenizer()
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
        pad_token_id=1,
        initializer_range=0.5,
    )
    model = BertForQuestionAnswering(config).eval()
    model.config.no_answer_threshold = -1.0
    loaded = make_loaded(TorchReader(model, tokenizer, "cpu"), tokenizer)
    loaded.model = model
    return loaded


def test_the_ways_give_equal_answers():
    loaded, items = make_tiny(), make_items(8)
    expected = answer_as_a_user(loaded, items)
    assert any(expected)
    assert answer_as_the_table(loaded, items) == expected
    assert answer_as_the_page(loaded, items) == expected


def test_items_are_the_same_in_every_run_and_in_both_languages():
    items = make_items(32)
    assert items == make_items(32)
    assert items != make_items(32, seed=1)
    assert len({item.question for item in items}) == 16
    assert all(item.passage and item.question for item in items)
    assert any("谁" in item.question for item in items)
