"""The rule that tells whether a written sentence stands in the passages."""

import numpy as np
import pytest

from components.retrieval.support import MIN_COSINE, compute_shared, judge_support

SOURCES = ["The meeting agreed on a budget of 6,200 euros.", "Lunch is included, supper is not."]


def judge(sentence, cosines):
    """The vectors are made so that these are the cosines with the two sources."""
    rest = np.sqrt(1 - np.square(cosines).sum())
    vector = np.array([[*cosines, rest]], dtype=np.float32)
    return judge_support([sentence], vector, SOURCES, np.eye(2, 3, dtype=np.float32))[0]


def test_a_sentence_that_stands_there_is_supported():
    support = judge(SOURCES[0], (0.95, 0.1))
    assert support.nearest == 0
    assert support.cosine == pytest.approx(0.95)
    assert support.shared == 1.0
    assert support.is_supported


@pytest.mark.parametrize(
    ("sentence", "cosines"),
    [
        (SOURCES[0], (MIN_COSINE - 0.01, 0.1)),  # far in meaning
        ("Money was granted by everyone present there", (0.95, 0.1)),  # other words
        ("The meeting agreed on a budget of 9,000 euros.", (0.95, 0.1)),  # a strange number
        ("…", (0.95, 0.1)),  # no word at all
    ],
)
def test_each_condition_is_needed(sentence, cosines):
    assert not judge(sentence, cosines).is_supported


def test_numbers_may_stand_in_any_passage():
    assert judge("Lunch is included, supper is not: 6,200.", (0.1, 0.95)).strange_numbers == ()
    assert judge("Lunch 7, supper 7 and 8", (0.1, 0.95)).strange_numbers == ("7", "8")


def test_chinese_sentences_share_pairs_of_characters():
    assert compute_shared("菜园有地", "菜园有很多地") == pytest.approx(2 / 3)


def test_unrelated_and_related_sentences_lie_on_either_side_of_the_limit(prepared_model):
    """On the real encoder: the limit is one for its cosines, which all lie close together."""
    from components.engine.inference.embedding import run
    from components.models.backends.loading import load_model
    from components.models.catalog import load_catalog
    from components.records.embedding import EmbeddingRequest

    model_id = "multilingual-e5-small"
    loaded = load_model(load_catalog()[model_id], prepared_model(model_id), device="cpu")
    texts = (
        "The budget of the workshop is 6,200 euros.",
        "The telescope watches variable stars.",
        *SOURCES,
    )
    vectors = run(loaded, EmbeddingRequest(texts, "symmetric"), lambda event: None).vectors
    related, unrelated = judge_support(texts[:2], vectors[:2], SOURCES, vectors[2:])
    assert related.is_supported
    assert not unrelated.is_supported
