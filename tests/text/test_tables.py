"""Files of every kind, good and bad: rows 12 to 20 of what may come in."""

import csv
import io
import time

import pytest

from components.records.refusal import Refusal
from components.text.separators import MAX_COLUMNS
from components.text.tables import MAX_BYTES, MAX_CELLS, MAX_ROWS, read_table

CHINESE = "文本,标签\n这部电影很好看,正面\n声音很差，不推荐,负面\n"
MEGABYTE = 1_000_000


def refusal_of(data, **options):
    with pytest.raises(Refusal) as refused:
        read_table(data, **options)
    return refused.value


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode(), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "utf-16"),
        (CHINESE.encode("gbk"), "gb18030"),
        (CHINESE.encode("gb18030"), "gb18030"),
    ],
)
def test_rows_12_and_13_the_encoding_is_found_and_named(data, encoding):
    table = read_table(data)
    assert table.encoding == encoding
    assert table.columns == ("文本", "标签")
    assert table.rows == (("这部电影很好看", "正面"), ("声音很差，不推荐", "负面"))


def test_another_encoding_can_be_chosen_and_a_wrong_one_is_named():
    data = "text\ncafé, señor\n".encode("cp1252")
    assert refusal_of(b"\xff\xff\xff\x81").key == "table_encoding"
    assert refusal_of(data, encoding="utf-8").key == "table_encoding"
    assert read_table(data, encoding="cp1252", delimiter=";").rows == (("café, señor",),)
    assert read_table("評論\n很好\n".encode("big5"), encoding="big5").columns == ("評論",)


def test_what_is_only_guessed_says_so():
    western = read_table("text,n\nTür,1\nGefühl,2\n".encode("cp1252"))
    assert (western.rows[0], western.is_encoding_certain) == (("Tür", "1"), False)
    assert not read_table(CHINESE.encode("gbk")).is_encoding_certain
    assert read_table(CHINESE.encode()).is_encoding_certain


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("sep=;\ntext;n\na, b;1\n", ("text", "n"), (("a, b", "1"),)),
        ('"sep=|"\r\ntext|n\r\na|1\r\n', ("text", "n"), (("a", "1"),)),
        ("text; n, m\na;1\nb;2\nc;3\n", ("text", "n, m"), (("a", "1"), ("b", "2"), ("c", "3"))),
        ("Reviews, 2031\n\ntext;n\na;1\nb;2\nc;3\n", ("text", "n"), None),
        ("Report;;\n;;\ntext;n;m\na;1;2\nb;3;4\n", ("text", "n", "m"), None),
        ("text,n,,\na,1,,\nb,2,,\n", ("text", "n"), (("a", "1"), ("b", "2"))),
        ("text,n\na,1,,\n", ("text", "n"), (("a", "1"),)),
    ],
)
def test_what_spreadsheets_write_is_read(text, columns, rows):
    table = read_table(text.encode())
    assert table.columns == columns
    assert rows is None or table.rows == rows


def test_titles_are_counted_and_lines_stay_right():
    table = read_table(b"sep=;\nReport;;\n;;\ntext;n;m\na;1;2\n")
    assert (table.num_above, table.num_blank, table.line_numbers) == (1, 1, (5,))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_the_one_the_first_line_has_most_of(delimiter):
    data = delimiter.join(["text", "label", "id"]) + "\n" + delimiter.join(["a b", "1", "2"])
    table = read_table(data.encode())
    assert table.delimiter == delimiter
    assert table.rows == (("a b", "1", "2"),)


def test_separators_in_quotes_do_not_count():
    table = read_table(b'"a,b,c,d";label\nx;1\n')
    assert table.columns == ("a,b,c,d", "label")


def test_rows_14_and_15_one_column_is_read_and_duplicate_names_are_refused():
    table = read_table(b"text\nI love it\nI hate it\n")
    assert table.columns == ("text",)
    refusal = refusal_of(b"text,label,text \na,b,c\n")
    assert (refusal.key, refusal.values) == ("table_duplicate", {"first": 1, "second": 3})
    assert read_table(b"text,,\na,b,c\n").columns == ("text", "#2", "#3")


@pytest.mark.parametrize("row", ["only one", "a,b,c"])
def test_row_16_ragged_rows_are_refused_with_their_line(row):
    data = f'text,label\n"two\nlines",1\ngood,2\n{row}\n'.encode()
    refusal = refusal_of(data)
    assert refusal.key == "table_ragged"
    assert refusal.values == {"line": 5, "cells": row.count(",") + 1, "columns": 2}


