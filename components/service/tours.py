"""Guided tours and their exercises, read from `assets/tours/`; right answers are never in a file.

The model gives them, when a visitor asks.
"""

from functools import cache
from typing import Annotated, Literal

import yaml
from pydantic import Field

from components.records.assets import ASSETS
from components.records.fields import Bilingual, Line, ModelId, PageStem, Record, Slug

FOLDER = ASSETS / "tours"

HeadName = Annotated[str, Field(pattern=r"^[1-9]\d*\.[1-9]\d*$")]

Kind = Literal[
    "strongest_head", "top_key", "knockout", "sink_share", "random_tokens", "same_first_token"
]
"""What an exercise asks: which of some heads follows a pattern most; which word gets most of a
word's weight; what becomes of the likeliest next token without some heads; how much of a head's
weight rests; what is left of a pattern on random tokens; whether two methods put the same token
first."""


class View(Record):
    """A live view: a page with a model, a text and settings.

    Attributes:
        page: Stem of the page.
        model: Id in the catalog.
        text: In each language; the same where the model reads one alone.
        settings: Parameters of the page's links.
    """

    page: PageStem
    model: ModelId
    text: Bilingual
    settings: dict[str, str | int] = Field(default_factory=dict)


class Stop(Record):
    """A stop of a tour.

    Attributes:
        id: Stable slug.
        view: What is opened.
        title: What there is to see.
        look: What to look for, one to three sentences.
    """

    id: Slug
    view: View
    title: Bilingual
    look: Bilingual


class Exercise(Record):
    """A prediction that the model then grades.

    Attributes:
        id: Stable slug.
        kind: What is asked.
        view: The model and the text it is about, and where it can be seen.
        heads: Layer and head from 1, such as `3.10`: those to choose among, or those that are off.
        pattern: Of the heads, where one is meant.
        query: Word whose weight is asked for.
        choices: Words to choose among.
        question: What is asked.
        why: Said after the answer; its placeholders are the facts that the model gave.
    """

    id: Slug
    kind: Kind
    view: View
    heads: tuple[HeadName, ...] = ()
    pattern: str = ""
    query: str = ""
    choices: tuple[Line, ...] = ()
    question: Bilingual
    why: Bilingual


class Tour(Record):
    """Stops and exercises, in order."""

    stops: tuple[Stop, ...] = Field(min_length=1)
    exercises: tuple[Exercise, ...]


@cache
def load_tour(name: str) -> Tour:
    """Read a tour.

    Args:
        name: Of the file, without its ending.

    Raises:
        ValueError: Something in the file is not as it should be.
    """
    return Tour.model_validate(yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")))
