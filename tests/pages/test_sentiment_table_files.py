"""Files of every kind on the page of tables: rows 12 to 20 of what may come in."""

import io

import pandas as pd
import pytest

from components.interface.frame.i18n import Translator, load_catalogs
from tests.pages.table_fixtures import PAGE, frames, keys, start

LANGUAGES = sorted(load_catalogs())
EN = Translator("en")
CHINESE = "文本,标签\n这部电影很好看,正面\n声音很差，不推荐,负面\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk"])
def test_rows_12_and_13_encodings_are_read_and_named(upload, shown_texts, language, encoding):
    t = Translator(language)
    app = upload(CHINESE.encode(encoding), language=language)
    name = {"utf-8-sig": "utf-8", "gbk": "gb18030"}.get(encoding, encoding)
    assert t(f"table.encoding.{name}") in shown_texts(app)
    assert list(frames(app)[0]["c0"]) == ["这部电影很好看", "声音很差，不推荐"]
    assert app.selectbox(key=f"{PAGE}.encoding").value == "auto"
    start(app)
    (part,) = app.session_state[f"{PAGE}.run"].parts
    verdicts = [row.probabilities.index(max(row.probabilities)) for row in part.rows.values()]
    assert [part.labels[verdict] for verdict in verdicts] == ["positive", "negative"]


def test_a_wrong_guess_can_be_corrected(upload, shown_texts):
    app = upload("text;n\ncafé, señor;1\n".encode("cp1252"))
    assert EN("table.encoding_guess", reading=EN("table.reading")) in shown_texts(app)
    assert list(frames(app)[0]["c0"]) == ["café, señor"]
    app.selectbox(key=f"{PAGE}.encoding").set_value("utf-8").run()
    assert EN("refusal.table_encoding") in shown_texts(app)
    app.selectbox(key=f"{PAGE}.encoding").set_value("cp1252").run()
    app.selectbox(key=f"{PAGE}.delimiter").set_value(",").run()
    assert EN("refusal.table_ragged", line=2, cells=2, columns=1) in shown_texts(app)


def test_rows_14_and_15_what_is_missing_is_named(upload, answers, shown_texts):
    app = start(upload(b"text\ngood\n"))
    assert EN("sentiment_table.one_column") in shown_texts(app)
    app = start(upload(b"text,label\ngood,1\nbad,1\n"))
    assert EN("sentiment_table.one_class", label="positive") in shown_texts(app)
    app = start(upload(b"text,label\ngood,1\nbad,1\nbad,0\n"))
    assert EN("sentiment_table.rare_classes", labels="negative") in shown_texts(app)
    app = upload(b"text,text\na,b\n")
    assert EN("refusal.table_duplicate", first=1, second=2) in shown_texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("data", "key", "values"),
    [
        (b"text,label\na,1\nb\n", "table_ragged", {"line": 3, "cells": 1, "columns": 2}),
        (b"," * 1_000_000, "table_wide", {"limit": 200}),
        (b'text\n"' + b"a\n" * 500_000, "table_quote_open", {"line": 2}),
        (b"a" * (20 * 1024 * 1024 + 1), "table_file_large", {"size": 21, "limit": 20}),
        (b"PK\x03\x04", "table_spreadsheet", {}),
        (b"", "table_empty", {}),
        (b"text\n", "table_no_rows", {}),
    ],
)
def test_rows_16_18_and_19_bad_files_get_one_sentence(
    upload, shown_texts, language, data, key, values
):
    app = upload(data, language=language)
    t = Translator(language)
    assert t(f"refusal.{key}").format(**values) in shown_texts(app)
    assert f"{PAGE}.start" not in keys(app)
    app.button(key=f"{PAGE}.sample").click().run()
    assert f"{PAGE}.start" in keys(app), "the session lives on"


def test_row_17_na_and_null_are_texts(upload, answers):
    app = start(upload(b"text,label\nNA,0\nnull,0\n0012,1\n"))
    assert list(frames(app)[0]["c0"]) == ["NA", "null", "0012"]
    assert app.session_state[f"{PAGE}.run"].texts == ("NA", "null", "0012")


def test_row_19_the_limits_are_said_before(table_page, shown_texts):
    shown = shown_texts(table_page())
    assert "20 MB" in shown
    assert "20,000 rows" in shown


def test_row_20_formulas_are_kept_inside_and_escaped_in_the_file(upload, answers):
    from components.export.csv_table import csv_table
    from components.interface.demos.sentiment_table.rows import describe_file
    from components.text.tables import read_table

    cells = ["=1+1", "+good", "-bad", "@good", "\tgood"]
    data = ("text,label\n" + "".join(f"{cell},1\n" for cell in cells)).encode()
    app = start(upload(data))
    run = app.session_state[f"{PAGE}.run"]
    assert list(run.texts) == cells
    file = csv_table(*describe_file(EN, read_table(data), run))
    again = pd.read_csv(io.BytesIO(file), dtype=str, keep_default_na=False)
    assert list(again["text"]) == [f"'{cell}" for cell in cells]
    assert len(app.get("download_button")) == 1
