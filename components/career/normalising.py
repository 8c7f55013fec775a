"""One spelling for what is written in several: full-width letters, traditional characters, case."""

import unicodedata
from functools import cache
from typing import Any

from components.text.han import count_han
from components.text.radicals import unify_radicals


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def normalise(text: str) -> str:
    r"""Return the normal form in which words are compared.

    CJK radicals as characters, NFKC (https://unicode.org/reports/tr15/), simplified characters, no
    case, single blanks.

    Example:
        >>> [normalise(text) for text in ("Ｆine-Tuning", "檢索增強", "⻓⽂本", "a \n b")]
        ['fine-tuning', '检索增强', '长文本', 'a b']
    """
    text = unicodedata.normalize("NFKC", unify_radicals(text)[0])
    if count_han(text):
        text = _simplifier().convert(text)
    return " ".join(text.casefold().split())
