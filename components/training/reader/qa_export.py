"""Writes a trained reader: calibrated float16 tensors and the settings that the app needs."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

HEAD = ("qa_outputs.weight", "qa_outputs.bias")


def fold_temperature(
    tensors: Mapping[str, torch.Tensor], temperature: float
) -> dict[str, torch.Tensor]:
    """Divide the span head, and so every logit, by the temperature."""
    return {
        name: tensor / temperature if name in HEAD else tensor for name, tensor in tensors.items()
    }


def write_reader(
    tensors: Mapping[str, torch.Tensor], config: Mapping[str, Any], out: Path
) -> dict[str, Any]:
    """Write `model.safetensors` (float16, trained tensors only) and `config.json`.

    Args:
        tensors: Names as in `BertForQuestionAnswering`; the temperature is in them.
        config: What else the app has to know: base, temperature, threshold, window.
        out: Folder to write to.

    Returns:
        The configuration that was written.
    """
    out.mkdir(parents=True, exist_ok=True)
    halves = {name: tensor.detach().cpu().half().contiguous() for name, tensor in tensors.items()}
    save_file(halves, out / "model.safetensors", metadata={"format": "pt"})
    written = {
        "task": "question_answering",
        "language": ["en", "zh"],
        "architecture": "BertForQuestionAnswering",
        **config,
        "temperature_folded_in": True,
        "dtype": "float16",
        "trained_parameters": sum(tensor.numel() for tensor in halves.values()),
        "sha256": hashlib.sha256((out / "model.safetensors").read_bytes()).hexdigest(),
    }
    text = json.dumps(written, indent=2, ensure_ascii=False) + "\n"
    (out / "config.json").write_text(text, encoding="utf-8")
    return written
