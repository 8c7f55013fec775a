"""Saves and restores an interrupted training run without pickle.

One safetensors file holds the trained tensors and the optimizer's moments, and its header holds
step, seed and scores as JSON, so replacing the file replaces all of them at once.
"""

import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file

_MOMENTS = ("exp_avg", "exp_avg_sq")


def name_trained_parameters(model: torch.nn.Module) -> dict[str, torch.nn.Parameter]:
    """Return the parameters that are trained, by their names in the state dict."""
    return {name: value for name, value in model.named_parameters() if value.requires_grad}


def save_checkpoint(
    path: Path, model: torch.nn.Module, optimizer: torch.optim.Optimizer, progress: dict[str, Any]
) -> None:
    """Write the run's state beside `path`, then move it there atomically.

    Args:
        path: File that is created or replaced.
        model: Model whose trained parameters are saved.
        optimizer: AdamW over exactly these parameters.
        progress: What JSON can hold; `step` counts the finished optimizer steps.
    """
    tensors = {}
    for name, parameter in name_trained_parameters(model).items():
        tensors[f"model.{name}"] = parameter.detach().contiguous()
        for moment in _MOMENTS:
            if moment in optimizer.state[parameter]:
                tensors[f"{moment}.{name}"] = optimizer.state[parameter][moment].contiguous()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    save_file(tensors, unfinished, metadata={"progress": json.dumps(progress)})
    os.replace(unfinished, path)


def load_checkpoint(
    path: Path, model: torch.nn.Module, optimizer: torch.optim.Optimizer
) -> dict[str, Any]:
    """Load a saved state into the model and the optimizer.

    Returns:
        The progress that was saved with it.

    Raises:
        KeyError: One of the model's trained parameters is missing from the file.
    """
    with safe_open(path, framework="pt") as file:
        progress: dict[str, Any] = json.loads(file.metadata()["progress"])
        names = set(file.keys())
        for name, parameter in name_trained_parameters(model).items():
            if f"model.{name}" not in names:
                raise KeyError(f"The checkpoint lacks {name}")
            with torch.no_grad():
                parameter.copy_(file.get_tensor(f"model.{name}"))
            if f"exp_avg.{name}" in names:
                state = {moment: file.get_tensor(f"{moment}.{name}") for moment in _MOMENTS}
                state["step"] = torch.tensor(float(progress["step"]))
                state = {key: value.to(parameter.device) for key, value in state.items()}
                optimizer.state[parameter] = state
    return progress
