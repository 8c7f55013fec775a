"""The right choice is what the model's result says, whatever it says."""

from unittest.mock import Mock

import numpy as np
import pytest

from components.records.answer import Provenance
from components.records.attention_faithfulness import AttentionFaithfulnessResult
from components.records.head_knockout import HeadKnockoutResult, Outcome
from components.records.token import Token
from components.service.tour_grading import (
    grade,
    make_request,
    parse_head,
    size_change,
)
from components.service.tours import load_tour
from tests.attention_results import make_result

HERE = Provenance("m", "cpu", "torch", 0.1, 9, 9)
EXERCISES = {exercise.id: exercise for exercise in load_tour("attention").exercises}


class Heads:
    """Scores that the test decides."""

    def __init__(self, scores):
        self.scores = scores

    def score(self, layer, head, pattern, *, is_random=False):
        return self.scores.get((layer, head, pattern, is_random), 0.0)


@pytest.mark.parametrize("best", EXERCISES["previous-head"].heads)
def test_the_head_with_the_highest_score_is_right(best):
    result = Heads({(*parse_head(best), "previous", False): 0.6})
    found = grade(EXERCISES["previous-head"], result)
    assert found.right == best
    assert found.shares["percent"] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("share", "right"), [(0.1, "to_25"), (0.3, "to_50"), (0.74, "to_75"), (1.0, "to_100")]
)
def test_shares_fall_into_quarters(share, right):
    assert grade(EXERCISES["sink"], Heads({(18, 8, "sink", False): share})).right == right


@pytest.mark.parametrize(("random", "right"), [(0.8, "most"), (0.4, "some"), (0.1, "little")])
def test_what_is_left_on_random_tokens(random, right):
    scores = {(2, 9, "duplicate", False): 0.8, (2, 9, "duplicate", True): random}
    assert grade(EXERCISES["random-duplicates"], Heads(scores)).right == right


def test_the_word_with_most_weight_is_right_and_its_tokens_count_together():
    weights = np.array([[0.1, 0.25, 0.4, 0.25]] + [[0.25] * 4] * 3, dtype=np.float32)
    found = grade(
        EXERCISES["pronoun-key"], make_result(["it", "street", "animal", "street"], weights)
    )
    assert found.right == "street"
    assert found.facts == {"word": "street"}
    assert found.shares == {"percent": pytest.approx(0.5)}


@pytest.mark.parametrize(
    ("ratio", "right"),
    [(0.2, "halved"), (0.7, "lower"), (1.0, "same"), (1.04, "same"), (1.3, "higher")],
)
def test_changes_are_named_by_their_ratio(ratio, right):
    assert size_change(ratio) == right
    first = Outcome("␣Potter", 0.4, 0.4 * ratio)
    result = HeadKnockoutResult("next_token", (first,), 0.5, None, 1, 1, 1, HERE)
    found = grade(EXERCISES["copying-off"], result)
    assert found.right == right
    assert found.facts["token"] == "Potter"


@pytest.mark.parametrize(("top", "right"), [(0, "yes"), (1, "no")])
def test_the_first_token_of_two_methods(top, right):
    scores = {"rollout": np.array([0.9, 0.1]), "integrated_gradients": np.array([0.1, 0.1])}
    scores["integrated_gradients"][top] = -0.8
    result = Mock(
        AttentionFaithfulnessResult,
        tokens=[Token(0, "a", 0, 1), Token(1, "b", 1, 2)],
        scores=scores,
        correlation=lambda _one, _other: -0.5,
    )
    found = grade(EXERCISES["same-token"], result)
    assert found.right == right
    assert found.facts["rho"] == "−0.50"


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
def test_every_exercise_has_a_request(exercise):
    assert make_request(exercise, exercise.view.text.en).text == exercise.view.text.en
