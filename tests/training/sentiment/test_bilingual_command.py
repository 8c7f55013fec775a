import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from components.measures.calibration import compute_nll
from components.training.sentiment import bilingual_sentiment
from components.training.sentiment.bilingual_export import calibrate_both
from components.training.sentiment.bilingual_measures import measure_bilingual
from components.training.sentiment.polarity_scaling import Temperatures, scale_logits
from components.training.sentiment.sentiment_model import build_classifier
from components.training.sentiment.sentiment_sources import Example


def test_the_command_writes_weights_measures_and_card(
    tiny_chinese_data: Path, tiny_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bilingual_sentiment, "FROZEN_LAYERS", 1)
    out = tmp_path / "out"
    arguments = [
        *("--data", str(tiny_chinese_data), "--base", str(tiny_base), "--out", str(out)),
        *("--checkpoints", str(tmp_path / "checkpoints"), "--steps", "6"),
        *("--neutral", str(tiny_chinese_data / "neutral.csv")),
    ]

    bilingual_sentiment.main(arguments)

    weights = load_file(out / "model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float16}
    assert not any("embeddings" in name or "layer.0." in name for name in weights)
    assert {"bert.pooler.dense.weight", "classifier.bias"} <= weights.keys()
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    assert config["sha256"] == hashlib.sha256((out / "model.safetensors").read_bytes()).hexdigest()
    assert (config["base"], config["language"]) == ("multilingual-e5-small", ["en", "zh"])
    metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["steps"] == 6
    assert metrics["sst2_dev"]["items"] == 2
    for part in ("validation", "measuring"):
        three = metrics[part]["three_class"]
        assert three["items"] == three["en"]["items"] + three["zh"]["items"]
    assert (
        metrics["traditional"]["items"] == metrics["measuring"]["two_class"]["zh_unseen"]["items"]
    )
    card = (out / "README.md").read_text(encoding="utf-8")
    assert str(config["temperature"]) in card
    assert "| zh_计算机 | 0 |" in card
    assert str(tmp_path) not in card
    # The same command on a finished run writes the same weights again.
    bilingual_sentiment.main(arguments)
    assert json.loads((out / "config.json").read_text(encoding="utf-8")) == config


def test_frozen_layers_are_not_trained_and_have_no_dropout(tiny_base: Path) -> None:
    model = build_classifier(tiny_base, seed=1, frozen_layers=1).train()
    trained = {name for name, value in model.named_parameters() if value.requires_grad}

    assert trained
    assert all(
        name.startswith(("bert.encoder.layer.1.", "bert.pooler.", "classifier."))
        for name in trained
    )
    ids = torch.tensor([[2, 5, 6, 3]])
    with torch.no_grad():
        hidden = [model.bert(ids, output_hidden_states=True).hidden_states for _ in range(2)]
    assert torch.equal(hidden[0][1], hidden[1][1])
    assert not torch.equal(hidden[0][2], hidden[1][2])


def make_examples() -> tuple[np.ndarray, list[Example]]:
    """Logits of 900 texts, too sure by 3 on English and by 1.5 on Chinese reviews."""
    rng = np.random.default_rng(2)
    logits, examples = [], []
    for source, count, too_sure in (("sst", 300, 3.0), ("zh_蒙牛", 600, 1.5)):
        right = rng.normal(0, 2, size=(count, 3))
        odds = np.exp(right - right.max(axis=1, keepdims=True))
        for row, chances in zip(right, odds / odds.sum(axis=1, keepdims=True), strict=True):
            examples.append(Example("text", int(rng.choice(3, p=chances)), source))
            logits.append(row * too_sure)
    return np.array(logits), examples


def test_calibration_weighs_both_languages_alike() -> None:
    logits, examples = make_examples()
    found = calibrate_both(logits, examples)

    assert 1.5 < found.polarity < 3
    labels = np.array([example.label for example in examples])
    english = np.array([example.source == "sst" for example in examples])

    def mean_nll(polarity: float) -> float:
        scaled = scale_logits(logits, Temperatures(polarity, 1.0))[:, [0, 2]]
        parts = [
            compute_nll(scaled[chosen & (labels != 1)], labels[chosen & (labels != 1)] // 2)
            for chosen in (english, ~english)
        ]
        return float(np.mean(parts))

    grid = np.linspace(1, 4, 301)
    best = grid[np.argmin([mean_nll(polarity) for polarity in grid])]
    assert found.polarity == pytest.approx(best, rel=0.03)


def test_measures_part_languages_and_unseen_categories() -> None:
    rows = [
        (Example("a", 0, "sst"), [2.0, 0.0, 1.0]),
        (Example("b", 1, "wiki"), [0.0, 3.0, 1.0]),
        (Example("丙", 2, "zh_计算机"), [0.0, 5.0, 1.0]),
        (Example("丁", 2, "zh_蒙牛"), [2.0, 0.0, 1.0]),
        (Example("戊", 0, "zh_takeaway"), [2.0, 0.0, 1.0]),
    ]
    measures = measure_bilingual(np.array([row for _, row in rows]), [item for item, _ in rows])

    assert measures["three_class"]["items"] == 5
    assert measures["three_class"]["accuracy"] == pytest.approx(3 / 5)
    assert measures["three_class"]["en"]["accuracy"] == 1
    assert measures["three_class"]["zh"]["accuracy"] == pytest.approx(1 / 3)
    # With neutral left out the computer's review is read as positive.
    assert measures["two_class"]["zh_unseen"]["accuracy"] == pytest.approx(1 / 2)
    assert measures["two_class"]["sst"]["items"] == 1
    assert measures["accuracy_by_source"]["zh_计算机"] == 0
