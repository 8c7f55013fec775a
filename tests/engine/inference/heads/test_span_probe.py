"""Heads of a reader: a tiny random BERT answers a question with some of them off."""

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForQuestionAnswering

from components.engine.inference.head_knockout import run, sweep
from components.engine.inference.heads.probe import Answers, compute_kl_bits
from components.engine.inference.heads.span_probe import make_span_probe
from components.records.head_knockout import HeadKnockoutRequest, HeadSweepRequest
from components.records.refusal import Refusal
from tests.models.reader_parts import make_loaded, make_tokenizer

QUESTION, TEXT = "who wrote it?", "Lu Xun wrote the book, (in 1923)."


@pytest.fixture(scope="module")
def loaded():
    from dataclasses import replace
    from types import SimpleNamespace

    tokenizer = make_tokenizer()
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        pad_token_id=1,
        initializer_range=0.5,
    )
    found = make_loaded(SimpleNamespace(backend="torch"), tokenizer)
    found.card.architecture = "question-answerer"
    return replace(found, model=BertForQuestionAnswering(config).eval())


def ask(loaded, heads):
    return run(loaded, HeadKnockoutRequest(TEXT, heads, QUESTION), lambda event: None)


def test_no_head_off_diverges_by_nothing(loaded):
    result = ask(loaded, ())
    assert result.kind == "span"
    assert result.kl_bits == 0
    assert all(o.before == o.after for o in result.outcomes)
    assert all(o.name == "" or o.name in TEXT for o in result.outcomes)


def test_divergence_is_that_of_start_and_end_together(loaded):
    asked = make_span_probe(loaded, TEXT, QUESTION, 64)
    before = asked.read(1)
    result = ask(loaded, ((0, 0), (1, 1)))
    assert result.kl_bits > 0
    assert result.num_off == 2
    probabilities = asked.weigh(before, 0)
    assert probabilities.sum() == pytest.approx(1)
    best = asked.rank(probabilities, 1)[0]
    assert result.answer_before.before == pytest.approx(probabilities[best])
    start, end = (np.exp(part[0]) for part in before.log_probabilities)
    assert start.sum() == pytest.approx(1)
    assert end.sum() == pytest.approx(1)


def test_a_sweep_equals_its_single_knock_outs(loaded):
    swept = sweep(loaded, HeadSweepRequest(TEXT, QUESTION), lambda event: None)
    assert swept.effects.shape == (2, 2)
    for layer in range(2):
        for head in range(2):
            single = ask(loaded, ((layer, head),))
            assert swept.effects[layer, head] == pytest.approx(single.kl_bits, abs=1e-4)
            changed = single.answer_after.name != swept.answer
            assert swept.is_changed[layer, head] == changed


def test_a_reader_needs_a_question(loaded):
    with pytest.raises(Refusal, match="text_empty"):
        run(loaded, HeadKnockoutRequest(TEXT, (), "  "), lambda event: None)


def test_divergence_of_hand_made_distributions():
    p, q = np.log([[0.5, 0.5]]), np.log([[0.25, 0.75], [0.5, 0.5]])
    expected = 0.5 * np.log2(0.5 / 0.25) + 0.5 * np.log2(0.5 / 0.75)
    np.testing.assert_allclose(compute_kl_bits(Answers((p,)), Answers((q,))), [expected, 0])
    both = compute_kl_bits(Answers((p, p)), Answers((q, q)))
    np.testing.assert_allclose(both, [2 * expected, 0])
