"""Allowed values of facts: those stored, those read back and those imported.

One rule for all three, so that whatever can be stored can be exported and imported again.
"""

import math
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from components.records.learner import (
    Answer,
    AnswerPlace,
    Attempt,
    Fact,
    LessonMark,
    LessonStatus,
    Profile,
    Rating,
    Review,
    SelfRating,
)
from components.text.cleaning import MAX_CHARACTERS, is_blank, remove_control, replace_surrogates

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Times lie between them; a clock may be wrong by years, arithmetic on them must not overflow."""
MAX_ID = 120
"""Longest id of a skill, question, lesson or model, in characters."""
MAX_DIFFICULTY = 10.0
"""Largest absolute difficulty of a question, in logits; the content's lie within 2."""
MAX_CHANCE = 0.99
"""Largest probability of guessing right: at 1 an answer carries no information."""
MAX_TEXTS = 200
"""Most texts in one list of a fact."""
MAX_TEXT = MAX_CHARACTERS
"""Longest text of a fact, in characters: the longest that a page takes."""
MAX_PROFILE_NAME = 80
"""Longest stored name of a profile, in characters."""

_ID = re.compile(r"[A-Za-z0-9]+(?:[._/-][A-Za-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,4})?")

Check = Callable[[Any], bool]


def is_time(value: object) -> bool:
    """Return whether a value is a time with a zone, between `EARLIEST` and `LATEST`."""
    return isinstance(value, datetime) and value.tzinfo is not None and EARLIEST <= value <= LATEST


def is_uuid(value: object) -> bool:
    """Return whether a value is a UUID in its usual form of 36 characters."""
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


def is_text(value: object, limit: int = MAX_TEXT) -> bool:
    """Return whether a value is text that can be shown: no control character, no lone surrogate."""
    if not isinstance(value, str) or len(value) > limit:
        return False
    return not (replace_surrogates(value)[1] or remove_control(value)[1])


def is_profile_name(value: object) -> bool:
    """Return whether a value can be the name of a profile."""
    return is_text(value, MAX_PROFILE_NAME) and not is_blank(str(value))


def check_fact(fact: Fact) -> None:
    """Check every value of a fact.

    Raises:
        ValueError: Names the first field whose value is out of its range.
    """
    checks = _CHECKS[type(fact)]
    for name in (field.name for field in fields(fact)):
        if not checks[name](getattr(fact, name)):
            raise ValueError(f"{type(fact).__name__}.{name} is out of its range")


def is_sound_fact(fact: Fact) -> bool:
    """Return whether every value of a fact is in its range."""
    try:
        check_fact(fact)
    except ValueError:
        return False
    return True


def check_profile(profile: Profile) -> None:
    """Check a profile.

    Raises:
        ValueError: Its id, name or date cannot be one.
    """
    if not is_uuid(profile.id):
        raise ValueError("Profile.id is no UUID")
    if not is_time(profile.created_at):
        raise ValueError("Profile.created_at is out of its range")
    if not is_profile_name(profile.name):
        raise ValueError("Profile.name cannot be shown")


def _is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_ID and bool(_ID.fullmatch(value))


def _is_language(value: object) -> bool:
    return isinstance(value, str) and bool(_LANGUAGE.fullmatch(value))


def _is_number(lowest: float, highest: float) -> Check:
    def check(value: object) -> bool:
        is_real = isinstance(value, int | float) and not isinstance(value, bool)
        return is_real and math.isfinite(value) and lowest <= value <= highest  # type: ignore[arg-type, operator]

    return check


def _are_texts(value: object) -> bool:
    return isinstance(value, tuple) and len(value) <= MAX_TEXTS and all(map(is_text, value))


def _is_one_of(literal: Any) -> Check:
    return frozenset(literal.__args__).__contains__


def _is_level(value: object) -> bool:
    return type(value) is int and 0 <= value <= 3


_FACT: dict[str, Check] = {"id": is_uuid, "at": is_time}
_CHECKS: Mapping[type[Fact], Mapping[str, Check]] = {
    Answer: {
        **_FACT,
        "skill": _is_id,
        "question": _is_id,
        "given": _are_texts,
        "is_right": lambda value: isinstance(value, bool),
        "difficulty": _is_number(-MAX_DIFFICULTY, MAX_DIFFICULTY),
        "chance": _is_number(0, MAX_CHANCE),
        "place": _is_one_of(AnswerPlace),
    },
    SelfRating: {**_FACT, "skill": _is_id, "level": _is_level},
    LessonMark: {**_FACT, "lesson": _is_id, "status": _is_one_of(LessonStatus)},
    Review: {**_FACT, "question": _is_id, "rating": _is_one_of(Rating)},
    Attempt: {
        **_FACT,
        "question": _is_id,
        "author": _is_id,
        "language": _is_language,
        "text": is_text,
        "covered": _are_texts,
        "wrong": _are_texts,
    },
}
