"""Tiny random models of every family of the table, saved as `from_pretrained` loads them."""

from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE
from transformers import PreTrainedTokenizerFast

from components.records.anatomy import AUTO_CLASSES
from components.records.model import Architecture, ModelCard
from tests.models.reader_parts import make_tokenizer

_SIZES = {
    "hidden_size": 24,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "max_position_embeddings": 128,
}
_GROUPED = {**_SIZES, "num_key_value_heads": 2}
SETTINGS = {
    "bert": _SIZES,
    "distilbert": {
        "dim": 24, "hidden_dim": 32, "n_layers": 2, "n_heads": 4, "max_position_embeddings": 128,
    },
    "gpt2": {"n_embd": 24, "n_layer": 2, "n_head": 4, "n_positions": 128},
    "gpt_neox": _SIZES,
    "llama": _GROUPED,
    "qwen2": _GROUPED,
    "gemma3_text": {**_GROUPED, "head_dim": 8},
    "opt": {
        "hidden_size": 24, "ffn_dim": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
        "word_embed_proj_dim": 24, "max_position_embeddings": 128,
    },
}  # fmt: skip
"""Family → settings of its configuration; the last one has no row in the table."""


def make_byte_tokenizer() -> Any:
    """Every byte a token, as in GPT-2's scheme before any merge."""
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    symbols = ["<|end|>", *bytes_to_unicode().values()]
    tokenizer = Tokenizer(BPE({symbol: index for index, symbol in enumerate(symbols)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|end|>", model_max_length=128
    )


def make_card(family: str, architecture: Architecture, tasks: tuple[str, ...] = ()) -> ModelCard:
    """A card of the catalog's kind."""
    return ModelCard(
        id=f"tiny-{family}",
        name="Tiny",
        architecture=architecture,
        tasks=tasks,
        sources=(),
        licence="MIT",
        languages=("en",),
        parameters=1,
        size_mb=1,
        max_tokens=128,
        is_bundled=False,
        is_chat=False,
        card={"en": "Tiny."},
        homepage="https://example.org",
        family=family,
    )


def save_tiny(folder: Path, family: str, architecture: Architecture) -> None:
    """Save a random model with weights large enough for heads to differ."""
    tokenizer = make_byte_tokenizer() if architecture == "decoder" else make_tokenizer()
    tokenizer.save_pretrained(folder)
    config = transformers.AutoConfig.for_model(
        family,
        **SETTINGS[family],
        vocab_size=len(tokenizer),
        pad_token_id=0 if architecture == "decoder" else tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.eos_token_id,
    )
    torch.manual_seed(0)
    model = getattr(transformers, AUTO_CLASSES[architecture]).from_config(config)
    for name, weights in model.named_parameters():
        if weights.dim() > 1:
            torch.nn.init.normal_(weights, std=0.3)
        elif "norm" not in name.lower() and "ln_" not in name:
            torch.nn.init.normal_(weights, std=0.1)
    model.save_pretrained(folder)
