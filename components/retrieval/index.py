"""Passages that may answer a question: found by meaning, found by words, and both together.

By meaning: the cosine of the question's vector with each passage's. By words: BM25 (Robertson and
Zaragoza 2009, doi:10.1561/1500000019), as the library bm25s computes it. The two rankings are put
together by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009, doi:10.1145/1571941.1572114),
which looks at ranks and not at scores, so that the two need no common scale.

A multilingual encoder finds passages in the question's own language more alike than others,
whatever they say. So cosines are compared within each script first: each is written as its distance
from the mean of the passages in its script, in standard deviations; passages are ranked by that.
"""

import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from components.text.han import is_mostly_han
from components.text.radicals import unify_radicals

RANK_CONSTANT = 60
"""The k of reciprocal rank fusion, as in the paper."""

MIN_GROUP = 5
"""With fewer passages in a script, all passages are compared as one group."""

_RUN = regex.compile(r"(?P<han>\p{Han}+)|[[\p{L}\p{M}\p{N}]--\p{Han}]+", regex.V1)


@dataclass(frozen=True)
class Found:
    """A passage and how it was found.

    Attributes:
        index: Which of the index's passages.
        score: Sum of 1 / (60 + rank) over the rankings that have it.
        rank_by_meaning: From 1.
        rank_by_words: From 1; None if it shares no word with the question.
        cosine: Of the question's vector and the passage's, −1 to 1.
    """

    index: int
    score: float
    rank_by_meaning: int
    rank_by_words: int | None
    cosine: float


def split_terms(text: str) -> list[str]:
    """Return the terms that a search by words compares.

    Words are lower-cased; a run of Chinese characters gives its pairs of neighbours, which
    needs no dictionary, and a single character gives itself. English words that stand everywhere,
    such as "the" and "how", are left out: they would find passages in the question's language.

    Returns:
        Terms in order, repetitions included.

    Example:
        >>> split_terms("What is BERT 的注意力, café?")
        ['bert', '的注', '注意', '意力', 'café']
    """
    from bm25s.stopwords import STOPWORDS_EN_PLUS

    terms: list[str] = []
    plain = unicodedata.normalize("NFKC", unify_radicals(text)[0]).casefold()
    for match in _RUN.finditer(plain):
        run = match[0]
        if match["han"] and len(run) > 1:
            terms += [run[i : i + 2] for i in range(len(run) - 1)]
        elif run not in STOPWORDS_EN_PLUS:
            terms.append(run)
    return terms


class PassageIndex:
    """Passages that can be searched; built once and then only read.

    Args:
        texts: The passages.
        vectors: float32, (passage, hidden); each of length 1.
    """

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)
        self._vectors = vectors
        self._are_han = np.array([is_mostly_han(text) for text in texts])
        terms = [split_terms(text) for text in texts]
        self._bm25 = bm25s.BM25() if any(terms) else None
        if self._bm25 is not None:
            self._bm25.index(terms, show_progress=False)

    def find(self, question: str, vector: NDArray[np.float32], count: int) -> list[Found]:
        """Find the passages that fit a question best.

        Args:
            vector: float32, (hidden,); of length 1, made by the same model.
            count: How many at most.

        Returns:
            Best first; passages of equal score in their order.
        """
        cosines = self._vectors @ vector
        by_meaning = compute_ranks(compare_within(cosines, self._are_han))
        words = self._score_words(question)
        by_words = compute_ranks(words)
        scores = 1 / (RANK_CONSTANT + by_meaning) + (words > 0) / (RANK_CONSTANT + by_words)
        best = np.argsort(-scores, kind="stable")[:count]
        return [
            Found(
                int(index),
                float(scores[index]),
                int(by_meaning[index]),
                int(by_words[index]) if words[index] > 0 else None,
                float(cosines[index]),
            )
            for index in best
        ]

    def _score_words(self, question: str) -> NDArray[np.float64]:
        """BM25 of each passage, (passage,); 0 if no term is shared."""
        nothing = np.zeros(len(self._vectors))
        if self._bm25 is None:
            return nothing
        known = [term for term in split_terms(question) if term in self._bm25.vocab_dict]
        if not known:
            return nothing
        return np.asarray(self._bm25.get_scores(known), dtype=np.float64)


def compare_within(
    cosines: NDArray[np.floating], are_han: NDArray[np.bool_]
) -> NDArray[np.floating]:
    """Write cosines as distances from the mean of their script, in standard deviations.

    Args:
        cosines: (passage,).
        are_han: (passage,); which passages are written in Chinese characters.

    Returns:
        (passage,); the cosines themselves where a script has too few passages to be judged.
    """
    groups = [group for group in (are_han, ~are_han) if group.any()]
    spreads = [float(cosines[group].std()) for group in groups]
    if min(int(group.sum()) for group in groups) < MIN_GROUP or min(spreads) == 0:
        return cosines
    distances = np.empty_like(cosines)
    for group, spread in zip(groups, spreads, strict=True):
        distances[group] = (cosines[group] - cosines[group].mean()) / spread
    return distances


def compute_ranks(scores: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the rank of each score, from 1 for the highest; equal scores rank in their order.

    Args:
        scores: (item,).

    Example:
        >>> compute_ranks(np.array([0.2, 0.9, 0.9])).tolist()
        [3, 1, 2]
    """
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
