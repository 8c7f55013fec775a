"""The deck as Anki reads it: a zip with a SQLite collection."""

import io
import sqlite3
import zipfile

from components.export.anki import AnkiNote, anki_deck

NOTES = [
    AnkiNote("a.en", ("What is $x^2$?", "A. <b>"), ("✓ A. it & that",), ("rag", "level-1")),
    AnkiNote("b.en", ("A price: 5 $",), ("Five.",)),
]


def read(data, tmp_path):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as connection:
        rows = connection.execute("SELECT guid, flds, tags FROM notes ORDER BY id").fetchall()
        cards = connection.execute("SELECT count(*) FROM cards").fetchone()[0]
    connection.close()
    return rows, cards


def test_notes_become_cards_with_escaped_text_and_formulas(tmp_path):
    rows, cards = read(anki_deck("Deck", NOTES), tmp_path)
    assert cards == 2
    front, back = rows[0][1].split("\x1f")
    assert front == "<p>What is \\(x^2\\)?</p>\n<p>A. &lt;b&gt;</p>"
    assert back == "<p>✓ A. it &amp; that</p>"
    assert rows[0][2].split() == ["rag", "level-1"]
    assert rows[1][1].startswith("<p>A price: 5 $</p>")


def test_a_newer_deck_updates_the_same_cards(tmp_path):
    one, _ = read(anki_deck("Deck", NOTES), tmp_path)
    two, _ = read(anki_deck("Deck", NOTES), tmp_path)
    assert [row[0] for row in one] == [row[0] for row in two]
    assert len({row[0] for row in one}) == 2
