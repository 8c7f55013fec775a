"""What a model answers when some of its attention heads are off."""

import time

import numpy as np
from numpy.typing import NDArray

from components.engine.anatomy.parts import count_heads, find_layers
from components.engine.inference.heads.probe import Answers, Probe, compute_kl_bits
from components.engine.inference.heads.probes import make_probe
from components.engine.inference.heads.switching import switched_off
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress
from components.records.head_knockout import (
    HeadKnockoutRequest,
    HeadKnockoutResult,
    HeadSweepRequest,
    HeadSweepResult,
    Outcome,
)

_MOST_EACH = 5
"""Number of likeliest answers taken from before, and as many from after."""


def run(loaded: LoadedModel, request: HeadKnockoutRequest, emit: Emit) -> HeadKnockoutResult:
    """Read a text with heads off.

    Args:
        loaded: Any model whose attention modules are known.
        request: Which heads are off.
        emit: Takes progress by pass, which is also where a cancelled job stops.

    Returns:
        The answers before and after.

    Raises:
        Refusal: `family_unknown` when the model's family has no row (choose another), `text_empty`
            when there is nothing to read or to ask.
    """
    started = time.perf_counter()
    probe = make_probe(loaded, request.text, request.question, request.max_tokens)
    shape = len(find_layers(loaded)), count_heads(loaded)
    emit(Progress(0, 2))
    before = probe.read(1)
    emit(Progress(1, 2))
    is_off = np.zeros((1, *shape), dtype=bool)
    for layer, head in request.heads:
        if layer < shape[0] and head < shape[1]:
            is_off[0, layer, head] = True
    with switched_off(loaded, is_off):
        after = probe.read(1)
    return HeadKnockoutResult(
        kind=probe.kind,
        outcomes=_compare_outcomes(probe, before, after),
        kl_bits=None if probe.kind == "vector" else float(compute_kl_bits(before, after)[0]),
        cosine=float(_cosines(before, after)[0]) if probe.kind == "vector" else None,
        num_off=int(is_off.sum()),
        num_layers=shape[0],
        num_heads=shape[1],
        provenance=loaded.provenance(started, probe.count, "torch"),
    )


def sweep(loaded: LoadedModel, request: HeadSweepRequest, emit: Emit) -> HeadSweepResult:
    """Read a text with every head off alone; the heads of a layer are copies of one batch.

    Args:
        loaded: Any model whose attention modules are known.
        emit: Takes progress by layer, which is also where a cancelled job stops.

    Raises:
        Refusal: As `run` does.
    """
    started = time.perf_counter()
    probe = make_probe(loaded, request.text, request.question, request.max_tokens)
    num_layers, num_heads = shape = len(find_layers(loaded)), count_heads(loaded)
    emit(Progress(0, num_layers + 1))
    before = probe.read(1)
    answer = _best(probe, before, 0)
    effects = np.zeros(shape)
    is_changed = np.zeros(shape, dtype=bool)
    for layer in range(num_layers):
        emit(Progress(layer + 1, num_layers + 1))
        is_off = np.zeros((num_heads, *shape), dtype=bool)
        is_off[np.arange(num_heads), layer, np.arange(num_heads)] = True
        with switched_off(loaded, is_off):
            after = probe.read(num_heads)
        is_vector = probe.kind == "vector"
        effects[layer] = (
            1 - _cosines(before, after) if is_vector else compute_kl_bits(before, after)
        )
        is_changed[layer] = [_best(probe, after, head) != answer for head in range(num_heads)]
    return HeadSweepResult(
        probe.kind, effects, is_changed, answer, loaded.provenance(started, probe.count, "torch")
    )


def _best(probe: Probe, answers: Answers, copy: int) -> str:
    best = probe.rank(probe.weigh(answers, copy), 1)
    return probe.spell(best[0]) if best else ""


def _compare_outcomes(probe: Probe, before: Answers, after: Answers) -> tuple[Outcome, ...]:
    """Return the likeliest answers before and after, each with both of its probabilities."""
    first, second = probe.weigh(before, 0), probe.weigh(after, 0)
    if probe.kind == "label":
        chosen = list(range(len(first)))
    else:
        likely = {*probe.rank(first, _MOST_EACH), *probe.rank(second, _MOST_EACH)}
        chosen = sorted(likely, key=lambda index: (-first[index], index))
    return tuple(
        Outcome(probe.spell(index), float(first[index]), float(second[index])) for index in chosen
    )


def _cosines(before: Answers, after: Answers) -> NDArray[np.float64]:
    assert before.vectors is not None
    assert after.vectors is not None
    lengths = np.linalg.norm(before.vectors, axis=-1) * np.linalg.norm(after.vectors, axis=-1)
    cosines = (before.vectors * after.vectors).sum(axis=-1) / np.maximum(lengths, 1e-12)
    return np.asarray(cosines.clip(-1, 1), dtype=np.float64)
