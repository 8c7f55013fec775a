"""The lines shown on the pages of heads and of faithfulness print the pages' numbers."""

import numpy as np
import pytest

from components.engine.inference import run
from components.export.attention_faithfulness_code import attention_faithfulness_code
from components.export.attention_heads_code import attention_heads_code
from components.export.head_knockout_code import head_knockout_code
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.models.preparation import prepare
from components.records.attention_faithfulness import AttentionFaithfulnessRequest
from components.records.attention_heads import AttentionHeadsRequest
from components.records.head_knockout import HeadKnockoutRequest

TEXT = "It's \"it\" \\ [SEP] and it's {x}\nnext line, it is."


def load(model_id):
    card = load_catalog()[model_id]
    return load_model(card, prepare(card), "cpu")


def printed(code, run_shown):
    assert max(map(len, code.splitlines())) <= 120
    return run_shown(code).splitlines()


@pytest.mark.parametrize("model_id", ["all-minilm-l6-v2", "smollm2-135m-instruct"])
@pytest.mark.parametrize(("layer", "head"), [(0, 2), (2, 4)])
def test_scores_of_a_head(model_id, layer, head, run_shown):
    request = AttentionHeadsRequest(TEXT)
    loaded = load(model_id)
    result = run(loaded, request, lambda event: None)
    lines = printed(attention_heads_code(loaded.card, request, result, layer, head), run_shown)
    found = {name: float(value) for name, value in map(str.split, lines)}
    for name, pattern in {"previous": "previous", "itself": "itself", "same": "duplicate"}.items():
        assert found[name] == pytest.approx(result.score(layer, head, pattern), abs=1e-4)
    assert found["sink"] == pytest.approx(result.score(layer, head, "sink"), abs=1e-4)
    bits = result.measures.entropy_bits[layer, head]
    assert found["entropy_nats"] == pytest.approx(bits * np.log(2), abs=1e-4)


@pytest.mark.parametrize("model_id", ["sentiment-en", "smollm2-135m-instruct"])
def test_probabilities_without_some_heads(model_id, run_shown):
    loaded = load(model_id)
    request = HeadKnockoutRequest(TEXT, ((0, 1), (0, 3), (2, 0)))
    result = run(loaded, request, lambda event: None)
    heads = loaded.model.config.num_attention_heads
    lines = printed(head_knockout_code(loaded.card, request, heads), run_shown)
    ranked = sorted(result.outcomes, key=lambda outcome: -outcome.before)
    for line, outcome in zip(lines, ranked, strict=False):
        before, after, _ = line.split()
        assert float(before) == pytest.approx(outcome.before, abs=1e-4)
        assert float(after) == pytest.approx(outcome.after, abs=1e-4)


def test_attention_s_view_of_a_verdict(run_shown):
    request = AttentionFaithfulnessRequest("I like it, but it's [SEP] {x} cold.")
    loaded = load("sentiment-en")
    result = run(loaded, request, lambda event: None)
    code = attention_faithfulness_code(loaded.card, request, result)
    *lines, correlations = printed(code, run_shown)
    rows = np.array([[float(value) for value in line.split()[:3]] for line in lines])
    for column, method in enumerate(("attention_last", "rollout", "occlusion")):
        np.testing.assert_allclose(rows[:, column], result.scores[method], atol=1e-4)
    found = [
        float(part.strip("[] ").split("(")[-1].rstrip(")")) for part in correlations.split(",")
    ]
    expected = [result.correlation(m, "occlusion") for m in ("attention_last", "rollout")]
    np.testing.assert_allclose(found, expected, atol=1e-4)
