import numpy as np
import pytest

from components.engine.inference.attention import run
from components.engine.inference.pair_encoding import encode_pair
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.attention import AttentionRequest

FIRST, SECOND = "Where did the cat sit?", "It sat on the mat."


@pytest.fixture(scope="module", params=["all-minilm-l6-v2", "multilingual-e5-small"])
def encoder(request, prepared_model):
    return load_model(load_catalog()[request.param], prepared_model(request.param), "cpu")


@pytest.fixture(scope="module")
def decoder_model(prepared_model):
    model_id = "smollm2-135m-instruct"
    return load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")


def spelled(pair, segment):
    places = [i for i, own in enumerate(pair.segments) if own == segment]
    tokens = [pair.encoded.tokens[i] for i in places if not pair.encoded.tokens[i].is_special]
    return pair.text[tokens[0].start : tokens[-1].end].strip()


def test_an_encoder_gets_what_its_tokenizer_makes_of_a_pair(encoder):
    pair = encode_pair(encoder, FIRST, SECOND)
    assert pair.encoded.input_ids == encoder.tokenizer(FIRST, SECOND)["input_ids"]
    assert (spelled(pair, 0), spelled(pair, 1)) == (FIRST, SECOND)
    assert list(pair.segments) == sorted(pair.segments)
    assert pair.encoded.num_total == len(pair.encoded.tokens)


def test_the_attention_of_a_pair_equals_a_direct_call(encoder):
    import torch
    from transformers import AutoModel

    model = AutoModel.from_pretrained(
        encoder.model.name_or_path, attn_implementation="eager", dtype=torch.float32
    ).eval()
    with torch.inference_mode():
        inputs = encoder.tokenizer(FIRST, SECOND, return_tensors="pt")
        expected = model(**inputs, output_attentions=True).attentions[2][0, 1].numpy()
    request = AttentionRequest(FIRST, 2, 1, second=SECOND)
    result = run(encoder, request, lambda event: None)
    assert result.is_pair
    np.testing.assert_allclose(result.weights, expected, atol=1e-5)


def test_a_decoder_gets_a_line_end_between(decoder_model):
    pair = encode_pair(decoder_model, FIRST, SECOND)
    assert pair.encoded.input_ids == decoder_model.tokenizer(f"{FIRST}\n{SECOND}")["input_ids"]
    assert (spelled(pair, 0), spelled(pair, 1)) == (FIRST, SECOND)


def test_a_long_pair_is_cut_and_keeps_both(encoder):
    pair = encode_pair(encoder, "word " * 300, SECOND, 64)
    assert len(pair.encoded.tokens) == 64 < pair.encoded.num_total
    assert spelled(pair, 1) == SECOND


def test_one_text_is_no_pair(encoder):
    pair = encode_pair(encoder, FIRST, "")
    assert set(pair.segments) == {0}
    assert pair.text == FIRST


def test_a_marker_in_the_second_text_is_ordinary(encoder):
    marker = encoder.tokenizer.sep_token
    pair = encode_pair(encoder, FIRST, f"a {marker} b")
    plain = encode_pair(encoder, FIRST, "a b")
    count = [
        sum(t.id == encoder.tokenizer.sep_token_id for t in p.encoded.tokens) for p in (pair, plain)
    ]
    assert count[0] == count[1]
