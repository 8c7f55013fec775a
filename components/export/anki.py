"""Questions as a deck for Anki: https://github.com/kerrickstaley/genanki."""

import html
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import genanki

_MODEL_ID = 1_607_392_319
_STYLE = """
.card { font-family: sans-serif; font-size: 18px; line-height: 1.5; text-align: left; }
.card ul, .card ol { padding-left: 1.4em; }
"""


@dataclass(frozen=True)
class AnkiNote:
    """One card.

    Attributes:
        id: Stable: importing a newer deck updates the card and keeps its schedule.
        front: Lines of the question, Markdown.
        back: Lines of the answer, Markdown.
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
                fields=[_to_html(note.front), _to_html(note.back)],
                tags=list(note.tags),
                guid=genanki.guid_for("llm-pathfinder", note.id),
            )
        )
    file = io.BytesIO()
    genanki.Package(deck).write_to_file(file)
    return file.getvalue()


def _to_html(lines: Sequence[str]) -> str:
    r"""Write lines as HTML; formulas between $ become what Anki's MathJax reads.

    Example:
        >>> _to_html(["a < $x^2$"])
        'a &lt; \\(x^2\\)'
    """
    return "<br>".join(_formulas(html.escape(line, quote=False)) for line in lines)


def _formulas(line: str) -> str:
    parts = line.split("$")
    if len(parts) % 2 == 0:
        return line
    return "".join(rf"\({part}\)" if i % 2 else part for i, part in enumerate(parts))
