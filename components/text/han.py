"""Whether a text is Chinese: its share of Han letters, and from which share on that is said."""

import re

from components.text.scripts import compute_script_shares

ENOUGH_HAN = 0.3
"""Share from which a person's own text is Chinese. Chinese résumés, postings and answers keep the
field's terms in Latin letters ("使用 PyTorch 微调 BERT"); English ones hold a Chinese name at most.
"""
HALF_HAN = 0.5
"""Share at which running text is as much Chinese as anything else: passages and notes of a library,
where a quoted name or term must not decide."""
UNIFIED_HAN = "\u4e00-\u9fff"
"""The block CJK Unified Ideographs, to stand inside a character class: the characters of everyday
Chinese without the extensions, `々` and `〇`, which `\\p{Han}` holds too."""

_UNIFIED = re.compile(f"[{UNIFIED_HAN}]")
_UNIFIED_RUN = re.compile(f"[{UNIFIED_HAN}]+")


def compute_han_share(text: str) -> float:
    """Return the share of a text's letters that are Chinese, from 0 to 1; 0 without letters.

    A Chinese character counts for two letters, and Japanese is not Chinese: see
    `scripts.compute_script_shares`.

    Example:
        >>> compute_han_share("ab 中"), compute_han_share("12:30")
        (0.5, 0.0)
    """
    return compute_script_shares(text).get("han", 0.0)


def has_enough_han(text: str) -> bool:
    """Return whether a person's own text is Chinese, a few Latin terms or not.

    Example:
        >>> has_enough_han("使用 PyTorch 微调 BERT"), has_enough_han("Worked at 华为 on search")
        (True, False)
    """
    return compute_han_share(text) >= ENOUGH_HAN


def is_mostly_han(text: str) -> bool:
    """Return whether more than half of a text's letters are Chinese.

    Example:
        >>> is_mostly_han("中文 abc"), is_mostly_han("ab 中")
        (True, False)
    """
    return compute_han_share(text) > HALF_HAN


def find_han_runs(text: str) -> list[str]:
    """Find the runs of Chinese characters, as `UNIFIED_HAN` has them.

    Example:
        >>> find_han_runs("检索 + 生成")
        ['检索', '生成']
    """
    return _UNIFIED_RUN.findall(text)


def count_han(text: str) -> int:
    """Count the Chinese characters, as `UNIFIED_HAN` has them.

    Example:
        >>> count_han("RAG 是什么")
        3
    """
    return len(_UNIFIED.findall(text))
