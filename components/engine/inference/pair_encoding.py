"""One text or a pair of texts as a model is given it, and which token belongs to which."""

from dataclasses import dataclass, replace

from components.engine.inference.encoding import (
    Encoded,
    encode,
    ordinary_ids,
    piece_display,
    record_token,
)
from components.models.backends.loaded import LoadedModel


@dataclass(frozen=True)
class EncodedPair:
    """Two texts as one input.

    Attributes:
        text: What the tokens' offsets refer to: the texts, joined by a line break.
        encoded: Ids and tokens.
        segments: For each token 0 if it belongs to the first text, 1 to the second.
        token_type_ids: How the model distinguishes the two texts; None if it does not.
    """

    text: str
    encoded: Encoded
    segments: tuple[int, ...]
    token_type_ids: list[int] | None = None


def encode_pair(
    loaded: LoadedModel, text: str, second: str, max_tokens: int | None = None
) -> EncodedPair:
    """Tokenize a text, or two of them in the way that the model was trained on pairs.

    An encoder puts its separator between them; a decoder knows no pairs and gets a line end. A pair
    that is too long loses tokens at the end of the longer text.

    Args:
        loaded: The model whose tokenizer is used.
        second: Another one; empty for none.
        max_tokens: Longest result, special tokens included; the model's limit by default.
    """
    if not second:
        encoded = encode(loaded, text, max_tokens)
        return EncodedPair(text, encoded, (0,) * len(encoded.tokens))
    both = f"{text}\n{second}"
    if loaded.card.architecture == "decoder":
        encoded = encode(loaded, both, max_tokens)
        return EncodedPair(both, encoded, tuple(int(t.start > len(text)) for t in encoded.tokens))
    return _encode_with_separator(loaded, text, second, max_tokens or loaded.max_tokens)


def _encode_with_separator(
    loaded: LoadedModel, text: str, second: str, max_tokens: int
) -> EncodedPair:
    tokenizer = loaded.tokenizer
    encoding = tokenizer(
        text,
        second,
        split_special_tokens=True,
        truncation="longest_first",
        max_length=min(max_tokens, loaded.max_tokens),
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
    )
    mask = encoding["special_tokens_mask"]
    ids = ordinary_ids(tokenizer, encoding["input_ids"], mask, set(tokenizer.all_special_ids))
    segments: list[int] = []
    for own in encoding.sequence_ids():
        # A special token goes with what stands before it.
        segments.append(own if own is not None else segments[-1] if segments else 0)
    segments[-1] = max(segments)
    behind = len(text) + 1
    show_piece = piece_display(loaded)
    records = [
        record_token(loaded, token_id, span, bool(is_special), show_piece)
        for token_id, span, is_special in zip(ids, encoding["offset_mapping"], mask, strict=True)
    ]
    tokens = tuple(
        replace(token, start=token.start + behind, end=token.end + behind) if segment else token
        for token, segment in zip(records, segments, strict=True)
    )
    whole = tokenizer(text, second, split_special_tokens=True, verbose=False)
    encoded = Encoded(ids, tokens, len(whole["input_ids"]))
    types = encoding.get("token_type_ids")
    return EncodedPair(f"{text}\n{second}", encoded, tuple(segments), types)
