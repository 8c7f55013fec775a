"""Field types that several kinds of content files share."""

from typing import Literal

from pydantic import HttpUrl

from components.records.fields import Bilingual, Line, Record, Slug

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


class Entity(Record):
    """A record with an id: a file's stem, or unique over the files of its folder."""

    id: Slug


class Terms(Record):
    """Words and phrases of each language."""

    en: tuple[Line, ...] = ()
    zh: tuple[Line, ...] = ()


class Source(Record):
    """What a claim rests on; `note` says which claim if that is not obvious."""

    title: Line
    url: HttpUrl
    note: Bilingual | None = None
