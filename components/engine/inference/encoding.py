"""Converts text into token ids, and ids into readable labels."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import regex

from components.models.backends.loaded import LoadedModel, TokenCount
from components.records.refusal import Refusal
from components.records.token import Token
from components.text.scripts import unread_script

_WORD_BREAK = regex.compile(r"(?V1w)\b")
_FALLBACK_BYTE = regex.compile("<0x([0-9A-F]{2})>")


@dataclass(frozen=True)
class Encoded:
    """A text as a model is given it.

    Attributes:
        input_ids: Token ids, special tokens included, at most as many as were asked for.
        tokens: The same as records; offsets are code points of the text.
        num_total: How many tokens the whole text has, special tokens included.
    """

    input_ids: list[int]
    tokens: tuple[Token, ...]
    num_total: int

    @property
    def count(self) -> TokenCount:
        """How much of the text the model is given."""
        return TokenCount(len(self.input_ids), self.num_total, self.unknown_share)

    @property
    def unknown_share(self) -> float:
        """Share of the text's own tokens that are the unknown token, 0 to 1."""
        own = [token for token in self.tokens if not token.is_special]
        return sum(token.is_unknown for token in own) / len(own) if own else 0.0


def require_readable(loaded: LoadedModel, text: str) -> None:
    """Refuse a text in a script that the model was not trained on.

    Raises:
        Refusal: `script_unread` with the script and the model's name (choose another model or
            text).
    """
    script = unread_script(text, loaded.card.languages)
    if script is not None:
        card = loaded.card
        raise Refusal(f"{script}_unread", model=card.name, languages=" ".join(card.languages))


def encode_ids(loaded: LoadedModel, texts: Sequence[str]) -> list[list[int]]:
    """Return the token ids of many texts, cut at the model's limit, without token records.

    Args:
        loaded: The model whose tokenizer is used.
        texts: Cleaned texts.

    Returns:
        Ids of each text, special tokens included.
    """
    encodings = loaded.tokenizer(
        list(texts),
        split_special_tokens=True,
        truncation=True,
        max_length=loaded.max_tokens,
        return_special_tokens_mask=True,
    )
    rows = zip(encodings["input_ids"], encodings["special_tokens_mask"], strict=True)
    markers = set(loaded.tokenizer.all_special_ids)
    return [ordinary_ids(loaded.tokenizer, ids, mask, markers) for ids, mask in rows]


def encode(loaded: LoadedModel, text: str, max_tokens: int | None = None) -> Encoded:
    """Tokenize a text; markers such as `[SEP]` or `<|im_end|>` in it are ordinary text.

    Args:
        loaded: The model whose tokenizer is used.
        max_tokens: Longest result, special tokens included; the model's limit by default.

    Returns:
        Ids, records and the untruncated length.
    """
    limit = min(max_tokens or loaded.max_tokens, loaded.max_tokens)
    tokenizer = loaded.tokenizer
    encoding = tokenizer(
        text,
        split_special_tokens=True,
        truncation=True,
        max_length=limit,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
    )
    mask = encoding["special_tokens_mask"]
    input_ids = ordinary_ids(tokenizer, encoding["input_ids"], mask, set(tokenizer.all_special_ids))
    show_piece = piece_display(loaded)
    tokens = tuple(
        record_token(loaded, token_id, span, bool(is_special), show_piece)
        for token_id, span, is_special in zip(
            input_ids, encoding["offset_mapping"], mask, strict=True
        )
    )
    num_total = len(tokens)
    if num_total == limit:  # perhaps cut; only then is the rest worth counting
        whole = tokenizer(text, split_special_tokens=True, verbose=False)
        num_total = len(whole["input_ids"])
    return Encoded(input_ids, tokens, num_total)


def ordinary_ids(
    tokenizer: Any, ids: Sequence[int], mask: Sequence[int], markers: Set[int]
) -> list[int]:
    """Read a marker that a visitor typed as unknown where the vocabulary has it in one piece.

    SentencePiece's does: `</s>` is split for no option of the tokenizer.

    Args:
        tokenizer: Of transformers.
        ids: Token ids.
        mask: 1 if the tokenizer added a special token, 0 if it read one.
        markers: Ids of its special tokens.
    """
    if tokenizer.unk_token_id is None:
        return list(ids)
    return [
        tokenizer.unk_token_id if token_id in markers and not is_added else token_id
        for token_id, is_added in zip(ids, mask, strict=True)
    ]


