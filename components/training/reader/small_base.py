"""Writes a base with only the vocabulary that a recipe's texts use, to train on another machine.

`python -m components.training.reader.small_base --data DATA --base BASE --out SMALL` keeps the
pieces that occur in the texts of the question answering recipe: a tenth of multilingual-e5-small's
vocabulary, which holds four fifths of its weights. The same texts get the same pieces under new
ids, so the recipe runs with `--base SMALL` as with the whole base. Embeddings are not trained;
the weights that come out fit the whole base.
"""

import argparse
import json
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from transformers import AutoTokenizer

from components.models.preparation.sentence_tokenizer import build_tokenizer, write_tokenizer
from components.training.reader.qa_split import build_qa_split

_LOG = logging.getLogger(__name__)
_EMBEDDINGS = "embeddings.word_embeddings.weight"
_CHUNK = 1_000


def write_small_base(base: Path, texts: Iterable[str], out: Path) -> int:
    """Copy a base without the pieces that do not occur.

    Args:
        base: Prepared folder of an XLM-R vocabulary and a `BertModel`.
        texts: What is going to be tokenised.
        out: Folder to create.

    Returns:
        Number of pieces kept, special tokens included.
    """
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    used = set(tokenizer.all_special_ids)
    unique = list(dict.fromkeys(texts))
    for start in range(0, len(unique), _CHUNK):
        chunk = tokenizer(unique[start : start + _CHUNK], split_special_tokens=True, verbose=False)
        used.update(token for ids in chunk["input_ids"] for token in ids)
    kept = sorted(used)
    out.mkdir(parents=True)
    vocabulary = json.loads((base / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    pieces = [(str(vocabulary[token][0]), float(vocabulary[token][1])) for token in kept]
    unk = kept.index(tokenizer.unk_token_id)
    write_tokenizer(build_tokenizer(pieces, unk), tokenizer.model_max_length, out)
    tensors = load_file(base / "model.safetensors")
    tensors[_EMBEDDINGS] = np.ascontiguousarray(tensors[_EMBEDDINGS][kept])
    save_file(tensors, out / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((base / "config.json").read_text("utf-8"))
    config |= {"vocab_size": len(kept), "pad_token_id": kept.index(tokenizer.pad_token_id)}
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    return len(kept)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data")
    parser.add_argument("--base", type=Path, required=True, help="folder of the whole base")
    parser.add_argument("--out", type=Path, required=True, help="folder to make")
    parser.add_argument("--seed", type=int, default=20, help="the recipe's")
    options = parser.parse_args(arguments)
    split = build_qa_split(options.data, options.seed)
    texts = (text for part in split for e in part for text in (e.question, e.passage))
    _LOG.info("%d pieces are kept", write_small_base(options.base, texts, options.out))


if __name__ == "__main__":
    main()
