"""Planted heads whose numbers are known."""

import numpy as np
import pytest

from components.engine.inference.heads.patterns import (
    compute_entropy_bits,
    mark_patterns,
    mean_measures,
    measure_heads,
    measure_induction,
)
from components.engine.inference.heads.random_text import repeat_random_block, replace_by_random
from components.records.attention_heads import PATTERNS

IDS = [101, 7, 8, 7, 9, 8, 102]
OWN = [1, 2, 3, 4, 5]


def one_head(rows):
    return np.asarray(rows, dtype=np.float32)[None, None]


def score(measures, pattern):
    return float(measures.scores[0, 0, PATTERNS.index(pattern)])


def test_a_planted_previous_token_head_scores_one():
    head = np.eye(7, k=-1)
    head[:2] = 0
    head[:2, 0] = 1
    measures = measure_heads(one_head(head), IDS, OWN, is_causal=False)
    assert score(measures, "previous") == 1
    assert [score(measures, name) for name in ("next", "itself", "duplicate")] == [0, 0, 0]
    assert measures.sink_share[0, 0] == pytest.approx(0.2), "one of five rests on [CLS]"
    assert measures.distance_tokens[0, 0] == 1
    assert measures.entropy_bits[0, 0] == 0
    assert measures.confidence[0, 0] == pytest.approx(0.8)


def test_planted_next_itself_and_duplicate_heads_score_one():
    following = np.eye(7, k=1)
    following[6, 6] = 1
    assert score(measure_heads(one_head(following), IDS, OWN, False), "next") == 1
    assert score(measure_heads(one_head(np.eye(7)), IDS, OWN, False), "itself") == 1
    same = np.zeros((7, 7))
    for query, key in ((1, 3), (3, 1), (2, 5), (5, 2), (4, 0), (0, 0), (6, 6)):
        same[query, key] = 1
    assert score(measure_heads(one_head(same), IDS, OWN, False), "duplicate") == 1


def test_a_planted_induction_pattern_scores_one_and_its_absence_zero():
    length = 5
    head = np.zeros((10, 10))
    head[:, 0] = 1
    for query in range(length, 2 * length):
        head[query] = 0
        head[query, query - length + 1] = 1
    assert measure_induction(one_head(head), length)[0, 0] == 1
    assert measure_induction(one_head(np.eye(10)), length)[0, 0] == 0


@pytest.mark.parametrize("count", [2, 5, 8, 33])
def test_uniform_attention_has_the_entropy_of_its_number_of_keys(count):
    rows = np.full((1, 1, count, count), 1 / count, dtype=np.float32)
    np.testing.assert_allclose(compute_entropy_bits(rows), np.log2(count), rtol=1e-5)
    measures = measure_heads(rows, list(range(count)), list(range(count)), False)
    assert measures.entropy_bits[0, 0] == pytest.approx(np.log2(count), rel=1e-5)
    assert measures.sink_share[0, 0] == pytest.approx(0, abs=1e-6)
    off_by_one = (count - 1) / count**2
    assert score(measures, "previous") == pytest.approx(off_by_one, rel=1e-5)
    assert np.isnan(score(measures, "duplicate")), "nothing repeats"


def test_a_causal_model_has_no_next_token():
    marks = mark_patterns(IDS, is_causal=True)
    assert not marks[PATTERNS.index("next")].any()
    assert not np.triu(marks.any(axis=0), k=1).any()


def test_scores_equal_a_loop_over_places():
    rng = np.random.default_rng(0)
    weights = rng.dirichlet(np.ones(7), size=(2, 3, 7)).astype(np.float32)
    measures = measure_heads(weights, IDS, OWN, is_causal=False)
    for layer in range(2):
        for head in range(3):
            own = {(i, j): weights[layer, head, i, j] for i in OWN for j in OWN}
            total = sum(own.values())
            previous = sum(w for (i, j), w in own.items() if j == i - 1) / total
            same = sum(w for (i, j), w in own.items() if i != j and IDS[i] == IDS[j]) / total
            distance = sum(w * abs(i - j) for (i, j), w in own.items()) / total
            assert measures.scores[layer, head, 0] == pytest.approx(previous, rel=1e-5)
            assert measures.scores[layer, head, 3] == pytest.approx(same, rel=1e-5)
            assert measures.distance_tokens[layer, head] == pytest.approx(distance, rel=1e-5)


def test_random_texts_keep_repetitions_and_markers():
    ids = replace_by_random(IDS, [0, 6], range(1000, 2000), seed=3)
    assert (ids[0], ids[6]) == (101, 102)
    assert ids[1] == ids[3] != ids[2] == ids[5]
    assert all(1000 <= token < 2000 for token in ids[1:6])
    block = repeat_random_block(range(1000), 25, seed=1)
    assert block[:25] == block[25:]
    assert len(set(block)) == 25


def test_means_of_measures():
    one = measure_heads(one_head(np.eye(7)), IDS, OWN, False)
    other = measure_heads(one_head(np.full((7, 7), 1 / 7)), IDS, OWN, False)
    mean = mean_measures([one, other])
    assert mean.sink_share[0, 0] == pytest.approx((0 + 2 / 7) / 2, rel=1e-5)
