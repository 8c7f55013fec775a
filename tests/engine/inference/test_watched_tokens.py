import numpy as np
import pytest
import torch

from components.engine.inference.layers import run as run_layers
from components.engine.inference.watched_tokens import find_pieces, run
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.layers import LayersRequest
from components.records.refusal import Refusal
from components.records.watched_tokens import WatchedTokensRequest

TEXT = "The capital of France is"


@pytest.fixture(scope="module")
def decoder(prepared_model):
    model_id = "smollm2-135m-instruct"
    return load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")


def watch(loaded, *words, position=99):
    return run(loaded, WatchedTokensRequest(TEXT, words, position), lambda event: None)


def test_ranks_and_probabilities_equal_the_model_s_at_the_last_layer(decoder):
    result = watch(decoder, "Paris", "London", "banana")
    with torch.inference_mode():
        logits = decoder.model(**decoder.tokenizer(TEXT, return_tensors="pt")).logits[0, -1]
    probabilities = logits.softmax(-1)
    order = logits.argsort(descending=True).tolist()
    for word in result.words:
        token_id = decoder.tokenizer(f" {word.word}")["input_ids"][0]
        assert word.ranks[-1] == order.index(token_id) + 1
        assert word.probabilities[-1] == pytest.approx(float(probabilities[token_id]), rel=1e-3)
        assert len(word.ranks) == 31
    assert result.words[0].ranks[-1] == 1
    assert result.words[2].ranks[-1] > 100


def test_the_chosen_token_s_ranks_are_those_of_the_lens(decoder):
    lens = run_layers(decoder, LayersRequest(TEXT), lambda event: None).lens
    np.testing.assert_array_equal(watch(decoder, "Paris").words[0].ranks, lens.ranks[:, -1])


def test_a_place_is_looked_after_and_clipped(decoder):
    of_first = watch(decoder, "capital", position=0).words[0]
    of_last = watch(decoder, "capital", position=4).words[0]
    assert of_first.ranks[-1] != of_last.ranks[-1]
    clipped = watch(decoder, "capital", position=-7).words[0]
    np.testing.assert_array_equal(clipped.ranks, of_first.ranks)


def test_a_word_of_several_tokens_shows_all_of_them(decoder):
    (word,) = watch(decoder, "unbelievability").words
    assert len(word.pieces) > 1
    assert "".join(word.pieces) == "␣unbelievability"


@pytest.mark.parametrize(
    ("word", "start"), [("Paris", "␣Paris"), ("，", "，"), ("巴黎", "⟨E5 B7⟩"), (".", ".")]
)
def test_only_scripts_with_spaces_get_one(decoder, word, start):
    (watched,) = watch(decoder, word).words
    assert watched.pieces[0] == start
    assert find_pieces(decoder, word)


def test_an_encoder_has_no_next_token(prepared_model):
    model_id = "all-minilm-l6-v2"
    encoder = load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")
    with pytest.raises(Refusal, match="no_lens"):
        watch(encoder, "Paris")
