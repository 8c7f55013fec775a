"""The reader on its base: building, its loss, and logits of windows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from transformers import BertForQuestionAnswering

from components.engine.inference.batching import batch_by_length
from components.training.reader.qa_features import SpanBatch
from components.training.sentiment.sentiment_model import apply_overlay


def build_reader(
    base: Path, seed: int, frozen_layers: int = 0, device: str = "cpu", dropout: float = 0.0
) -> BertForQuestionAnswering:
    """Load the base with a new span head and freeze its embeddings and lowest layers.

    Dropout is off in what is frozen, and in all attention weights: drawing their random numbers
    takes a fifth of a step on a CPU. Without it plain attention is the quicker one there. That of
    the hidden states takes another fifth; a run that sees its data once or twice can do without.

    Args:
        base: Folder of the base model in the transformers layout.
        seed: Seed of the new head.
        frozen_layers: Lowest layers that stay as they are.
        device: Where it goes.
        dropout: Of the hidden states, 0 to 1.
    """
    torch.manual_seed(seed)
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(
        base,
        local_files_only=True,
        dtype=torch.float32,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=dropout,
        attn_implementation="eager" if device == "cpu" else "sdpa",
    )
    for module in (model.bert.embeddings, *model.bert.encoder.layer[:frozen_layers]):
        module.requires_grad_(False)
        for part in module.modules():
            if isinstance(part, torch.nn.Dropout):
                part.p = 0.0
    return model.to(device)


def load_reader(
    base: Path, tensors: Mapping[str, torch.Tensor], device: str = "cpu"
) -> BertForQuestionAnswering:
    """Load the base with trained tensors over it, in evaluation mode.

    Raises:
        KeyError: If one of them is no part of a reader.
    """
    model = build_reader(base, seed=0, device=device)
    apply_overlay(model, tensors)
    return model.eval()


def compute_span_loss(model: torch.nn.Module, batch: SpanBatch) -> torch.Tensor:
    """Return the mean cross-entropy of start and end; the question's tokens are no candidates.

    Computes in bfloat16 where autocast does, on the device of the model.
    """
    device = next(model.parameters()).device
    ids, mask, is_candidate, spans = (tensor.to(device) for tensor in batch)
    with torch.autocast(device.type, torch.bfloat16):
        output = model(input_ids=ids, attention_mask=mask)
    losses = [
        functional.cross_entropy(
            logits.float().masked_fill(~is_candidate, -torch.inf), spans[:, column]
        )
        for column, logits in enumerate((output.start_logits, output.end_logits))
    ]
    return (losses[0] + losses[1]) / 2


def compute_span_logits(
    model: torch.nn.Module, input_ids: Sequence[Sequence[int]], pad: int, token_budget: int = 4_096
) -> list[NDArray[np.float32]]:
    """Return the start and end logits of windows, each (2, token), in the order given.

    Computes in bfloat16 where autocast does; the model is left in evaluation mode.
    """
    model.eval()
    device = next(model.parameters()).device
    logits: list[NDArray[np.float32]] = [np.zeros((2, 0), np.float32)] * len(input_ids)
    for indices in batch_by_length([len(ids) for ids in input_ids], token_budget):
        rows = [torch.tensor(list(input_ids[index])) for index in indices]
        ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=pad)
        lengths = torch.tensor([len(row) for row in rows])
        mask = (torch.arange(ids.shape[1]) < lengths[:, None]).long()
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
            output = model(input_ids=ids.to(device), attention_mask=mask.to(device))
        pair = torch.stack([output.start_logits, output.end_logits], dim=1).float().cpu().numpy()
        for row, index in enumerate(indices):
            logits[index] = pair[row, :, : len(input_ids[index])]
    return logits
