"""Measures how well lines of résumés are matched to skills, and chooses the thresholds.

The lines (`benchmarks/data/resume_lines_<language>.csv`) were written and labelled by hand for this
measurement: 16 documents a language, off-topic lines included; a line may show several skills, or
none. Thresholds are chosen on the documents with odd numbers and measured on those with even ones.
The result is written to `assets/matching.json`, where the app reads it.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from components.career.aliases import AliasIndex, is_wish
from components.career.chunking import Chunk, Language
from components.career.content import load_content
from components.career.content.schema import Skill
from components.career.matching import PATH, Embed, Thresholds, compute_scores
from components.engine.serving import start_engine
from components.records.embedding import EmbeddingRequest

DATA = Path(__file__).with_name("data")
MODELS: Mapping[Language, str] = {"en": "all-minilm-l6-v2", "zh": "multilingual-e5-small"}
EVIDENCE_PRECISION, POSSIBLE_PRECISION = 0.9, 0.4
"""Precision that the matches by meaning of a band, and of the better ones, have to reach."""
BoolArray = NDArray[np.bool_]


class Line(NamedTuple):
    """A line and the skills that it shows."""

    document: str
    text: str
    skills: frozenset[str]


class Pairs(NamedTuple):
    """Scores of every line against every skill: arrays of shape (line, skill).

    Attributes:
        is_true: Whether the line shows the skill.
        is_named: Whether it names the skill.
        is_wish: Whether it says that something is still to come; the same for all skills.
        scores: By meaning and letters.
    """

    is_true: BoolArray
    is_named: BoolArray
    is_wish: BoolArray
    scores: NDArray[np.float64]

    def take(self, rows: BoolArray) -> "Pairs":
        """Return the pairs of some lines."""
        return Pairs(self.is_true[rows], self.is_named[rows], self.is_wish[rows], self.scores[rows])


def read_lines(language: Language) -> list[Line]:
    """Read the labelled lines of a language."""
    path = DATA / f"resume_lines_{language}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Line(row["document"], row["line"], frozenset(row["skills"].split()))
            for row in csv.DictReader(file)
        ]


def pair_up(
    lines: Sequence[Line], skills: Mapping[str, Skill], embed: Embed, language: Language
) -> Pairs:
    """Score every line beside every skill as the app does."""
    chunks = [Chunk(line.text, number, language) for number, line in enumerate(lines, start=1)]
    index = AliasIndex(skills)
    found = [{mention.skill_id for mention in index.find(line.text)} for line in lines]
    shape = (len(lines), len(skills))
    return Pairs(
        np.array([[name in line.skills for name in skills] for line in lines]),
        np.array([[name in said for name in skills] for said in found]),
        np.broadcast_to([[is_wish(line.text)] for line in lines], shape),
        compute_scores(chunks, skills, {language: embed}),
    )


def choose_threshold(is_true: BoolArray, scores: NDArray[np.float64], precision: float) -> float:
    """Choose the least score from which a precision holds.

    Args:
        is_true: Shape (pairs,).
        scores: Shape (pairs,).
        precision: Share of the pairs at or above the threshold that has to be true.

    Returns:
        The threshold, midway to the next score below; above all scores where none will do.
    """
    order = np.argsort(-scores, kind="stable")
    precisions = np.cumsum(is_true[order]) / np.arange(1, len(order) + 1)
    (reached,) = np.nonzero(precisions >= precision)
    if not len(reached):
        return float(scores.max()) + 1e-6
    last = int(reached[-1])
    below = scores[order[last + 1]] if last + 1 < len(order) else scores[order[last]]
    return round(float(scores[order[last]] + below) / 2, 4)


def choose_thresholds(pairs: Pairs) -> Thresholds:
    """Choose both thresholds among the pairs that no name decides."""
    rest = ~(pairs.is_named | pairs.is_wish)
    is_true, scores = pairs.is_true[rest], pairs.scores[rest]
    evidence = choose_threshold(is_true, scores, EVIDENCE_PRECISION)
    return Thresholds(
        evidence, min(evidence, choose_threshold(is_true, scores, POSSIBLE_PRECISION))
    )


def measure(pairs: Pairs, thresholds: Thresholds) -> dict[str, Any]:
    """Measure names and meaning together, as the app uses them.

    Returns:
        Precision and recall over (line, skill) pairs of `evidence` and of `evidence` or `possible`;
        the area under the ROC curve of the scores alone; how many lines without any skill got one.
    """
    evidence = (pairs.is_named | (pairs.scores >= thresholds.evidence)) & ~pairs.is_wish
    found = pairs.is_named | (pairs.scores >= thresholds.possible)
    off_topic = ~pairs.is_true.any(axis=1)
    return {
        "lines": len(pairs.is_true),
        "pairs_true": int(pairs.is_true.sum()),
        "auc": _round(roc_auc_score(pairs.is_true.ravel(), pairs.scores.ravel())),
        "names": _precision_recall(pairs.is_true, pairs.is_named & ~pairs.is_wish),
        "evidence": _precision_recall(pairs.is_true, evidence),
        "found": _precision_recall(pairs.is_true, found),
        "off_topic": {
            "lines": int(off_topic.sum()),
            "evidence": int(evidence[off_topic].any(axis=1).sum()),
            "found": int(found[off_topic].any(axis=1).sum()),
        },
    }


def _precision_recall(is_true: BoolArray, is_found: BoolArray) -> dict[str, float]:
    hits = (is_true & is_found).sum()
    return {
        "precision": _round(hits / max(is_found.sum(), 1)),
        "recall": _round(hits / is_true.sum()),
    }


def _round(value: float) -> float:
    return round(float(value), 3)


def list_misses(
    lines: Sequence[Line], skills: Sequence[str], pairs: Pairs, limit: float
) -> list[str]:
    """List the true pairs that were not found, as `skill: line`."""
    is_missed = pairs.is_true & ~pairs.is_named & (pairs.scores < limit)
    return [f"{skills[j]}: {lines[i].text}" for i, j in zip(*np.nonzero(is_missed), strict=True)]


def run_matching() -> dict[str, Any]:
    """Measure both languages, each also with the other language's model, and store the result."""
    skills = load_content().skills
    measures: dict[Language, dict[str, Any]] = {}
    embeds = {model: _embed_with(model) for model in MODELS.values()}
    for language, model in MODELS.items():
        lines = read_lines(language)
        is_chosen_on = np.array([int(line.document[-2:]) % 2 == 1 for line in lines])
        pairs = pair_up(lines, skills, embeds[model], language)
        thresholds = choose_thresholds(pairs.take(is_chosen_on))
        held_out = [line for line, chosen in zip(lines, is_chosen_on, strict=True) if not chosen]
        tested = pairs.take(~is_chosen_on)
        measures[language] = {
            "model": model,
            "thresholds": thresholds.__dict__,
            "documents": len({line.document for line in lines}),
            "lines": len(lines),
            "held_out": measure(tested, thresholds),
            "cosine_auc": {
                name: _measure_cosines(lines, skills, embed, language)
                for name, embed in embeds.items()
            },
            "misses": list_misses(held_out, list(skills), tested, thresholds.possible),
        }
    PATH.write_text(json.dumps(measures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return {
        language: {key: value for key, value in found.items() if key != "misses"}
        for language, found in measures.items()
    }


def _measure_cosines(
    lines: Sequence[Line], skills: Mapping[str, Skill], embed: Embed, language: Language
) -> float:
    """Return the area under the ROC curve of a model's cosines alone, over all lines."""
    cards = [getattr(skill.card, language) for skill in skills.values()]
    vectors = embed([*cards, *(line.text for line in lines)])
    is_true = np.array([[name in line.skills for name in skills] for line in lines])
    cosines = vectors[len(cards) :] @ vectors[: len(cards)].T
    return _round(roc_auc_score(is_true.ravel(), cosines.ravel()))


def _embed_with(model_id: str) -> Embed:
    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        engine = start_engine(model_id)
        try:
            job = engine.submit(EmbeddingRequest(tuple(texts)), session="quality")
            for _event in engine.stream(job):
                pass
            vectors: NDArray[np.float32] = job.result().vectors
        finally:
            engine.close()
        return vectors

    return embed
