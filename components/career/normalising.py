"""One spelling for what is written in several: full-width letters, traditional characters, case."""

import unicodedata
from functools import cache
from typing import Any

from components.text.han import count_han


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def normalise(text: str) -> str:
    r"""Return the normal form in which words are compared.

    NFKC (https://unicode.org/reports/tr15/), simplified characters, no case, single blanks.

    Example:
        >>> normalise("Ｆine-Tuning"), normalise("檢索增強"), normalise("a \n b")
        ('fine-tuning', '检索增强', 'a b')
    """
    text = unicodedata.normalize("NFKC", text)
    if count_han(text):
        text = _simplifier().convert(text)
    return " ".join(text.casefold().split())
