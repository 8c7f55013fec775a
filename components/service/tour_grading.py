"""The request of an exercise to a model, and the answer it makes right; pure functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from components.records.attention import AttentionRequest, AttentionResult
from components.records.attention_faithfulness import (
    AttentionFaithfulnessRequest,
    AttentionFaithfulnessResult,
)
from components.records.attention_heads import AttentionHeadsRequest, AttentionHeadsResult
from components.records.head_knockout import HeadKnockoutRequest, HeadKnockoutResult
from components.records.request import Request
from components.service.tours import Exercise

QUARTERS = ("to_25", "to_50", "to_75", "to_100")
KEPT = ("most", "some", "little")
CHANGES = ("halved", "lower", "same", "higher")
SAME = ("yes", "no")

Graded = AttentionResult | HeadKnockoutResult | AttentionFaithfulnessResult | AttentionHeadsResult
"""A model's result that an exercise is graded by."""


@dataclass(frozen=True)
class Grade:
    """What a model made of an exercise.

    Attributes:
        right: Id of the right choice.
        shares: What the explanation's placeholders for shares stand for, 0 to 1.
        facts: What its other placeholders stand for.
    """

    right: str
    shares: Mapping[str, float]
    facts: Mapping[str, str] = field(default_factory=dict)


def parse_head(name: str) -> tuple[int, int]:
    """Read a head's name: layer and head from 0.

    Example:
        >>> parse_head("3.10")
        (2, 9)
    """
    layer, head = name.split(".")
    return int(layer) - 1, int(head) - 1


def list_choices(exercise: Exercise) -> tuple[str, ...]:
    """List the ids that can be chosen: heads, words, or sizes."""
    fixed: dict[str, tuple[str, ...]] = {
        "strongest_head": exercise.heads,
        "top_key": exercise.choices,
        "knockout": CHANGES,
        "sink_share": QUARTERS,
        "random_tokens": KEPT,
        "same_first_token": SAME,
    }
    return fixed[exercise.kind]


def make_request(exercise: Exercise, text: str) -> Request[Graded]:
    """Make the request whose result grades an exercise."""
    heads = tuple(sorted(parse_head(name) for name in exercise.heads))
    if exercise.kind == "top_key":
        return AttentionRequest(text, layer=heads[0][0], head=heads[0][1])
    if exercise.kind == "knockout":
        return HeadKnockoutRequest(text, heads)
    if exercise.kind == "same_first_token":
        return AttentionFaithfulnessRequest(text)
    return AttentionHeadsRequest(text)


def grade(exercise: Exercise, result: Graded) -> Grade:
    """Find the right choice in the model's own result.

    Args:
        exercise: What was asked.
        result: Answer to `make_request`.
    """
    match result:
        case AttentionResult():
            return _grade_top_key(exercise, result)
        case HeadKnockoutResult():
            return _grade_knockout(result)
        case AttentionFaithfulnessResult():
            return _grade_first_token(result)
    of_heads: dict[str, Callable[[Exercise, AttentionHeadsResult], Grade]] = {
        "strongest_head": _grade_strongest,
        "sink_share": _grade_sink,
        "random_tokens": _grade_random,
    }
    return of_heads[exercise.kind](exercise, result)


def _grade_strongest(exercise: Exercise, result: AttentionHeadsResult) -> Grade:
    scores = {n: result.score(*parse_head(n), exercise.pattern) for n in exercise.heads}
    right = max(scores, key=scores.__getitem__)
    layer, head = right.split(".")
    return Grade(right, {"percent": scores[right]}, {"layer": layer, "head": head})


def _grade_top_key(exercise: Exercise, result: AttentionResult) -> Grade:
    words = [token.text.lstrip("␣").lower() for token in result.tokens]
    row = result.weights[words.index(exercise.query.lower())]
    weights = {
        choice: float(sum(row[i] for i, word in enumerate(words) if word == choice.lower()))
        for choice in exercise.choices
    }
    right = max(weights, key=weights.__getitem__)
    return Grade(right, {"percent": weights[right]}, {"word": right})


def _grade_knockout(result: HeadKnockoutResult) -> Grade:
    first = result.answer_before
    if first is None:
        raise ValueError(f"a {result.kind} has no answer whose probability changes")
    facts = {"token": first.name.replace("␣", " ").strip(), "kl": f"{result.kl_bits:.2f}"}
    shares = {"before": first.before, "after": first.after}
    return Grade(size_change(first.after / first.before), shares, facts)


def size_change(ratio: float) -> str:
    """Name a change of a probability by its ratio, one of `CHANGES`."""
    if ratio < 0.5:
        return "halved"
    if ratio < 0.95:
        return "lower"
    return "same" if ratio <= 1.05 else "higher"


def _grade_sink(exercise: Exercise, result: AttentionHeadsResult) -> Grade:
    share = result.score(*parse_head(exercise.heads[0]), "sink")
    quarter = min(int(4 * share), 3)
    return Grade(QUARTERS[quarter], {"percent": share})


def _grade_random(exercise: Exercise, result: AttentionHeadsResult) -> Grade:
    head = parse_head(exercise.heads[0])
    on_text = result.score(*head, exercise.pattern)
    on_random = result.score(*head, exercise.pattern, is_random=True)
    kept = on_random / max(on_text, 1e-9)
    right = KEPT[0] if kept >= 0.8 else KEPT[1] if kept >= 0.4 else KEPT[2]
    return Grade(right, {"text": on_text, "random": on_random})


def _grade_first_token(result: AttentionFaithfulnessResult) -> Grade:
    places = {
        method: int(np.argmax(np.abs(result.scores[method])))
        for method in ("rollout", "integrated_gradients")
    }
    rho = result.correlation("rollout", "integrated_gradients")
    facts = {
        "attention": result.tokens[places["rollout"]].text,
        "gradients": result.tokens[places["integrated_gradients"]].text,
        "rho": f"{rho:.2f}".replace("-", "−"),
    }
    return Grade(SAME[0] if len(set(places.values())) == 1 else SAME[1], {}, facts)
