"""Tokens, characters, words: which tokens belong together, and what becomes of their weights."""

import numpy as np
import pytest

from components.engine.inference.attention import run
from components.engine.inference.attention_units import find_unit_starts, merge_weights
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.attention import AttentionRequest
from components.records.token import Token

MODELS = ["all-minilm-l6-v2", "multilingual-e5-small", "smollm2-135m-instruct"]
CHINESE = "我爱北京天安门，龘 unbelievable 👩\u200d👧"


@pytest.fixture(scope="module", params=MODELS)
def loaded(request, prepared_model):
    return load_model(load_catalog()[request.param], prepared_model(request.param), "cpu")


def ask(loaded, text, unit, **settings):
    request = AttentionRequest(text, layer=2, head=1, unit=unit, **settings)
    return run(loaded, request, lambda event: None)


def pieces(*spans):
    return [Token(0, "", start, end, is_special=start == end) for start, end in spans]


def test_bytes_of_one_character_are_one_unit():
    """你 in two byte pieces, then a letter; [CLS] before, [SEP] after."""
    tokens = pieces((0, 0), (0, 1), (0, 1), (1, 2), (0, 0))
    assert find_unit_starts("你a", tokens, "token") == (0, 1, 2, 3, 4)
    assert find_unit_starts("你a", tokens, "character") == (0, 1, 3, 4)


def test_a_chinese_word_is_one_unit_and_its_characters_are_not():
    tokens = pieces((0, 1), (1, 2), (2, 3), (3, 4))
    assert find_unit_starts("我爱北京", tokens, "character") == (0, 1, 2, 3)
    assert find_unit_starts("我爱北京", tokens, "word") == (0, 1, 2)


def test_a_token_that_spans_two_words_ties_them():
    """爱北 | 京: the token itself is no whole word, so nothing smaller than 爱北京 is one."""
    assert find_unit_starts("我爱北京", pieces((0, 1), (1, 3), (3, 4)), "word") == (0, 1)


@pytest.mark.parametrize("unit", ["character", "word"])
def test_rows_still_sum_to_one_and_equal_a_loop_over_tokens(loaded, unit):
    tokens, units = ask(loaded, CHINESE, "token"), ask(loaded, CHINESE, unit)
    ends = [*units.starts[1:], len(tokens.tokens)]
    spans = list(zip(units.starts, ends, strict=True))
    expected = [[tokens.weights[a:b, c:d].sum() / (b - a) for c, d in spans] for a, b in spans]
    np.testing.assert_allclose(units.weights, expected, atol=1e-6)
    np.testing.assert_allclose(units.weights.sum(axis=1), 1, atol=1e-5)
    if units.is_causal:
        assert (units.weights[np.triu_indices(len(spans), k=1)] == 0).all()


@pytest.mark.parametrize("unit", ["character", "word"])
def test_no_unit_shows_a_broken_character(loaded, unit):
    """Pieces of CJK shown as � are a known defect of other visualisers."""
    texts = [token.text for token in ask(loaded, CHINESE, unit).tokens]
    assert not [text for text in texts if "�" in text or "⟨" in text]
    whole = "".join(texts)
    if "[UNK]" not in whole and "<unk>" not in whole:
        assert "龘" in texts
        assert "👩\u200d👧" in texts


def test_words_of_a_decoder_are_those_of_the_dictionary(prepared_model):
    model_id = "smollm2-135m-instruct"
    loaded = load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")
    words = [token.text for token in ask(loaded, "我爱北京天安门", "word").tokens]
    assert words == ["我", "爱", "北京", "天安门"]


def test_merging_two_tokens_by_hand():
    """Keys are summed: .2+.3; queries averaged: (.5+.1)/2 and (.5+.9)/2."""
    weights = np.array([[0.5, 0.2, 0.3], [0.5, 0.25, 0.25], [0.1, 0.6, 0.3]], dtype=np.float32)
    merged = merge_weights(weights, [0, 1])
    np.testing.assert_allclose(merged, [[0.5, 0.5], [0.3, 0.7]], atol=1e-7)
