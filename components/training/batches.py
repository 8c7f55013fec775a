"""Cuts tokenised texts into batches of equal length in a repeatable random order."""

import random
from collections.abc import Sequence
from typing import NamedTuple

import torch

# A few fixed widths: with a width for every length the allocator would keep a block of each.
WIDTHS = (8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128)
MAX_TEXT_TOKENS = WIDTHS[-1]


class Batch(NamedTuple):
    """Tensors of one step: ids and mask of shape (items, width), labels of shape (items,)."""

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    labels: torch.Tensor


def choose_width(length: int, widths: Sequence[int] = WIDTHS) -> int:
    """Return the smallest fixed width that holds a text of this many tokens, or the widest."""
    return next((width for width in widths if length <= width), widths[-1])


def plan_batches(
    lengths: Sequence[int],
    items: int,
    token_budget: int,
    seed: int,
    epoch: int,
    widths: Sequence[int] = WIDTHS,
) -> list[list[int]]:
    """Shuffle one pass over the data into batches.

    Args:
        lengths: Tokens of each text.
        items: The most texts in a batch.
        token_budget: The most positions (texts times width) in a batch.
        seed: Seed of the run.
        epoch: Number of the pass, from 0; the order depends on seed and epoch alone.
        widths: What batches are padded to, rising.

    Returns:
        Batches of indices; every text is in exactly one, with texts of its width.
    """
    rng = random.Random(f"{seed}-{epoch}")
    order = list(range(len(lengths)))
    rng.shuffle(order)
    buckets: dict[int, list[int]] = {}
    for index in order:
        buckets.setdefault(choose_width(lengths[index], widths), []).append(index)
    batches = []
    for width, indices in sorted(buckets.items()):
        size = max(1, min(items, token_budget // width))
        batches += [indices[start : start + size] for start in range(0, len(indices), size)]
    rng.shuffle(batches)
    return batches


def collate(
    token_ids: Sequence[Sequence[int]], labels: Sequence[int], indices: Sequence[int], pad: int
) -> Batch:
    """Pad the chosen texts to a common width; truncate those longer than the widest.

    A truncated text keeps its last token, the separator.
    """
    width = choose_width(max(len(token_ids[index]) for index in indices))
    ids = torch.full((len(indices), width), pad, dtype=torch.long)
    mask = torch.zeros((len(indices), width), dtype=torch.long)
    for row, index in enumerate(indices):
        tokens = list(token_ids[index])
        if len(tokens) > width:
            tokens = [*tokens[: width - 1], tokens[-1]]
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
    return Batch(ids, mask, torch.tensor([labels[index] for index in indices]))