def test_row_17_na_and_null_are_texts():
    words = ("NA", "null", "NaN", "None", "0012", "1e5", "TRUE", "2026-01-01")
    table = read_table(("text,x\n" + "".join(f"{word},\n" for word in words)).encode())
    assert table.column(0) == words


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"," * MEGABYTE, "table_wide"),
        (b"a,b\n" + b"," * MEGABYTE, "table_line_long"),
        (b'"' + b"a" * MEGABYTE, "table_quote_open"),
        (b'text,label\n"' + b"a,b\n" * (MEGABYTE // 4), "table_quote_open"),
        (b'text,label\nx,"never closed\n', "table_quote_open"),
        (b'"' * MEGABYTE, "table_line_long"),
        (b"a" * MEGABYTE, "table_head_long"),
        (b'"x",' * 250_000, "table_wide"),
    ],
)
def test_row_18_a_flood_of_separators_or_an_open_quote_is_refused_at_once(data, key):
    started = time.perf_counter()
    refusal = refusal_of(data)
    duration_s = time.perf_counter() - started
    assert refusal.key == key
    assert duration_s < 0.1


def test_row_18_two_hundred_columns_are_taken_and_one_more_is_not():
    header = ",".join(f"c{n}" for n in range(MAX_COLUMNS))
    assert len(read_table(f"{header}\n{',' * (MAX_COLUMNS - 1)}x\n".encode()).columns) == 200
    assert refusal_of(f"{header},c200\n".encode()).key == "table_wide"


def test_row_19_a_large_file_is_refused_unread():
    refusal = refusal_of(b"a" * (10 * MAX_BYTES))
    assert (refusal.key, refusal.values) == ("table_file_large", {"size": 200, "limit": 20})
    assert read_table(b"text\n" + b"a\n" * ((MAX_BYTES - 5) // 2)).has_more


def test_row_20_cells_that_look_like_formulas_are_imported_intact():
    cells = ["=1+1", "+49 30", "-5 stars", "@home", "\ttabbed", " =2", "'quoted"]
    file = io.StringIO()
    csv.writer(file).writerows([["text", "n"], *([cell, "1"] for cell in cells)])
    assert list(read_table(file.getvalue().encode()).column(0)) == cells


def test_blank_rows_are_left_out_and_counted_and_lines_stay_right():
    table = read_table(b"\n\ntext,label\r\n\r\na,1\r\n , \r\nb,2\r\n")
    assert table.rows == (("a", "1"), ("b", "2"))
    assert table.line_numbers == (5, 7)
    assert table.num_blank == 4


def test_the_first_twenty_thousand_rows_are_taken():
    table = read_table(b"text\n" + b"a\n" * (MAX_ROWS + 1))
    assert len(table.rows) == MAX_ROWS
    assert table.has_more
    assert not read_table(b"text\n" + b"a\n" * MAX_ROWS).has_more
    wide = (",".join(f"c{n}" for n in range(200)) + "\n").encode() + b",".join([b"x"] * 200) + b"\n"
    many = read_table(wide + (b",".join([b"x"] * 200) + b"\n") * 6_000)
    assert len(many.rows) * 200 == MAX_CELLS
    assert many.has_more


@pytest.mark.parametrize(
    "data", [b"", b"  \n\t\n", b"\xef\xbb\xbf", b"\x00\x00\x00", b"\n" * 500_000]
)
def test_an_empty_file_is_called_empty(data):
    assert refusal_of(data).key == "table_empty"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"text,label\n", "table_no_rows"),
        (b"text,label\n,\n \n", "table_no_rows"),
        (b"PK\x03\x04\x14\x00", "table_spreadsheet"),
        (b'text,label\n"good" film,1\n', "table_quote_stray"),
        (b"text\n" + b"a" * 150_000 + b"\n", "table_cell_long"),
    ],
)
def test_other_faults_have_their_own_sentence(data, key):
    assert refusal_of(data).key == key


def test_control_characters_are_taken_out_and_counted():
    table = read_table(b"text,label\na\x00b\x07,1\n")
    assert table.rows == (("ab", "1"),)
    assert table.removed_control == 2


def test_equal_files_read_alike_have_equal_digests():
    data = b"a;b\n1;2\n"
    assert read_table(data).digest == read_table(data).digest
    assert read_table(data).digest != read_table(data, delimiter=",").digest
