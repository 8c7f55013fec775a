"""Names for tokens that are a part of one character, as byte-level vocabularies cut Chinese."""

from collections.abc import Sequence
from dataclasses import replace

from components.records.token import Token


def name_whole_characters(text: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Show a token that holds some bytes of a character by that character and its part of it.

    Args:
        text: What was tokenized.
        tokens: Its tokens in order; parts of one character cover the same code point.

    Returns:
        The same tokens; `⟨E6 88⟩` and `⟨91⟩` of `我` become `我·1/2` and `我·2/2`.

    Example:
        >>> halves = [Token(1, "⟨E6 88⟩", 0, 1), Token(2, "⟨91⟩", 0, 1), Token(3, "␣a", 1, 3)]
        >>> [token.text for token in name_whole_characters("我 a", halves)]
        ['我·1/2', '我·2/2', '␣a']
    """
    ends = [token.end if _is_part(token) else None for token in tokens]
    named = []
    for index, token in enumerate(tokens):
        if not _is_part(token):
            named.append(token)
            continue
        first, last = index, index
        while first > 0 and ends[first - 1] == token.end:
            first -= 1
        while last + 1 < len(tokens) and ends[last + 1] == token.end:
            last += 1
        blank = "␣" if token.text.startswith("␣") else ""
        part = f"{text[token.end - 1]}·{index - first + 1}/{last - first + 1}"
        named.append(replace(token, text=blank + part))
    return tuple(named)


def _is_part(token: Token) -> bool:
    return token.text.endswith("⟩") and token.end > token.start and not token.is_special
