"""Whether a generated sentence is supported by its passages: a rule of thumb.

A sentence counts as supported where three things hold: some sentence of the passages is near it in
meaning; at least half of its terms stand in that sentence; and each of its numbers stands somewhere
in the passages. The rule sees no negation and no logic: "the dome is closed" is near "the dome is
not closed", so it finds much that was made up and proves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from components.retrieval.index import split_terms

MIN_COSINE = 0.88
"""For vectors of multilingual-e5-small, whose cosines of unrelated sentences are around 0.82."""
MIN_SHARED = 0.5

_NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Support:
    """What the rule says of one sentence.

    Attributes:
        nearest: Index of the passages' sentence that is nearest in meaning.
        cosine: Of the two vectors.
        shared: Share of the sentence's terms that stand in the nearest one, 0 to 1.
        strange_numbers: Its numbers that stand nowhere in the passages.
    """

    nearest: int
    cosine: float
    shared: float
    strange_numbers: tuple[str, ...]

    @property
    def is_supported(self) -> bool:
        """True if all three conditions hold."""
        is_near = self.cosine >= MIN_COSINE and self.shared >= MIN_SHARED
        return is_near and not self.strange_numbers


def judge_support(
    sentences: Sequence[str],
    vectors: NDArray[np.float32],
    sources: Sequence[str],
    source_vectors: NDArray[np.float32],
) -> list[Support]:
    """Judge every sentence of a text.

    Args:
        sentences: What was written.
        vectors: float32, (sentence, hidden); of length 1.
        sources: Sentences of the passages, at least one.
        source_vectors: float32, (source, hidden), by the same model.

    Returns:
        One per sentence.

    Example:
        >>> v = np.eye(2, dtype=np.float32)
        >>> (one,) = judge_support(["The fee is 9 euros."], v[:1], ["The fee is 6 euros.", "x"], v)
        >>> one.nearest, one.is_supported, one.strange_numbers
        (0, False, ('9',))
    """
    cosines = vectors @ source_vectors.T
    numbers = {number for source in sources for number in _NUMBER.findall(source)}
    judged = []
    for sentence, row in zip(sentences, cosines, strict=True):
        nearest = int(row.argmax())
        strange = [number for number in _NUMBER.findall(sentence) if number not in numbers]
        shared = compute_shared(sentence, sources[nearest])
        judged.append(Support(nearest, float(row[nearest]), shared, tuple(dict.fromkeys(strange))))
    return judged


def compute_shared(sentence: str, source: str) -> float:
    """Share of a sentence's different terms that another one has, 0 to 1; 0 without terms.

    Example:
        >>> compute_shared("The lens is old.", "An old lens and a mirror")
        1.0
    """
    terms = set(split_terms(sentence))
    return len(terms & set(split_terms(source))) / len(terms) if terms else 0.0
