"""Questions as a deck for Anki: https://github.com/kerrickstaley/genanki."""

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import genanki

from components.export.anki_fields import to_field

_MODEL_ID = 1_607_392_319
_STYLE = """
.card { font-family: sans-serif; font-size: 18px; line-height: 1.5; text-align: left; }
.card p { margin: 0 0 0.5em; }
.card ul, .card ol { margin: 0 0 0.5em; padding-left: 1.4em; }
.card code { font-family: monospace; font-size: 0.9em; }
.card pre { overflow-x: auto; }
"""


@dataclass(frozen=True)
class AnkiNote:
    """One card.

    Attributes:
        id: Stable: importing a newer deck updates the card and keeps its schedule.
        front: Blocks of the question, Markdown.
        back: Blocks of the answer, Markdown.
        tags: Words without spaces.
    """

    id: str
    front: tuple[str, ...]
    back: tuple[str, ...]
    tags: tuple[str, ...] = ()


def anki_deck(name: str, notes: Sequence[AnkiNote]) -> bytes:
    """Write a deck.

    Args:
        name: Of the deck; decks of one name are one deck in Anki.
        notes: Its cards.

    Returns:
        The bytes of an `.apkg` file.
    """
    model = genanki.Model(
        _MODEL_ID,
        "LLM Pathfinder",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Front}}",
                "afmt": "{{FrontSide}}<hr id=answer>{{Back}}",
            }
        ],
        css=_STYLE,
    )
    deck = genanki.Deck(zlib.crc32(name.encode()) + (1 << 31), name)
    for note in notes:
        deck.add_note(
            genanki.Note(
                model=model,
                fields=[to_field(note.front), to_field(note.back)],
                tags=list(note.tags),
                guid=genanki.guid_for("llm-pathfinder", note.id),
            )
        )
    file = io.BytesIO()
    genanki.Package(deck).write_to_file(file)
    return file.getvalue()
