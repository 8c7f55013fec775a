"""How well the bundled encoder separates lines about a skill from lines about something else.

`benchmarks/data/skill_lines.csv` has lines as résumés hold them, 60 about a skill and 30 about
something else in each language; `skill_cards.csv` says what each skill is. Both were written for
this project before anything was measured on them.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from components.engine.serving import start_engine
from components.engine.worker import Engine
from components.models.catalog import models_for
from components.records.embedding import EmbeddingRequest, EmbeddingResult, EmbeddingRole

FOLDER = Path(__file__).parent / "data"
LANGUAGES = ("en", "zh")
Measures = dict[str, float | int | str | None]


class SkillLine(NamedTuple):
    """A line, and the skill it shows; None for a line about something else."""

    text: str
    skill: str | None


def read_lines(language: str) -> list[SkillLine]:
    """Read the lines of a language."""
    with (FOLDER / "skill_lines.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    return [SkillLine(row["line"], row["skill"] or None) for row in rows]


def read_cards(language: str) -> dict[str, str]:
    """Read the skills: skill → card."""
    with (FOLDER / "skill_cards.csv").open(encoding="utf-8", newline="") as file:
        return {row["skill"]: row[language] for row in csv.DictReader(file)}


def measure_matching(
    similarity: NDArray[np.float32], lines: list[SkillLine], skills: list[str]
) -> dict[str, float]:
    """Measure similarities of lines with cards.

    Args:
        similarity: (line, skill), cosines.
        lines: The rows.
        skills: The columns.

    Returns:
        `auc`: chance that a line is closer to its own card than a line about something else is
        to a card drawn at random; `auc_best`: the same, every line taken with its closest card;
        `top1`: share of lines about a skill whose closest card is their own.
    """
    is_relevant = np.array([line.skill is not None for line in lines])
    own = [
        float(similarity[row, skills.index(line.skill)])
        for row, line in enumerate(lines)
        if line.skill is not None
    ]
    elsewhere = similarity[~is_relevant].ravel()
    labels = np.r_[np.ones(len(own)), np.zeros(len(elsewhere))]
    closest = similarity.argmax(axis=1)
    hits = [skills[closest[row]] == line.skill for row, line in enumerate(lines) if line.skill]
    return {
        "auc": float(roc_auc_score(labels, np.r_[own, elsewhere])),
        "auc_best": float(roc_auc_score(is_relevant, similarity.max(axis=1))),
        "top1": float(np.mean(hits)),
    }


def run_embeddings(model_id: str | None) -> Measures:
    """Embed lines and cards and measure both languages.

    Args:
        model_id: Id of an encoder in the catalog; by default the one that reads both languages.

    Returns:
        What `measure_matching` gives, of each language, and `items` and `model`.
    """
    name = model_id or models_for("embedding")[0].id
    engine = start_engine(name)
    measures: Measures = {"model": name, "items": 0}
    try:
        for language in LANGUAGES:
            lines, cards = read_lines(language), read_cards(language)
            vectors = _embed(engine, [line.text for line in lines], "query")
            similarity = vectors @ _embed(engine, list(cards.values()), "passage").T
            found = measure_matching(similarity, lines, list(cards))
            measures |= {f"{key}_{language}": round(value, 4) for key, value in found.items()}
            measures["items"] = int(measures["items"] or 0) + len(lines)
    finally:
        engine.close()
    return measures


def _embed(engine: Engine, texts: list[str], role: EmbeddingRole) -> NDArray[np.float32]:
    job = engine.submit(EmbeddingRequest(tuple(texts), role), session="quality")
    for _event in engine.stream(job):
        pass
    result: EmbeddingResult = job.result()
    return result.vectors
