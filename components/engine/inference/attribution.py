"""Why a classifier answers as it does: its probability, divided among the tokens of a text.

F, the number explained, is the probability of one label: the number the page shows. A logit would
not do, since adding the same to all of them changes no answer. Both methods compare with the same
baseline, so both are in probability and can be laid side by side.

Integrated gradients are taken at the word embeddings; positions, segments and the special tokens
stay as they are. The baseline replaces every other token by [MASK], which an encoder has learned to
read as "a word I do not know". [PAD] is the alternative: attention masks hide it in training, so a
row of visible ones is nothing the model has ever seen. With sentiment-en a row of [MASK] is 73 to
83% neutral at every length from 1 to 126 tokens, a row of [PAD] drifts from 76 to 98%.
"""

import time
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.attribution_methods import (
    Case,
    compute_occlusion,
    integrate_until_complete,
)
from components.engine.inference.encoding import (
    Encoded,
    encode,
    find_word_starts,
    join_tokens,
    require_readable,
)
from components.engine.inference.sentiment import MAX_UNKNOWN_SHARE, labels_of
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress
from components.records.attribution import Attribution, AttributionRequest, AttributionResult
from components.records.refusal import Refusal
from components.records.token import Token

TOLERANCE = 0.01
"""Completeness gap aimed at, as a share of max(1, |F(x) − F(x′)|)."""
TOKEN_BUDGET = 1024
"""Most tokens in one pass, over all copies of the text: a Stop waits for one pass at most."""


