"""Scores answers the way the public sets do: exact match and F1.

English as SQuAD's script does (Rajpurkar et al. 2016, 2018): lower case, without punctuation and
articles, F1 over the words in common. Chinese as CMRC 2018's script does (Cui et al. 2019): Han
characters one by one, everything else as words, without punctuation, F1 over the longest run in
common.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from components.text.han import HALF_HAN, compute_han_share

_ARTICLE = re.compile(r"\b(a|an|the)\b")
_ASCII_PUNCTUATION = frozenset(string.punctuation)
# What CMRC's script leaves out; its list holds the ellipsis as two characters, which never match.
_CHINESE_PUNCTUATION = frozenset("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")
# The range of CMRC's script, which ends before its block does.
_HAN = re.compile(r"[\u4e00-\u9fa5]")
# Stands for NLTK's word_tokenize on what lies between Han characters.
_WORD = re.compile(r"\w+(?:[.,']\w+)*|[^\w\s]")


class Score(NamedTuple):
    """Exact match and F1 of one answer, each from 0 to 1."""

    exact: float
    f1: float


def normalise_english(text: str) -> str:
    """SQuAD's normal form.

    Example:
        >>> normalise_english("The  U.S. Army, a force")
        'us army force'
    """
    bare = "".join(character for character in text.lower() if character not in _ASCII_PUNCTUATION)
    return " ".join(_ARTICLE.sub(" ", bare).split())


def segment_chinese(text: str) -> list[str]:
    """CMRC's mixed segmentation without punctuation.

    Example:
        >>> segment_chinese("《BERT base》模型，2018年")
        ['bert', 'base', '模', '型', '2018', '年']
    """
    segments: list[str] = []
    rest = ""
    for character in text.lower().strip():
        if character in _CHINESE_PUNCTUATION:
            continue
        if _HAN.match(character):
            segments += [*_WORD.findall(rest), character]
            rest = ""
        else:
            rest += character
    return segments + _WORD.findall(rest)


def is_scored_as_chinese(passage: str) -> bool:
    """Return which of the two scripts scores answers from a passage, by its letters.

    Example:
        >>> is_scored_as_chinese("鲁迅写了《呐喊》 in 1923"), is_scored_as_chinese("It is by 鲁")
        (True, False)
    """
    return compute_han_share(passage) >= HALF_HAN


def score_answer(predicted: str, golds: Sequence[str], is_chinese: bool) -> Score:
    """Return the best score of an answer against what people marked.

    Args:
        predicted: The answer; empty for "the text does not say".
        golds: What was marked; none if the text does not say.
        is_chinese: By which of the two scripts.
    """
    if not golds or not predicted:
        right = float(not golds and not predicted)
        return Score(right, right)
    score = _score_chinese if is_chinese else _score_english
    scores = [score(predicted, gold) for gold in golds]
    return Score(max(s.exact for s in scores), max(s.f1 for s in scores))


def _score_english(predicted: str, gold: str) -> Score:
    found, wanted = normalise_english(predicted).split(), normalise_english(gold).split()
    if not found or not wanted:
        return Score(float(found == wanted), float(found == wanted))
    common = sum((Counter(found) & Counter(wanted)).values())
    return Score(float(found == wanted), _f1(common, len(found), len(wanted)))


def _score_chinese(predicted: str, gold: str) -> Score:
    found, wanted = segment_chinese(predicted), segment_chinese(gold)
    bare = [
        "".join(c for c in text.lower().strip() if c not in _CHINESE_PUNCTUATION)
        for text in (predicted, gold)
    ]
    return Score(
        float(bare[0] == bare[1]),
        _f1(find_longest_common_run(found, wanted), len(found), len(wanted)),
    )


def find_longest_common_run(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest run of neighbours that both sequences hold.

    Example:
        >>> find_longest_common_run("abcd", "xbcyd")
        2
    """
    longest = 0
    lengths = [0] * (len(other) + 1)
    for left in one:
        following = [0] * (len(other) + 1)
        for index, right in enumerate(other):
            if left == right:
                following[index + 1] = lengths[index] + 1
                longest = max(longest, following[index + 1])
        lengths = following
    return longest


def _f1(common: int, found: int, wanted: int) -> float:
    return 2 * common / (found + wanted) if common else 0.0
