"""A tiny tokenizer of XLM-R's kind, and a reader whose logits the test decides."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from components.models.backends.capabilities import Capabilities
from components.models.backends.loaded import LoadedModel
from components.models.preparation.sentence_tokenizer import build_tokenizer

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = ["▁who", "▁wrote", "▁it", "▁the", "▁book", "▁filler", "▁Lu", "▁Xun"]
CHARACTERS = "▁abcdefghijklmnopqrstuvwxyz,.?!()0123456789谁写了这本书鲁迅《呐喊》。，？年👩👧<>/"


def make_tokenizer() -> PreTrainedTokenizerFast:
    """Words, single characters, and the special tokens of XLM-R under its own ids."""
    own = [*WORDS, *dict.fromkeys(CHARACTERS)]
    pieces = [(piece, 0.0) for piece in SPECIAL] + [(piece, -1.0) for piece in own]
    return PreTrainedTokenizerFast(
        tokenizer_object=build_tokenizer([*pieces, ("<mask>", 0.0)], unk=3),
        bos_token="<s>",
        cls_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        sep_token="</s>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=512,
        model_input_names=["input_ids", "attention_mask"],
    )


def save_tiny_base(folder: Path, num_layers: int, seed: int) -> None:
    """Save a random BERT of small layers with the tiny tokenizer."""
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(folder)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=num_layers,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
        pad_token_id=1,
    )
    BertModel(config).save_pretrained(folder)


class MarkingReader:
    """Gives start and end logits by the ids; keeps the sizes of the batches.

    Args:
        mark: Ids of a window and where its text starts → places of first and last token, or None.
    """

    backend = "torch"

    def __init__(self, mark: Callable[[list[int], int], tuple[int, int] | None]) -> None:
        self.mark = mark
        self.batches: list[int] = []

    def compute_span_logits(
        self, input_ids: Sequence[list[int]], text_starts: Sequence[int]
    ) -> Any:
        self.batches.append(len(input_ids))
        logits = np.full((len(input_ids), 2, max(map(len, input_ids))), -4.0, dtype=np.float32)
        logits[:, :, 0] = 0.0
        for row, (ids, start) in enumerate(zip(input_ids, text_starts, strict=True)):
            places = self.mark(ids, start)
            if places:
                logits[row, 0, places[0]] = logits[row, 1, places[1]] = 5.0
        return logits

    def stream_span_logits(
        self, batches: Sequence[tuple[Sequence[list[int]], Sequence[int]]]
    ) -> Any:
        for input_ids, text_starts in batches:
            yield self.compute_span_logits(input_ids, text_starts)


def make_loaded(reader: Any, tokenizer: Any = None, threshold: float = 0.0) -> LoadedModel:
    """A loaded question answerer around a reader."""
    card: Any = SimpleNamespace(
        id="tiny",
        name="Tiny",
        languages=("en", "zh"),
        max_tokens=512,
        architecture="question-answerer",
        family="bert",
    )
    model = SimpleNamespace(config=SimpleNamespace(no_answer_threshold=threshold))
    return LoadedModel(
        card,
        model,
        tokenizer or make_tokenizer(),
        "cpu",
        reader.backend,
        capabilities=Capabilities(reader=reader),
    )
