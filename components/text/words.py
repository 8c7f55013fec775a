"""Words of a text in English and Chinese: Unicode's rule, and a dictionary where no blank helps."""

from functools import cache
from typing import Any

import regex

_WORD_BREAK = regex.compile(r"(?V1w)\b")
_HAN = regex.compile(r"\p{Han}")


@cache
def _chinese_tokenizer() -> Any:
    """Load jieba's dictionary from its package, and neither read nor write its cache file.

    That file lies in the folder for temporary files, where others may have put another one.
    """
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def split_words(text: str) -> list[str]:
    """Split a text into words, blanks and punctuation; joined, they give the text again.

    Words are those of Unicode Annex 29: runs of letters with their apostrophes, punctuation, whole
    emoji. Runs of Chinese characters, which the annex leaves single, are divided by jieba.

    Example:
        >>> split_words("It didn't. 我爱北京")
        ['It', ' ', "didn't", '.', ' ', '我', '爱', '北京']
    """
    words: list[str] = []
    run = ""
    for word in [*(word for word in _WORD_BREAK.split(text) if word), ""]:
        if word and _HAN.match(word):
            run += word
            continue
        if run:
            words += _chinese_tokenizer().lcut(run)
            run = ""
        if word:
            words.append(word)
    return words
