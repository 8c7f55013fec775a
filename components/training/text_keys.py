"""Text forms shared by the recipes: comparison keys and the undoing of tokenisation."""

import html
import re

_BRACKETS = {
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
}
_BRACKET_PATTERN = re.compile("|".join(_BRACKETS), re.IGNORECASE)
_BARE_BRACKET = re.compile(r"\b[lr][rsc]b\b")
_CONTRACTION = re.compile(r"(?<=\w) (n't|'(?:s|re|ve|ll|d|m)\b)", re.IGNORECASE)
_BEFORE_PUNCTUATION = re.compile(r" +([.,;:!?%)\]}]|\.\.\.)")
_AFTER_OPENING = re.compile(r"([(\[{$#]) +")
_OPENING_QUOTE = re.compile(r"(?:``|`) ?")
_CLOSING_QUOTE = re.compile(r" ?''")


def restore_brackets(text: str) -> str:
    r"""Turn the treebank's `-LRB-` into `(` and so on, and `\/` into `/`."""
    restored = _BRACKET_PATTERN.sub(lambda match: _BRACKETS[match.group().upper()], text)
    return restored.replace("\\/", "/").replace("\\*", "*")


def detokenise(text: str) -> str:
    """Join what treebank tokenisation split, so the text reads as people type it.

    Args:
        text: Pre-tokenised text such as `"it does n't work , sadly ."`.

    Returns:
        The text with contractions joined, blanks before punctuation removed, brackets and
        quotation marks restored: `"it doesn't work, sadly."`.
    """
    joined = restore_brackets(text)
    joined = _OPENING_QUOTE.sub('"', joined)
    joined = _CLOSING_QUOTE.sub('"', joined)
    joined = _CONTRACTION.sub(r"\1", joined)
    joined = _BEFORE_PUNCTUATION.sub(r"\1", joined)
    joined = _AFTER_OPENING.sub(r"\1", joined)
    return re.sub(r"\s+", " ", joined).strip()


def text_key(text: str) -> str:
    """Return the form by which two texts count as the same: lower-case letters and digits only.

    The copies of one SST sentence differ in case, hyphens, brackets (SST-2 writes a bare `lrb`)
    and the final full stop, so everything but ASCII letters and digits is dropped.
    """
    lowered = _BARE_BRACKET.sub(" ", restore_brackets(text).lower())
    return re.sub(r"[^a-z0-9]", "", lowered)


def clean_tweet(text: str) -> str:
    r"""Undo the escapes that TweetEval's files keep (`\u2019`, `&amp;`, `\""`)."""
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match.group(1), 16)), text)
    unescaped = unescaped.replace('\\""', '"').replace('\\"', '"').replace("\\n", " ")
    return re.sub(r"\s+", " ", html.unescape(unescaped)).strip()
