import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from components.training.fine_tuning import Recipe
from components.training.sentiment import sentiment


def test_the_command_writes_weights_measures_and_card(
    tiny_data: Path, tiny_base: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = [
        *("--data", str(tiny_data), "--base", str(tiny_base), "--out", str(out)),
        *("--checkpoints", str(tmp_path / "checkpoints"), "--epochs", "1", "1"),
        *("--neutral", str(tiny_data / "neutral.csv")),
    ]

    sentiment.main(arguments)

    weights = load_file(out / "model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float16}
    assert weights["classifier.weight"].shape == (3, 16)
    assert not any("embeddings" in name for name in weights)
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    assert config["sha256"] == hashlib.sha256((out / "model.safetensors").read_bytes()).hexdigest()
    assert config["id2label"] == {"0": "negative", "1": "neutral", "2": "positive"}
    metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["sst2_dev"]["items"] == 2
    assert metrics["neutral"]["items"] == 1
    assert metrics["recipe"]["peak_rate"] == Recipe().peak_rate
    assert set(metrics["candidates"]) == {"run 1", "run 2", "average"}
    card = (out / "README.md").read_text(encoding="utf-8")
    assert str(config["temperature"]) in card
    assert str(config["neutral_temperature"]) in card
    assert str(tmp_path) not in card
    # The same command on a finished run writes the same weights again.
    sentiment.main(arguments)
    assert json.loads((out / "config.json").read_text(encoding="utf-8")) == config
