"""Vectors of texts for the career studio: those of its own content are computed once and kept."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from components.career import content
from components.career.chunking import Language
from components.career.matching import Embed, describe, load_measures
from components.models.pieces import split_pieces

KeptVectors = dict[tuple[str | None, tuple[str, ...]], NDArray[np.float32]]
"""Encoder's id (None: the default) and texts → their vectors, (text, hidden)."""

EmbedTexts = Callable[[Sequence[str], str | None], NDArray[np.float32]]
"""Texts and encoder's id → float32, (text, hidden); raises `Refusal` where that is not possible."""


def line_embeds(embed: EmbedTexts, kept: KeptVectors) -> Mapping[Language, Embed]:
    """Return the function that compares lines in each language, by the model of its thresholds.

    Args:
        embed: Asks an encoder.
        kept: Takes the vectors of the skills' own texts.
    """
    return {
        language: _embed_with(language, str(measures["model"]), embed, kept)
        for language, measures in load_measures().items()
    }


def _embed_with(language: Language, model_id: str, embed: EmbedTexts, kept: KeptVectors) -> Embed:
    ours = {describe(skill, language) for skill in content.load_content().skills.values()}

    def embed_lines(texts: Sequence[str]) -> NDArray[np.float32]:
        if ours.issuperset(texts):
            return embed_kept(texts, embed, kept, model_id)
        return embed(texts, model_id)

    return embed_lines


def embed_kept(
    texts: Sequence[str], embed: EmbedTexts, kept: KeptVectors, model_id: str | None = None
) -> NDArray[np.float32]:
    """Return vectors of the content's own texts, never a visitor's, computed once and kept.

    Args:
        texts: Texts of content files.
        embed: Asks an encoder.
        kept: Where the vectors are looked up and put.
        model_id: Id of an encoder; by default the one that reads both languages.

    Returns:
        float32, (text, hidden).

    Example:
        >>> kept, calls = {}, []
        >>> def embed(texts, model_id):
        ...     calls.append(texts)
        ...     return np.ones((len(texts), 2), np.float32)
        >>> for _ in range(2):
        ...     vectors = embed_kept(["a", "b"], embed, kept)
        >>> vectors.shape, len(calls)
        ((2, 2), 1)
    """
    key = (model_id, tuple(texts))
    if key not in kept:
        kept[key] = embed(texts, model_id)
    return kept[key]


def pieces_of(model_id: str, text: str) -> tuple[str, ...]:
    """Return what an encoder reads of a line: its tokens, as its vocabulary writes them.

    Args:
        model_id: Id of a model that is prepared.
        text: A line.

    Raises:
        Refusal: `model_not_prepared`.
    """
    return split_pieces(model_id, text)
