"""Questions with passages as windows of token ids, and windows as batches."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoTokenizer

from components.engine.inference.span_windows import OVERLAP_TOKENS, Window, cut_windows
from components.training.batches import choose_width
from components.training.reader.qa_data import QaExample, choose_answer

MAX_WINDOW_TOKENS = 256
WIDTHS = (64, 96, 128, 160, 192, 224, MAX_WINDOW_TOKENS)
# Of a text's windows without the answer this share is trained on: they have no answer either.
EMPTY_SHARE = 0.2


class Feature(NamedTuple):
    """A window and the position of its answer.

    Attributes:
        input_ids: int32.
        first: Index of the passage's first token.
        last: One past the index of its last.
        start: Index of the answer's first token; 0, the null span, where it has none.
        end: Index of the answer's last token, or 0.
    """

    input_ids: NDArray[np.int32]
    first: int
    last: int
    start: int
    end: int


class SpanBatch(NamedTuple):
    """Tensors of one step.

    Attributes:
        input_ids: (items, width).
        attention_mask: (items, width).
        is_candidate: (items, width): the passage's tokens and the null span's place.
        spans: (items, 2): index of the answer's first and last token.
    """

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    is_candidate: torch.Tensor
    spans: torch.Tensor


def place_answer(window: Window, start: int, end: int) -> tuple[int, int] | None:
    """Find the tokens that hold a stretch of the text.

    Args:
        window: Of that text.
        start: First code point.
        end: One past the last.

    Returns:
        Index of the first token and of the last, or None if the window does not hold all of it.
    """
    inside = range(window.first, window.last)
    # The last one that begins in time: a word's mark may be a token of its own, of no width.
    starts = [i for i in inside if window.offsets[i][0] <= start < window.offsets[i][1]]
    ends = [i for i in inside if window.offsets[i][0] < end <= window.offsets[i][1]]
    if not starts or not ends or starts[-1] > ends[-1]:
        return None
    return starts[-1], ends[-1]


def build_features(
    base: Path,
    examples: Sequence[QaExample],
    rng: random.Random,
    max_tokens: int = MAX_WINDOW_TOKENS,
) -> list[Feature]:
    """Cut examples into windows: one with the answer, and some of those without.

    An example whose answer is not contained in any window is dropped.

    Args:
        base: Folder with the tokenizer.
        examples: Answerable or not.
        rng: Chooses among windows.
        max_tokens: Longest window.
    """
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    features = []
    for example in examples:
        windows = cut_windows(
            tokenizer, example.question, [example.passage], max_tokens, OVERLAP_TOKENS
        )
        answer = choose_answer(example.answers) if example.answers else None
        holding, empty = [], []
        for window in windows:
            place = answer and place_answer(window, answer.start, answer.start + len(answer.text))
            if place:
                holding.append(_record(window, place))
            elif answer is None or not _touches(window, answer.start, len(answer.text)):
                empty.append(_record(window, (0, 0)))
        if holding:
            features.append(rng.choice(holding))
        elif answer is None:
            features.append(rng.choice(empty))
        features += [feature for feature in empty if answer and rng.random() < EMPTY_SHARE]
    return features


def _touches(window: Window, start: int, length: int) -> bool:
    begin, end = window.stretch
    return start < end and begin < start + length


def _record(window: Window, span: tuple[int, int]) -> Feature:
    return Feature(np.array(window.input_ids, np.int32), window.first, window.last, *span)


def collate_spans(features: Sequence[Feature], pad: int) -> SpanBatch:
    """Pad windows to their common width."""
    width = choose_width(max(len(feature.input_ids) for feature in features), WIDTHS)
    ids = torch.full((len(features), width), pad, dtype=torch.long)
    mask = torch.zeros((len(features), width), dtype=torch.long)
    candidate = torch.zeros((len(features), width), dtype=torch.bool)
    for row, feature in enumerate(features):
        length = len(feature.input_ids)
        ids[row, :length] = torch.from_numpy(feature.input_ids.astype(np.int64))
        mask[row, :length] = 1
        candidate[row, feature.first : feature.last] = True
    candidate[:, 0] = True
    spans = torch.tensor([[feature.start, feature.end] for feature in features])
    return SpanBatch(ids, mask, candidate, spans)
