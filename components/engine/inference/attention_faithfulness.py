"""Does attention explain a verdict? Attention methods beside methods that look at the answer.

"Attention is not Explanation" (Jain and Wallace 2019, arXiv:1902.10186) and "Attention is not not
Explanation" (Wiegreffe and Pinter 2019, arXiv:1908.04626) are the two sides of the question.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.engine.anatomy.parts import find_layers
from components.engine.inference import attribution
from components.engine.inference.attention import compute_attention
from components.engine.inference.encoding import encode
from components.engine.inference.faithfulness.removal import (
    Kept,
    choose_steps,
    compute_probabilities,
    draw_curve,
    list_states,
    mean_curve,
    rank_tokens,
)
from components.engine.inference.faithfulness.rollout import (
    compute_flow,
    compute_rollout,
    mix_with_residual,
)
from components.engine.inference.faithfulness.values import compute_norms, compute_value_zeroing
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Event, Progress
from components.records.attention_faithfulness import (
    METHODS,
    RANDOM,
    AttentionFaithfulnessRequest,
    AttentionFaithfulnessResult,
    RemovalCurve,
)
from components.records.attribution import AttributionRequest, AttributionResult
from components.records.refusal import Refusal

Floats = NDArray[np.float64]

QUERY = 0
"""Position that BERT's classifiers read: the first token, [CLS]."""
NUM_RANDOM = 5
"""Number of random orders that are averaged."""
MIN_TOKENS = 3
"""Fewest ordinary tokens of a text whose order is worth comparing."""
TOKEN_BUDGET = 1024
"""Most tokens in one pass, over all copies of the text."""
_PARTS = {"attribution": (0, 500), "mixing": (500, 600), "curves": (600, 1000)}
"""Share of the work, in thousandths, from where to where."""


def run(
    loaded: LoadedModel, request: AttentionFaithfulnessRequest, emit: Emit
) -> AttentionFaithfulnessResult:
    """Explain a verdict by every method, and test each against the model.

    Args:
        loaded: A sequence classifier that reads its first token, such as BERT's.
        request: The text and the label.
        emit: Takes progress, which is also where a cancelled job stops.

    Returns:
        Scores, correlations and curves.

    Raises:
        Refusal: What `attribution.run` and `compute_attention` raise; `few_tokens` when the text
            has fewer than `MIN_TOKENS` tokens of its own.
    """
    started = time.perf_counter()
    encoded = encode(loaded, request.text, request.max_tokens)
    if 0 < sum(not token.is_special for token in encoded.tokens) < MIN_TOKENS:
        raise Refusal("few_tokens", count=MIN_TOKENS)
    asked = AttributionRequest(request.text, request.target, max_tokens=request.max_tokens)
    explained = attribution.run(loaded, asked, _part_of(emit, "attribution"))
    units, ids = np.asarray(explained.by_token.units), encoded.input_ids
    mixing = _compute_mixing(loaded, ids, _part_of(emit, "mixing"))
    scores = {name: row[units > 0] for name, row in mixing.items()}
    scores["integrated_gradients"] = explained.by_token.integrated_gradients
    scores["occlusion"] = explained.by_token.occlusion
    curves, shares = _draw_curves(loaded, ids, explained, scores, _part_of(emit, "curves"))
    emit(Progress(1000, 1000))
    return AttentionFaithfulnessResult(
        tokens=explained.by_token.tokens,
        scores=scores,
        special_shares={
            name: float(row[units == 0].sum() / max(row.sum(), 1e-12))
            for name, row in mixing.items()
        },
        correlations=compute_correlations([scores[name] for name in METHODS]),
        strength_correlations=compute_correlations([np.abs(scores[name]) for name in METHODS]),
        shares=shares,
        curves=curves,
        attribution=explained,
        # The attribution has read the same text.
        provenance=replace(explained.provenance, duration_s=time.perf_counter() - started),
    )


