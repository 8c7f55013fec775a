"""The classifier on its base: building, predicting, and weights that lie over the base's."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from transformers import AutoTokenizer, BertForSequenceClassification

from components.training.batches import choose_width, collate

LABELS = {0: "negative", 1: "neutral", 2: "positive"}
_LOG = logging.getLogger(__name__)


def build_classifier(
    base: Path, seed: int, frozen_layers: int = 0
) -> BertForSequenceClassification:
    """Load the base with a new three-class head and freeze its embeddings and lowest layers.

    The embeddings hold half of the parameters and more; frozen, they need not be shipped again.

    Args:
        base: Folder of the base model in the transformers layout.
        seed: Seed of the new head.
        frozen_layers: Lowest layers that stay as they are. Nothing below them is trained, so
            dropout is off there too.
    """
    torch.manual_seed(seed)
    model: BertForSequenceClassification = BertForSequenceClassification.from_pretrained(
        base,
        num_labels=len(LABELS),
        id2label=LABELS,
        label2id={name: index for index, name in LABELS.items()},
        local_files_only=True,
    )
    for parameter in model.bert.embeddings.parameters():
        parameter.requires_grad = False
    if frozen_layers:
        for module in (model.bert.embeddings, *model.bert.encoder.layer[:frozen_layers]):
            module.requires_grad_(False)
            for part in module.modules():
                if isinstance(part, torch.nn.Dropout):
                    part.p = 0.0
    return model


def apply_overlay(model: torch.nn.Module, tensors: Mapping[str, torch.Tensor]) -> None:
    """Copy the tensors over the model's parameters of the same name.

    Raises:
        KeyError: If the model has no parameter of a name.
    """
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name, tensor in tensors.items():
            parameters[name].copy_(tensor)


def tokenise(base: Path, texts: Sequence[str], max_tokens: int) -> list[list[int]]:
    """Return the token ids of each text with `[CLS]` and `[SEP]`, cut to `max_tokens`."""
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    encoded = tokenizer(list(texts), truncation=True, max_length=max_tokens)
    ids: list[list[int]] = encoded["input_ids"]
    return ids


def predict_logits(
    model: torch.nn.Module, token_ids: Sequence[Sequence[int]], pad: int, items: int = 32
) -> torch.Tensor:
    """Return the logits of every text in float32, shape (texts, 3), in the order given.

    Texts of similar length run together; the model is left in evaluation mode.
    """
    model.eval()
    order = sorted(range(len(token_ids)), key=lambda index: choose_width(len(token_ids[index])))
    logits = torch.zeros(len(token_ids), len(LABELS))
    placeholder = [0] * len(token_ids)
    for start in range(0, len(order), items):
        indices = order[start : start + items]
        batch = collate(token_ids, placeholder, indices, pad)
        with torch.inference_mode():
            output = model(input_ids=batch.input_ids, attention_mask=batch.attention_mask)
        logits[indices] = output.logits.float()
    return logits