def piece_display(loaded: LoadedModel) -> Callable[[str], str]:
    """Return the function that makes a piece of this model's vocabulary readable."""
    return show_byte_piece if is_byte_level(loaded) else show_text_piece


def show_token(loaded: LoadedModel, token_id: int) -> str:
    """Show a token of the vocabulary: whole characters as they are, parts of one as bytes."""
    return piece_display(loaded)(loaded.tokenizer.convert_ids_to_tokens(token_id))


def record_token(
    loaded: LoadedModel,
    token_id: int,
    span: tuple[int, int],
    is_special: bool,
    show_piece: Callable[[str], str],
) -> Token:
    """Describe one token: what a reader is shown, and where in the text it stands."""
    piece = loaded.tokenizer.convert_ids_to_tokens(token_id)
    text = piece if is_special else show_piece(piece)
    is_unknown = token_id == loaded.tokenizer.unk_token_id and not is_special
    return Token(token_id, text, span[0], span[1], is_special, is_unknown)


def find_word_starts(text: str, tokens: Sequence[Token]) -> tuple[int, ...]:
    """Find the tokens that begin a word; the others continue the one before.

    Words are those of Unicode Annex 29: runs of letters with their apostrophes, single Han
    characters, punctuation and whole emoji. Special tokens stand alone.

    Args:
        text: What was tokenized.
        tokens: Its tokens in order.

    Returns:
        Indices into `tokens`, rising, the first one 0.
    """
    word_of = [number for number, word in enumerate(_WORD_BREAK.split(text)) for _ in word]
    starts, previous = [], None
    for index, token in enumerate(tokens):
        place = token.start
        while place < token.end - 1 and text[place].isspace():
            place += 1  # a byte-level token carries the space before it
        word = None if token.is_special or place >= len(text) else word_of[place]
        if word is None or word != previous:
            starts.append(index)
        previous = word
    return tuple(starts)


def join_tokens(text: str, tokens: Sequence[Token], starts: Sequence[int]) -> tuple[Token, ...]:
    """Make one record of the tokens of each word, spelled as in the text."""
    words = []
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        first, last = tokens[start], tokens[end - 1]
        spelling = text[first.start : last.end].strip()
        is_unknown = all(token.is_unknown for token in tokens[start:end])
        if spelling and not first.is_special and not is_unknown:
            first = replace(first, text=spelling)
        words.append(replace(first, end=last.end, is_unknown=is_unknown))
    return tuple(words)


def is_byte_level(loaded: LoadedModel) -> bool:
    """Return whether the vocabulary is made of bytes (GPT-2's scheme, where Ġ stands for a space).

    Its decoder tells: large vocabularies of text know the letter Ġ too.
    """
    return "ByteLevel" in str(loaded.tokenizer.backend_tokenizer.decoder)


def show_text_piece(piece: str) -> str:
    """Show a piece of a vocabulary of text, where ▁ is a space and rare characters are bytes.

    Example:
        >>> show_text_piece("▁the"), show_text_piece("注意力"), show_text_piece("<0xE4>")
        ('␣the', '注意力', '⟨E4⟩')
    """
    byte = _FALLBACK_BYTE.fullmatch(piece)
    return f"⟨{byte[1]}⟩" if byte else _show_blanks(piece.replace("▁", "␣"))


@cache
def _byte_of_symbol() -> dict[str, int]:
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    return {symbol: byte for byte, symbol in bytes_to_unicode().items()}


def show_byte_piece(piece: str) -> str:
    """Show a piece of a byte-level vocabulary: as text, or as bytes where it is no whole character.

    Args:
        piece: The vocabulary's spelling, such as `Ġthe`.

    Example:
        >>> show_byte_piece("Ġthe"), show_byte_piece("ä½"), show_byte_piece("ĠðŁ")
        ('␣the', '⟨E4 BD⟩', '␣⟨F0 9F⟩')
    """
    symbols = _byte_of_symbol()
    if any(symbol not in symbols for symbol in piece):
        return piece  # an added token stands in the vocabulary as it is, not as bytes
    data = bytes(symbols[symbol] for symbol in piece)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        broken = data.lstrip(b" ")
        return "␣" * (len(data) - len(broken)) + f"⟨{broken.hex(' ').upper()}⟩"
    return _show_blanks(text.replace(" ", "␣"))


def _show_blanks(text: str) -> str:
    return text.replace("\n", "⏎").replace("\t", "⇥")
