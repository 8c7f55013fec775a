import numpy as np
import pytest

from components.engine import inference
from components.engine.inference.attention_heads import compare, find_ordinary, run
from components.engine.inference.encoding import encode
from components.engine.inference.heads.random_text import list_ordinary_ids
from components.engine.job import JobCancelled
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.attention_heads import (
    MIN_SCORE,
    AttentionHeadsRequest,
    HeadSimilarityRequest,
)
from components.records.refusal import Refusal

TEXT = "Mr Dursley met Mrs Potter. Later Mr Dursley called Mrs"


def load(prepared_model, model_id):
    return load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")


@pytest.fixture(scope="module")
def encoder(prepared_model):
    return load(prepared_model, "all-minilm-l6-v2")


@pytest.fixture(scope="module")
def writer(prepared_model):
    return load(prepared_model, "smollm2-135m-instruct")


@pytest.fixture(scope="module")
def of_writer(writer):
    return run(writer, AttentionHeadsRequest(TEXT), lambda event: None)


def test_an_encoder_has_a_previous_token_head_that_needs_no_meaning(encoder):
    result = run(encoder, AttentionHeadsRequest(TEXT), lambda event: None)
    place = result.strongest_head("previous")
    assert place == (0, 2)
    assert result.role(*place) == "previous"
    assert result.score(*place, "previous") > 0.9
    assert result.score(*place, "previous", is_random=True) > 0.9
    assert "induction" not in result.patterns


def test_an_encoder_has_a_head_that_finds_repetitions(encoder):
    result = run(encoder, AttentionHeadsRequest(TEXT), lambda event: None)
    place = result.strongest_head("duplicate")
    assert result.score(*place, "duplicate") > MIN_SCORE
    alone = run(encoder, AttentionHeadsRequest("One two three four."), lambda event: None)
    assert "duplicate" not in alone.patterns


def test_a_decoder_has_induction_heads_on_repeated_tokens_alone(of_writer):
    place = of_writer.strongest_head("induction")
    assert of_writer.role(*place) == "induction"
    assert of_writer.score(*place, "induction") > 0.7
    assert of_writer.score(*place, "induction", is_random=True) < 0.1
    assert "next" not in of_writer.patterns


def test_every_number_is_in_its_range(of_writer):
    for measures in (of_writer.measures, of_writer.random_measures):
        known = measures.scores[~np.isnan(measures.scores)]
        assert ((known >= 0) & (known <= 1 + 1e-5)).all()
        assert ((measures.sink_share >= -1e-5) & (measures.sink_share <= 1 + 1e-5)).all()
        assert (measures.entropy_bits <= np.log2(len(of_writer.tokens)) + 1e-5).all()
        assert (measures.confidence <= 1 + 1e-5).all()


def test_the_same_text_gives_the_same_numbers(encoder):
    one, two = (run(encoder, AttentionHeadsRequest(TEXT), lambda event: None) for _ in range(2))
    np.testing.assert_array_equal(one.random_measures.scores, two.random_measures.scores)


def test_random_tokens_are_neither_special_nor_reserved(encoder, writer):
    for loaded in (encoder, writer):
        ids = list_ordinary_ids(loaded)
        pieces = loaded.tokenizer.convert_ids_to_tokens(ids)
        assert len(ids) > 20_000
        assert not set(ids) & set(loaded.tokenizer.all_special_ids)
        assert not [piece for piece in pieces if piece.startswith("[unused")]


def test_special_tokens_and_a_decoder_s_first_do_not_count(encoder, writer):
    assert find_ordinary(encoder, encode(encoder, "a b")) == [1, 2]
    assert find_ordinary(writer, encode(writer, "one two three")) == [1, 2]


def test_a_text_of_two_words_is_refused(encoder):
    with pytest.raises(Refusal, match="few_tokens"):
        run(encoder, AttentionHeadsRequest("Hello you"), lambda event: None)


def test_heads_that_are_alike_are_found(encoder):
    result = compare(encoder, HeadSimilarityRequest(TEXT), lambda event: None)
    assert result.distances.shape == (72, 72)
    np.testing.assert_array_equal(result.distances, result.distances.T)
    assert sorted(result.order) == list(range(72))
    near = result.nearest(0, 2)
    assert [d for *_, d in near] == sorted(d for *_, d in near)
    assert near[0][2] == pytest.approx(np.sort(result.distances[2])[1])


def test_a_stop_ends_it(encoder):
    def stop(event):
        if event.done:
            raise JobCancelled

    for request in (AttentionHeadsRequest(TEXT), HeadSimilarityRequest(TEXT)):
        with pytest.raises(JobCancelled):
            inference.run(encoder, request, stop)
