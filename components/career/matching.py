"""Finds the skills that a document shows, each with the line that shows it.

A name of the skill decides first; lines without one are compared with the skill by meaning (cosine
with its card) and by letters (cosine of TF-IDF weighted character n-grams with all that its file
says), half and half: lines share words with a skill's levels as often as they paraphrase its card.
English and Chinese have a model each, since one that cannot read Chinese is useless for it.
Thresholds belong to a model and a language; `benchmarks.quality matching` chooses them on some
documents and measures them on others.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.career.aliases import AliasIndex, is_wish
from components.career.chunking import Chunk, Language, split_chunks
from components.career.content.schema import Skill
from components.records.assets import ASSETS
from components.records.matching import Band, Reason, SkillMatch

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts → vectors of length 1, float32, (text, hidden)."""
PATH = ASSETS / "matching.json"
COSINE_SHARE = 0.5
COSINE_FLOOR: Mapping[Language, float] = {"en": 0.0, "zh": 0.75}
"""Cosine that says nothing: multilingual-e5 puts unrelated texts near 0.75, MiniLM near 0."""
_NGRAMS: Mapping[Language, tuple[str, tuple[int, int]]] = {
    "en": ("char_wb", (3, 5)),
    "zh": ("char", (1, 2)),
}


@dataclass(frozen=True)
class Thresholds:
    """Scores from which a line counts.

    Attributes:
        evidence: As evidence.
        possible: As a possible match, below `evidence`.
    """

    evidence: float
    possible: float

    def band(self, score: float) -> Band:
        """Return the band of a score."""
        if score >= self.evidence:
            return "evidence"
        return "possible" if score >= self.possible else "none"


@lru_cache(maxsize=1)
def load_measures() -> dict[Language, dict[str, Any]]:
    """Read thresholds and measures of each language, as the benchmark wrote them."""
    measures: dict[Language, dict[str, Any]] = json.loads(PATH.read_text("utf-8"))
    return measures


def load_thresholds() -> dict[Language, Thresholds]:
    """Read the thresholds of each language."""
    return {
        language: Thresholds(**measures["thresholds"])
        for language, measures in load_measures().items()
    }


def match_skills(
    text: str,
    skills: Mapping[str, Skill],
    embeds: Mapping[Language, Embed],
    thresholds: Mapping[Language, Thresholds],
) -> tuple[SkillMatch, ...]:
    """Find what a document shows of each skill.

    Args:
        text: Cleaned text of a résumé or a posting.
        skills: Skills by id.
        embeds: What compares lines of each language.
        thresholds: For each language's model.

    Returns:
        One match per skill, in the order of `skills`; all in band `none`, without a line, where the
        document has no words.
    """
    chunks = split_chunks(text)
    scores = compute_scores(chunks, skills, embeds)
    index = AliasIndex(skills)
    names = [{found.skill_id: found.alias for found in index.find(c.text)} for c in chunks]
    wishes = [is_wish(chunk.text) for chunk in chunks]
    return tuple(
        _best(skill_id, chunks, scores[:, column], names, wishes, thresholds)
        for column, skill_id in enumerate(skills)
    )


def compute_scores(
    chunks: Sequence[Chunk], skills: Mapping[str, Skill], embeds: Mapping[Language, Embed]
) -> NDArray[np.float64]:
    """Compare every clause with every skill's card, in the clause's language.

    Returns:
        Scores, float64, (chunk, skill); those of different languages are not comparable.
    """
    scores = np.zeros((len(chunks), len(skills)))
    for language in dict.fromkeys(chunk.language for chunk in chunks):
        rows = [row for row, chunk in enumerate(chunks) if chunk.language == language]
        lines = [chunks[row].text for row in rows]
        cards = [describe(skill, language) for skill in skills.values()]
        cosines = embeds[language](lines) @ embeds[language](cards).T
        floor = COSINE_FLOOR[language]
        scores[rows] = COSINE_SHARE * (cosines - floor) / (1 - floor)
        scores[rows] += (1 - COSINE_SHARE) * compute_likeness(lines, skills, language)
    return scores


def describe(skill: Skill, language: Language) -> str:
    """Return what lines are compared with by meaning: the skill's name and card."""
    name, card = getattr(skill.name, language), getattr(skill.card, language)
    return f"{name}: {card}" if language == "en" else f"{name}：{card}"


def compute_likeness(
    lines: Sequence[str], skills: Mapping[str, Skill], language: Language
) -> NDArray[np.float64]:
    """Compare letters: cosine of TF-IDF vectors of character n-grams.

    Returns:
        float64, (line, skill), 0 to 1.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    analyzer, ngram_range = _NGRAMS[language]
    vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=ngram_range, sublinear_tf=True)
    texts = [_all_that_is_said(skill, language) for skill in skills.values()]
    skills_as_ngrams = vectorizer.fit_transform(texts)
    likeness: NDArray[np.float64] = (vectorizer.transform(lines) @ skills_as_ngrams.T).toarray()
    return likeness


def _all_that_is_said(skill: Skill, language: Language) -> str:
    levels = [getattr(level, language) for level in skill.levels.values()]
    aliases = getattr(skill.aliases, language)
    return " ".join([describe(skill, language), *aliases, *levels])


def _best(
    skill_id: str,
    chunks: Sequence[Chunk],
    scores: NDArray[np.float64],
    names: Sequence[Mapping[str, str]],
    wishes: Sequence[bool],
    thresholds: Mapping[Language, Thresholds],
) -> SkillMatch:
    found = [
        _match(skill_id, chunk, float(score), said.get(skill_id, ""), wish, thresholds)
        for chunk, score, said, wish in zip(chunks, scores, names, wishes, strict=True)
    ]
    if not found:
        return SkillMatch(skill_id, "none", "", 0, None, "", 0.0, "en", 0)
    best = max(found, key=lambda match: _rank(match, thresholds[match.language]))
    named = sum(match.mentions for match in found)
    return SkillMatch(**(best.__dict__ | {"mentions": named}))


def _match(
    skill_id: str,
    chunk: Chunk,
    score: float,
    alias: str,
    is_wish: bool,
    thresholds: Mapping[Language, Thresholds],
) -> SkillMatch:
    band: Band = "evidence" if alias else thresholds[chunk.language].band(score)
    reason: Reason | None = "alias" if alias else "meaning"
    if band == "none":
        reason = None
    elif is_wish:
        band, reason = "possible", "wish"
    return SkillMatch(
        skill_id=skill_id,
        band=band,
        line=chunk.text,
        line_number=chunk.line_number,
        reason=reason,
        alias=alias,
        score=score,
        language=chunk.language,
        mentions=int(bool(alias) and not is_wish),
    )


def _rank(match: SkillMatch, limits: Thresholds) -> tuple[int, bool, float]:
    """Order lines of both languages: by band, a name before a meaning, then above the threshold."""
    bands = ("none", "possible", "evidence")
    return bands.index(match.band), match.reason == "alias", match.score - limits.evidence