def compute_correlations(rows: Sequence[Floats]) -> Floats:
    """Return Spearman's rank correlation of every pair of methods.

    Args:
        rows: One per method, (token,).

    Returns:
        float64, (method, method), −1 to 1, 1 on the diagonal; NaN if all values are the same.
    """
    from scipy.stats import rankdata

    ranks = np.stack([rankdata(row) for row in rows])
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1)
    with np.errstate(invalid="ignore"):
        rho = centred @ centred.T / np.outer(lengths, lengths)
    return np.asarray(rho.clip(-1, 1), dtype=np.float64)


def _part_of(emit: Emit, name: str) -> Emit:
    """Report the progress of one part of the work as progress of the whole."""
    begin, end = _PARTS[name]

    def tell(event: Event) -> None:
        if isinstance(event, Progress):
            done = begin + (end - begin) * min(event.done / max(event.total, 1), 1.0)
            event = Progress(round(done), 1000)
        emit(event)

    return tell


def _compute_mixing(loaded: LoadedModel, ids: list[int], emit: Emit) -> dict[str, Floats]:
    """Return the attention methods' scores for the position the classifier reads, (token,) each."""
    emit(Progress(0, 2))
    weights = compute_attention(loaded, ids)
    mixed = mix_with_residual(weights)
    num_layers = len(find_layers(loaded))

    def on_layer(number: int) -> None:
        emit(Progress(num_layers + number, 2 * num_layers))

    zeroing = compute_value_zeroing(loaded, ids, on_layer)
    exact = weights.astype(np.float64)
    return {
        "attention_last": exact[-1, :, QUERY].mean(axis=0),
        "attention_mean": exact.mean(axis=(0, 1, 2)),
        "rollout": compute_rollout(mixed)[QUERY],
        "flow": compute_flow(mixed, QUERY),
        "norms": compute_norms(loaded, ids, weights, QUERY),
        "value_zeroing": compute_rollout(zeroing)[QUERY],
    }


def _draw_curves(
    loaded: LoadedModel,
    ids: list[int],
    explained: AttributionResult,
    scores: Mapping[str, Floats],
    emit: Emit,
) -> tuple[dict[str, RemovalCurve], Floats]:
    count = len(explained.by_token.tokens)
    orders = {name: rank_tokens(scores[name]) for name in METHODS}
    shuffled = [
        tuple(np.random.default_rng(seed).permutation(count).tolist()) for seed in range(NUM_RANDOM)
    ]
    states = list_states([*orders.values(), *shuffled])
    probability_of = compute_probabilities(
        states,
        _reader(loaded, ids, explained),
        max(1, TOKEN_BUDGET // len(ids)),
        lambda done: emit(Progress(done, len(states))),
    )
    curves = {name: draw_curve(order, probability_of) for name, order in orders.items()}
    curves[RANDOM] = mean_curve([draw_curve(order, probability_of) for order in shuffled])
    return curves, np.array(choose_steps(count)) / count


def _reader(
    loaded: LoadedModel, ids: list[int], explained: AttributionResult
) -> Callable[[list[Kept]], Floats]:
    """Make the function that reads variants of the text: tokens not kept become [MASK]."""
    import torch

    whole = torch.tensor(ids, device=loaded.device)
    own = torch.tensor(explained.by_token.units, device=loaded.device) > 0

    def read(states: list[Kept]) -> Floats:
        batch = whole.repeat(len(states), 1)
        is_gone = torch.zeros_like(batch, dtype=torch.bool)
        is_gone[:, own] = ~torch.tensor(states, device=loaded.device)
        batch = batch.masked_fill(is_gone, loaded.tokenizer.mask_token_id)
        with torch.inference_mode():
            logits = loaded.model(input_ids=batch, attention_mask=torch.ones_like(batch)).logits
        probabilities = logits.float().softmax(dim=-1)[:, explained.target]
        return np.asarray(probabilities.cpu().double().numpy(), dtype=np.float64)

    return read
