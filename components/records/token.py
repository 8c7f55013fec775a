"""One token, as the model sees it and as it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Token:
    """A vocabulary entry at its place in a text.

    Attributes:
        id: Index into the vocabulary.
        text: What to show; byte pieces that are no whole character show their bytes, as ⟨E4 BD⟩.
        start: First code point of the source text it covers.
        end: One past the last; equal to `start` for special tokens.
        is_special: True for [CLS], [SEP], <|im_start|> and the like.
        is_unknown: True for the unknown token.
    """

    id: int
    text: str
    start: int
    end: int
    is_special: bool = False
    is_unknown: bool = False
