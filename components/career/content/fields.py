"""Field types that several kinds of content files share."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Line = Annotated[str, Field(min_length=1)]
Level = Literal[1, 2, 3]
"""1 can explain it, 2 can use it, 3 can design with it and debug it."""
Group = Literal[
    "language",
    "transformer",
    "training",
    "generation",
    "evaluation",
    "deployment",
    "applications",
    "tools",
    "trends",
    "challenges",
    "data",
    "career",
]
"""Where the report of what is covered lists a concept."""


class Record(BaseModel):
    """An immutable record that rejects fields it does not declare."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entity(Record):
    """A record with an id: a file's stem, or unique over the files of its folder."""

    id: Slug


class Bilingual(Record):
    """The same said in both languages; Markdown where the field says so."""

    en: Line
    zh: Line


class Terms(Record):
    """Words and phrases of each language."""

    en: tuple[Line, ...] = ()
    zh: tuple[Line, ...] = ()


class Source(Record):
    """What a claim rests on; `note` says which claim if that is not obvious."""

    title: Line
    url: HttpUrl
    note: Bilingual | None = None
