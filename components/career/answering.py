"""Finds the frequent questions nearest to a visitor's question."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from components.career.chunking import Language
from components.career.content.schema import Faq


def list_wordings(faq: Mapping[str, Faq], language: Language) -> tuple[list[str], list[str]]:
    """List the ways in which questions are asked in a language.

    Returns:
        Wordings, and the id of the question that each belongs to.
    """
    wordings, owners = [], []
    for entry in faq.values():
        for text in (getattr(entry.question, language), *getattr(entry.also_asked, language)):
            wordings.append(text)
            owners.append(entry.id)
    return wordings, owners


def rank_answers(
    question: NDArray[np.float32],
    wordings: NDArray[np.float32],
    owners: Sequence[str],
    most: int = 3,
) -> list[tuple[str, float]]:
    """Rank frequent questions by their nearest wording.

    Args:
        question: Vector of length 1, float32, (hidden,).
        wordings: Vectors of length 1, float32, (wording, hidden).
        owners: Id of the question that each wording belongs to.
        most: Most questions to return.

    Returns:
        Ids with their cosine, the nearest first.
    """
    best: dict[str, float] = {}
    for owner, cosine in zip(owners, wordings @ question, strict=True):
        best[owner] = max(best.get(owner, -1.0), float(cosine))
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:most]
