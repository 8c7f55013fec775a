"""Resumable, reproducible fine-tuning; a recipe supplies the loss."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from components.training.batches import collate, plan_batches
from components.training.checkpoints import (
    load_checkpoint,
    name_trained_parameters,
    save_checkpoint,
)

_LOG = logging.getLogger(__name__)
_REPORT_EVERY = 50


@dataclass(frozen=True)
class Recipe:
    """Hyper-parameters of a run.

    Attributes:
        epochs: Passes over the training data.
        peak_rate: AdamW's highest learning rate.
        warm_up: Share of the steps over which the rate rises from 0 to the peak.
        weight_decay: AdamW's weight decay, on matrices only.
        clip_norm: Largest norm of the gradient.
        items: The most texts in a batch.
        token_budget: The most positions in a batch.
        seed: Seed of initialisation, order and dropout.
        save_every: Steps between two checkpoints.
        max_steps: Ends the run, and the decay of the rate, after this many steps.
        most_minutes: Ends both after this time at the latest; the rate then follows the clock.
    """

    epochs: int = 3
    peak_rate: float = 1e-4
    warm_up: float = 0.06
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    items: int = 64
    token_budget: int = 2048
    seed: int = 20
    save_every: int = 250
    max_steps: int | None = None
    most_minutes: float | None = None


@dataclass(frozen=True)
class TokenisedSet:
    """Token ids of each text, its class and the id that pads."""

    token_ids: Sequence[Sequence[int]]
    labels: Sequence[int]
    pad: int


def compute_rate(done: float, steps: int, recipe: Recipe) -> float:
    """Return the learning rate of a step: linear warm-up to the peak, then linear decay to 0.

    Args:
        done: Number of the step, from 0, or where by the clock it would be.
        steps: Steps of the whole run.
        recipe: Supplies the peak and the share of the warm-up.
    """
    warm = max(1, round(recipe.warm_up * steps))
    if done < warm:
        return recipe.peak_rate * (done + 1) / warm
    return recipe.peak_rate * max(0.0, steps - done) / max(1, steps - warm)


def make_optimizer(model: torch.nn.Module, recipe: Recipe) -> torch.optim.AdamW:
    """Return AdamW over the trained parameters; biases and layer norms are not decayed."""
    trained = list(name_trained_parameters(model).values())
    matrices = [parameter for parameter in trained if parameter.ndim > 1]
    vectors = [parameter for parameter in trained if parameter.ndim <= 1]
    groups = [
        {"params": matrices, "weight_decay": recipe.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=recipe.peak_rate, fused=True)


def fine_tune(
    model: torch.nn.Module,
    data: TokenisedSet,
    recipe: Recipe,
    folder: Path,
    after_epoch: Callable[[int], dict[str, Any]] | None = None,
    stop_after: int | None = None,
) -> dict[str, Any]:
    """Train a sequence classifier to the end, or continue where the folder's checkpoint ends.

    Args:
        model: Classifier that takes `input_ids` and `attention_mask` and gives `.logits`.
        data: Training texts.
        recipe: Hyper-parameters.
        folder: Where `state.safetensors` is kept.
        after_epoch: Measures the model after each epoch; its result goes into the progress.
        stop_after: Stops, with a checkpoint, when this many steps are done.

    Returns:
        The progress, as by `follow_schedule`.
    """
    lengths = [len(tokens) for tokens in data.token_ids]
    schedule = [
        (epoch, batch)
        for epoch in range(recipe.epochs)
        for batch in plan_batches(lengths, recipe.items, recipe.token_budget, recipe.seed, epoch)
    ][: recipe.max_steps]

    def compute_loss(indices: Sequence[int]) -> torch.Tensor:
        batch = collate(data.token_ids, data.labels, indices, data.pad)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits
        return functional.cross_entropy(logits.float(), batch.labels)

    return follow_schedule(model, schedule, compute_loss, recipe, folder, after_epoch, stop_after)


def follow_schedule(
    model: torch.nn.Module,
    schedule: Sequence[tuple[int, Sequence[int]]],
    compute_loss: Callable[[Sequence[int]], torch.Tensor],
    recipe: Recipe,
    folder: Path,
    after_epoch: Callable[[int], dict[str, Any]] | None = None,
    stop_after: int | None = None,
) -> dict[str, Any]:
    """Train to the end, or continue a run whose checkpoint lies in the folder.

    Dropout is seeded anew for every step from the recipe's seed and the step's number, so a
    continued run goes through the same states as one that was never interrupted.

    A run with `most_minutes` moves through its schedule by steps or by time, whichever is further;
    when the time is over it ends as if that step were the last.

    Args:
        model: Its trained parameters are changed.
        schedule: One entry per step: number of the epoch, and the items of the batch.
        compute_loss: Items → mean loss.
        recipe: Hyper-parameters.
        folder: Where `state.safetensors` is kept.
        after_epoch: Measures the model after each epoch; its result goes into the progress.
        stop_after: Stops, with a checkpoint, when this many steps are done.

    Returns:
        The progress: `step`, `steps`, `seconds` of training, `epochs` (measures) and
        `losses`, a list of [step, mean loss since the entry before, seconds].
    """
    path = folder / "state.safetensors"
    optimizer = make_optimizer(model, recipe)
    progress: dict[str, Any] = {"step": 0, "seed": recipe.seed, "seconds": 0.0, "epochs": []}
    if path.exists():
        progress = load_checkpoint(path, model, optimizer)
        _LOG.info("continuing after step %d", progress["step"])
    history: list[list[float]] = progress.setdefault("losses", [])
    progress["steps"] = len(schedule)
    end = min(len(schedule), stop_after or len(schedule))
    clock = time.monotonic()
    losses: list[float] = []
    for step in range(progress["step"], end):
        epoch, indices = schedule[step]
        spent = progress["seconds"] + time.monotonic() - clock
        done = _place(step, len(schedule), spent, recipe)
        if done >= len(schedule):
            break
        rate = compute_rate(done, len(schedule), recipe)
        losses.append(_take_step(model, optimizer, compute_loss, indices, recipe, step, rate))
        progress["step"] = step + 1
        spent = progress["seconds"] + time.monotonic() - clock
        is_last = _place(step + 1, len(schedule), spent, recipe) >= len(schedule)
        is_last = is_last or schedule[step + 1][0] != epoch
        if (step + 1) % _REPORT_EVERY == 0:
            history.append([step + 1, round(sum(losses) / len(losses), 4), round(spent, 1)])
            _LOG.info("step %d of %d, loss %.4f, %.0f s", step + 1, len(schedule), *history[-1][1:])
            losses.clear()
        if is_last and after_epoch:
            progress["epochs"].append(after_epoch(epoch))
        if is_last or step + 1 == end or (step + 1) % recipe.save_every == 0:
            progress["seconds"] += time.monotonic() - clock
            clock = time.monotonic()
            save_checkpoint(path, model, optimizer, progress)
    return progress


def _place(step: int, steps: int, seconds: float, recipe: Recipe) -> float:
    """Return where a run is in its schedule: by steps, or by the clock where that is further."""
    by_clock = steps * seconds / (60 * recipe.most_minutes) if recipe.most_minutes else 0.0
    return max(float(step), by_clock)


def _take_step(
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    compute_loss: Callable[[Sequence[int]], torch.Tensor],
    indices: Sequence[int],
    recipe: Recipe,
    step: int,
    rate: float,
) -> float:
    model.train()
    torch.manual_seed(recipe.seed * 1_000_003 + step)
    for group in optimizer.param_groups:
        group["lr"] = rate
    loss = compute_loss(indices)
    loss.backward()  # type: ignore[no-untyped-call]
    trained = list(name_trained_parameters(model).values())
    torch.nn.utils.clip_grad_norm_(trained, recipe.clip_norm)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return float(loss.detach())