def run(loaded: LoadedModel, request: AttributionRequest, emit: Emit) -> AttributionResult:
    """Divide the probability of a label among the tokens of a text.

    Args:
        loaded: A sequence classifier with word embeddings and a mask token, such as BERT.
        request: The text and the label.
        emit: Takes progress by pass, which is also where a cancelled job stops.

    Returns:
        Contributions by token and by word.

    Raises:
        Refusal: `no_attribution` when the model is no such classifier (choose another),
            `text_empty` when the tokenizer finds nothing in the text, `tokens_unknown` when most
            of it is unknown, `han_unread` and the like when the model does not read the script.
    """
    started = time.perf_counter()
    layer, baseline_id = _require_explainable(loaded, request)
    require_readable(loaded, request.text)
    encoded = encode(loaded, request.text, request.max_tokens)
    _require_tokens(encoded)
    tokens = encoded.tokens
    starts = find_word_starts(request.text, tokens)
    by_token, by_word = number_units(tokens, range(len(tokens))), number_units(tokens, starts)

    count = _Count(emit)
    forward = _forward_of(loaded, count)
    ids, baseline = _text_and_baseline(loaded, encoded, baseline_id)
    p_text, p_baseline = _probabilities(forward, ids, baseline)
    labels = labels_of(loaded)
    target = labels.index(request.target) if request.target in labels else int(p_text.argmax())
    case = Case(forward, layer, ids, baseline, target, max(1, TOKEN_BUDGET // len(tokens)))

    difference = float(p_text[target] - p_baseline[target])
    tolerance = TOLERANCE * max(1.0, abs(difference))
    # Captum computes F once more before the units, and special tokens count as one of them.
    num_drops = [max(units) + 2 for units in (by_token, by_word)]
    num_drops[1] *= by_word != by_token
    count.total += sum(num_drops)
    parts, num_steps = integrate_until_complete(case, difference, tolerance, count.expect)
    drops = compute_occlusion(case, by_token)
    word_drops = compute_occlusion(case, by_word) if num_drops[1] else drops
    emit(Progress(count.total, count.total))

    words = join_tokens(request.text, tokens, starts)
    return AttributionResult(
        labels=labels,
        target=target,
        predicted=int(p_text.argmax()),
        baseline_token=str(loaded.tokenizer.convert_ids_to_tokens(baseline_id)),
        by_token=_attribution(tokens, by_token, parts, drops),
        by_word=_attribution(words, by_word, parts, word_drops),
        probability=float(p_text[target]),
        baseline_probability=float(p_baseline[target]),
        num_steps=num_steps,
        tolerance=tolerance,
        provenance=loaded.provenance(started, encoded.count, "torch"),
    )


def number_units(tokens: Sequence[Token], starts: Collection[int]) -> tuple[int, ...]:
    """Number the units of an input: 0 for special tokens, the others from 1.

    Args:
        tokens: The model's input.
        starts: Index of each unit's first token; special tokens stand alone.

    Example:
        >>> cls, sep = Token(101, "[CLS]", 0, 0, True), Token(102, "[SEP]", 0, 0, True)
        >>> play, ing = Token(1, "play", 0, 4), Token(2, "##ing", 4, 7)
        >>> number_units([cls, play, ing, sep], [0, 1, 3])
        (0, 1, 1, 0)
    """
    begins, numbers, last = set(starts), [], 0
    for index, token in enumerate(tokens):
        last += not token.is_special and index in begins
        numbers.append(0 if token.is_special else last)
    return tuple(numbers)


def _require_explainable(loaded: LoadedModel, request: AttributionRequest) -> tuple[Any, int]:
    """Return the embedding layer and the baseline's token id; refuse models without either."""
    import torch

    token_id, layer = None, None
    if loaded.card.architecture == "sequence-classifier":
        is_masked_model = loaded.tokenizer.mask_token_id is not None
        token_id = getattr(loaded.tokenizer, f"{request.baseline}_token_id")
        layer = loaded.model.get_input_embeddings() if is_masked_model else None
    if token_id is None or not isinstance(layer, torch.nn.Embedding):
        raise Refusal("no_attribution", model=loaded.card.name)
    return layer, int(token_id)


def _require_tokens(encoded: Encoded) -> None:
    if all(token.is_special for token in encoded.tokens):
        raise Refusal("text_empty")
    if encoded.unknown_share > MAX_UNKNOWN_SHARE:
        raise Refusal("tokens_unknown", percent=round(100 * encoded.unknown_share))


class _Count:
    """Reports how many copies of the text went through the model.

    Attributes:
        total: How many there will be; it grows if more points of the path turn out to be needed.
    """

    def __init__(self, emit: Emit) -> None:
        self._emit, self._done, self.total = emit, 0, 2

    def expect(self, count: int) -> None:
        self.total += count

    def __call__(self, count: int) -> None:
        self._emit(Progress(min(self._done, self.total), self.total))
        self._done += count


def _forward_of(loaded: LoadedModel, count: Callable[[int], None]) -> Callable[[Any], Any]:
    import torch

    def forward(ids: Any) -> Any:
        count(len(ids))  # inside what Captum calls, so that a Stop ends Captum's loop as well
        logits = loaded.model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits
        return logits.float().softmax(dim=-1)

    return forward


def _text_and_baseline(loaded: LoadedModel, encoded: Encoded, baseline_id: int) -> tuple[Any, Any]:
    import torch

    ids = torch.tensor([encoded.input_ids], device=loaded.device)
    is_special = torch.tensor([[t.is_special for t in encoded.tokens]], device=loaded.device)
    return ids, torch.where(is_special, ids, baseline_id)


def _probabilities(
    forward: Callable[[Any], Any], ids: Any, baseline: Any
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import torch

    with torch.inference_mode():
        both = forward(torch.cat([ids, baseline])).cpu().double().numpy()  # MPS has no float64
    return both[0], both[1]


def _attribution(
    tokens: Sequence[Token],
    units: tuple[int, ...],
    parts: NDArray[np.float64],
    drops: NDArray[np.float64],
) -> Attribution:
    """Bring both methods from the model's input, (token,), to the units of the text."""
    numbers = np.asarray(units)
    gradients = np.bincount(numbers, weights=parts).astype(np.float64)[1:]
    occlusion = np.array([drops[numbers == unit][0] for unit in range(1, numbers.max() + 1)])
    return Attribution(
        tokens=tuple(token for token in tokens if not token.is_special),
        units=units,
        integrated_gradients=gradients,
        occlusion=occlusion,
        rank_correlation=_rank_correlation(gradients, occlusion),
    )


def _rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    from scipy.stats import spearmanr

    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(spearmanr(one, other).statistic)
