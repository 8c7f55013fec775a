"""Composes different everyday sentences of the three classes from templates."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from components.text.han import count_han

_FOLDER = Path(__file__).parent / "everyday"
_FOLDERS = {"en": _FOLDER, "zh": _FOLDER / "zh"}
_NAMES = {0: "negative", 1: "neutral", 2: "positive"}
_SLOT = re.compile(r"\{(\w+)\}")
HELD_OUT_EVERY = 8


class TemplateSet(NamedTuple):
    """Templates of one class and the words that fill each of their slots."""

    templates: Sequence[str]
    slots: Mapping[str, Sequence[str]]


@cache
def read_templates(label: int, language: str = "en") -> TemplateSet:
    """Read the templates of a class (0 negative, 1 neutral, 2 positive) in English or Chinese."""
    folder = _FOLDERS[language]
    content = _read_toml(folder, _NAMES[label])
    shared = {} if label == 1 else _read_toml(folder, "subjects")["slots"]
    return TemplateSet(content["templates"], {**shared, **content["slots"]})


def select_templates(label: int, held_out: bool, language: str = "en") -> list[str]:
    """Return the templates of a class for training, or every eighth, kept back for validation."""
    return [
        template
        for index, template in enumerate(read_templates(label, language).templates)
        if (index % HELD_OUT_EVERY == HELD_OUT_EVERY - 1) == held_out
    ]


def fill_template(template: str, slots: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """Fill every slot at random, start with a capital and mostly end with a full stop.

    Chinese has no capitals, and its full stop is `。`.
    """
    filled = _SLOT.sub(lambda match: rng.choice(slots[match.group(1)]), template)
    sentence = re.sub(r"\ba (?=[aeiou])", "an ", filled)
    sentence = sentence[0].upper() + sentence[1:]
    if sentence[-1] in "?!？！" or rng.random() < 0.15:
        return sentence
    return sentence + ("。" if count_han(sentence) else ".")


def compose_everyday_sentences(
    label: int, count: int, seed: int, held_out: bool = False, language: str = "en"
) -> list[str]:
    """Compose different sentences of one class.

    Args:
        label: 0 negative, 1 neutral, 2 positive.
        count: Sentences wanted; fewer come back when the templates give no more.
        seed: Seed of the random choice; the same seed gives the same sentences.
        held_out: Whether to use the templates kept back for validation.
        language: `en` or `zh`.

    Returns:
        At most `count` different sentences.
    """
    rng = random.Random(f"{seed}-{label}-{held_out}")
    templates = select_templates(label, held_out, language)
    slots = read_templates(label, language).slots
    sentences: dict[str, None] = {}
    for _ in range(20 * count):
        if len(sentences) == count:
            break
        sentences[fill_template(rng.choice(templates), slots, rng)] = None
    return list(sentences)


def _read_toml(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
