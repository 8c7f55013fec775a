"""Ranks of a visitor's own words at every layer, as the next token after one place."""

import time

import numpy as np
import regex

from components.engine.anatomy.states import compute_logits, read_states
from components.engine.inference.encoding import encode, show_token
from components.engine.inference.layers import compute_ranks
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress
from components.records.refusal import Refusal
from components.records.watched_tokens import (
    WatchedTokensRequest,
    WatchedTokensResult,
    WatchedWord,
)

# Chinese and Japanese are written without spaces between words, and no space is put before signs.
_NO_SPACE_BEFORE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{P}\p{S}]")


def run(loaded: LoadedModel, request: WatchedTokensRequest, emit: Emit) -> WatchedTokensResult:
    """Rank the first token of every word in every layer.

    Args:
        loaded: A decoder.
        request: Text, place and words.
        emit: Called once before the forward pass, where a cancelled job stops.

    Returns:
        Pieces, ranks and probabilities of each word.

    Raises:
        Refusal: `no_lens` for a model that is no decoder, `family_unknown` for one of a family
            without a row, `text_empty` when the tokenizer finds nothing in the text.
    """
    started = time.perf_counter()
    if loaded.card.architecture != "decoder":
        raise Refusal("no_lens", model=loaded.card.name)
    encoded = encode(loaded, request.text, request.max_tokens)
    if not encoded.input_ids:
        raise Refusal("text_empty")
    emit(Progress(0, 1))
    position = min(max(request.position, 0), len(encoded.input_ids) - 1)
    states, _ = read_states(loaded, encoded.input_ids)
    logits = compute_logits(loaded, states[:, position])
    probabilities = logits.softmax(-1)
    words = []
    for word in request.words:
        ids = find_pieces(loaded, word)
        first = logits.new_full((len(logits),), ids[0]).long()
        words.append(
            WatchedWord(
                word=word,
                pieces=tuple(show_token(loaded, token_id) for token_id in ids),
                ranks=compute_ranks(logits, first),
                probabilities=probabilities[:, ids[0]].cpu().numpy().astype(np.float32),
            )
        )
    return WatchedTokensResult(
        words=tuple(words),
        provenance=loaded.provenance(started, encoded.count, "torch"),
    )


def find_pieces(loaded: LoadedModel, word: str) -> list[int]:
    """Tokenize a word as it stands inside a text: after a space, where its script writes spaces.

    Args:
        loaded: The model whose tokenizer is used.
        word: Not empty.

    Returns:
        Token ids, at least one.
    """
    text = word if _NO_SPACE_BEFORE.match(word) else f" {word}"
    tokenizer = loaded.tokenizer
    ids = tokenizer(text, add_special_tokens=False, split_special_tokens=True)["input_ids"]
    return [int(token_id) for token_id in ids]
