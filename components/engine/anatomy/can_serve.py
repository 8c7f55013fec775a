"""Whether a model can do a task, told before it is loaded: its card and the table of families."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from components.records.anatomy import FAMILIES, Family
from components.records.model import Architecture, ModelCard
from components.records.refusal import Refusal


@dataclass(frozen=True)
class _Need:
    """What a task asks of a model.

    Attributes:
        architecture: The only one that will do; None if any does.
        otherwise: Refusal of a model of another architecture.
        is_inside: True if the task looks into the model, so that it has to be in this process.
        fits: Returns whether a family is built as the task requires.
        unfit: Refusal of a family that is not.
    """

    architecture: Architecture | None = None
    otherwise: str = ""
    is_inside: bool = True
    fits: Callable[[Family], bool] = lambda _family: True
    unfit: str = ""


_CLASSIFIES = _Need("sequence-classifier", "needs_classifier")
_QUOTES = _Need("question-answerer", "needs_reader")
_EXPLAINS = _Need(
    "sequence-classifier",
    "no_attribution",
    fits=lambda family: family.has_mask_token,
    unfit="no_attribution",
)
_NEEDS: Mapping[str, _Need] = {
    "sentiment": _CLASSIFIES,
    "sentiment_table": _CLASSIFIES,
    "attribution": _EXPLAINS,
    "attention_faithfulness": _EXPLAINS,
    "question_answering": _QUOTES,
    "question_table": _QUOTES,
    "text_generation": _Need("decoder", "needs_decoder", is_inside=False),
    "embedding": _Need("encoder", "needs_encoder"),
    "attention": _Need(),
    "attention_heads": _Need(),
    "head_knockout": _Need(),
    "attention_steps": _Need(fits=lambda family: family.is_walkable, unfit="no_attention_steps"),
    "layers": _Need(),
    "watched_tokens": _Need("decoder", "no_lens"),
}
"""Stem of an inference module → what it needs."""
KNOWN_TASKS = frozenset(_NEEDS)


def can_serve(card: ModelCard, task: str) -> Refusal | None:
    """Return whether a model is offered for a task of the catalog and can do it.

    Args:
        card: What the catalog says of the model.
        task: Stem of a page or an inference module, such as `sentiment`.

    Returns:
        None if it can; else why not: what `find_gap` returns, or `task_unlisted` for a model
        that could do it and is not offered for it.
    """
    refusal = find_gap(card, task)
    if refusal is None and task not in card.tasks:
        return Refusal("task_unlisted", model=card.name)
    return refusal


def find_gap(card: ModelCard, task: str) -> Refusal | None:
    """Return what a model is missing for a task, whether it is offered for it or not.

    Args:
        card: What the catalog says of the model.
        task: Stem of an inference module.

    Returns:
        None if nothing is missing; else the reason: another architecture (`needs_classifier`,
        `needs_reader`, `needs_decoder`, `needs_encoder`, `no_attribution`, `no_lens`), a model that
        answers elsewhere (`no_weights`), a family without a row (`family_unknown`) or one that is
        built in another way (`no_attention_steps`, `no_attribution`), or a task that no module
        knows (`task_unlisted`).
    """
    need = _NEEDS.get(task)
    if need is None:
        return Refusal("task_unlisted", model=card.name)
    if need.architecture not in (None, card.architecture):
        return Refusal(need.otherwise, model=card.name)
    if card.family is None:
        return Refusal("no_weights", model=card.name) if need.is_inside else None
    family = FAMILIES.get(card.family)
    if family is None or card.architecture not in family.heads:
        return Refusal("family_unknown", model=card.name, family=card.family)
    return None if need.fits(family) else Refusal(need.unfit, model=card.name)
