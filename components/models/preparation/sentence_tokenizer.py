"""The fast tokenizer of an XLM-R vocabulary, and the files that make a sentence encoder of it.

The steps are those of SentencePiece's unigram model (Kudo 2018, "Subword Regularization"), written
with the `tokenizers` library: https://huggingface.co/docs/tokenizers.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Where the normal form of XLM-R's vocabulary is not NFKC: control characters vanish, marks without
# a width part words, and the full-width tilde of Chinese chats keeps its form.
_DROPPED = r"[\x00-\x08\x0b\x0e-\x1f\x7f\u008f\u009f]"
_SPACES = r"[\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_TILDE, _STAND_IN = "\uff5e", "\ue000"
# "document" is what sentence-transformers calls a passage.
_PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}


def build_tokenizer(pieces: Sequence[tuple[str, float]], unk: int) -> "Tokenizer":
    """Put a tokenizer together; offsets are those of the text as it was given.

    Args:
        pieces: Pieces and their log-probabilities in the order of their ids. `<s>`, `<pad>`,
            `</s>`, `<unk>` and `<mask>` are among them.
        unk: Id of `<unk>`, which a character outside the vocabulary becomes.
    """
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_DROPPED), ""),
            normalizers.Replace(Regex(_SPACES), " "),
            normalizers.Replace(_TILDE, _STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(_STAND_IN, _TILDE),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.decoder = decoders.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in special])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    ids = [(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=ids
    )
    return tokenizer


def write_tokenizer(tokenizer: "Tokenizer", max_tokens: int, built: Path) -> None:
    """Write the files that `AutoTokenizer` loads as a fast tokenizer."""
    tokenizer.save(str(built / "tokenizer.json"))
    special = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "cls_token": "<s>",
        "mask_token": "<mask>",
    }
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": max_tokens,
        "model_input_names": ["input_ids", "attention_mask"],
        "clean_up_tokenization_spaces": False,
    }
    write_json(built / "tokenizer_config.json", special | settings)


def write_sentence_transformer(hidden: int, max_tokens: int, built: Path) -> None:
    """Write the files by which sentence-transformers pools means and normalises their length.

    Args:
        hidden: Numbers of a vector.
        max_tokens: The most tokens of a text.
        built: Folder of the model.
    """
    steps = ("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")
    modules = [
        {
            "idx": number,
            "name": str(number),
            "path": folder,
            "type": f"sentence_transformers.models.{name}",
        }
        for number, (folder, name) in enumerate(steps)
    ]
    write_json(built / "modules.json", modules)
    (built / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True}
    write_json(built / "1_Pooling" / "config.json", pooling)
    settings = {"max_seq_length": max_tokens, "do_lower_case": False}
    write_json(built / "sentence_bert_config.json", settings)
    write_json(
        built / "config_sentence_transformers.json",
        {"prompts": _PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def write_json(path: Path, content: Any) -> None:
    """Write indented JSON that ends with a line break."""
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
