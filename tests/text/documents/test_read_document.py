"""Rows 21 to 24 of the table of bad input: what a file may do, and what becomes of it."""

import io
import os
import time
import zipfile

import pytest

from components.records.refusal import Refusal
from components.text import documents
from components.text.documents import read_document
from tests.document_files import encrypt_pdf, make_bomb, make_docx, make_pdf, make_scan, make_zip


def refusal_of(name, data, **options):
    with pytest.raises(Refusal) as caught:
        read_document(name, data, **options)
    return caught.value.key


def test_a_pdf_gives_its_pages():
    document = read_document("a.pdf", make_pdf(["The first page.", "The second page."]))
    assert document.text == "The first page.\n\nThe second page."
    assert (document.format, document.num_pages, document.has_more) == ("pdf", 2, False)
    assert document.page_of(document.text.index("first")) == 1
    assert document.page_of(document.text.index("second")) == 2


def test_a_chinese_pdf_gives_its_characters_without_gaps_between_lines():
    page = (
        "注意力机制让模型在生成每个词时关注输入的不同部\n分，这一点非常重要，因为长句子很难记住。"
    )
    document = read_document("论文.pdf", make_pdf([page]))
    assert "不同部分，这一点" in document.text


def test_three_hundred_pages_are_cut_at_two_hundred_and_it_says_so():
    document = read_document("a.pdf", make_pdf([f"Page {n}." for n in range(1, 301)]))
    assert document.num_pages == 300
    assert document.page_numbers == tuple(range(1, 201))
    assert document.has_more
    assert document.text.endswith("Page 200.")


def test_ten_thousand_pages_take_a_few_seconds():
    data = make_pdf([f"Page {n}." for n in range(1, 10_001)])
    document = read_document("a.pdf", data)
    assert document.num_pages == 10_000
    assert len(document.page_starts) == 200


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_encrypted_pdf_asks_for_its_password(algorithm):
    data = encrypt_pdf(make_pdf(["Secret words."]), "sesame", algorithm)
    assert refusal_of("a.pdf", data) == "document_encrypted"
    assert refusal_of("a.pdf", data, password="open") == "document_password_wrong"
    assert read_document("a.pdf", data, password="sesame").text == "Secret words."


def test_a_pdf_that_only_its_owner_may_print_opens():
    assert read_document("a.pdf", encrypt_pdf(make_pdf(["Words."]), "")).text == "Words."


def test_pictures_of_pages_have_no_text():
    assert refusal_of("scan.pdf", make_scan()) == "document_no_text"


def test_a_page_without_text_among_others_is_counted():
    document = read_document("a.pdf", make_pdf(["One.", "", "Three."]))
    assert document.num_textless == 1
    assert document.page_numbers == (1, 3)
    assert document.page_of(document.text.index("Three")) == 3


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.pdf", b"", "document_empty"),
        ("a.txt", b" \n\t\x00".replace(b"\x00", b""), "document_empty"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20, "document_malformed"),
        ("a.pdf", b"no pdf at all", "document_malformed"),
        ("a.docx", b"no docx at all", "document_malformed"),
        ("a.docx", b"PK\x03\x04 and no more", "document_malformed"),
        ("a.docx", make_zip([("word/document.xml", b"<no")]), "document_malformed"),
        ("a.docx", make_zip([("xl/workbook.xml", b"<a/>")]), "document_format"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document_old_word"),
        ("a.txt", b"\x7fELF\x00\x00\x01", "document_format"),
        ("a.txt", b"\xff\xff\xff\x81", "document_format"),
        ("a.txt", b"a" * (20 * 2**20 + 1), "document_large"),
    ],
)
def test_what_cannot_be_read_is_named(name, data, key):
    assert refusal_of(name, data) == key


@pytest.mark.parametrize("lost", [6, 200, 1_500])
def test_a_pdf_that_is_cut_off_is_broken(lost):
    data = make_pdf(["The first page.", "The second page."])
    assert refusal_of("a.pdf", data[:-lost]) == "document_malformed"


def test_a_bomb_is_refused_from_its_directory():
    data = make_bomb()
    assert len(data) < 250_000
    started = time.monotonic()
    assert refusal_of("a.docx", data) == "document_bomb"
    assert time.monotonic() - started < 5


def test_a_thousand_entries_are_too_many():
    entries = [("word/document.xml", b"<a/>"), *((f"word/{n}.xml", b"") for n in range(1_000))]
    assert refusal_of("a.docx", make_zip(entries)) == "document_bomb"


def test_entities_that_multiply_are_not_expanded():
    names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    xml = f'<!DOCTYPE w [<!ENTITY a0 "boom">{"".join(names)}]><w>&a11;</w>'
    whole = io.BytesIO(make_docx(["One."]))
    parts = {e: zipfile.ZipFile(whole).read(e) for e in zipfile.ZipFile(whole).namelist()}
    parts["word/document.xml"] = xml.encode()
    assert refusal_of("a.docx", make_zip(parts.items())) in ("document_malformed", "document_empty")


def test_a_docx_gives_paragraphs_tables_and_the_pages_that_word_made():
    data = make_docx(["One.\nStill one.", "Two."], rows=[("Name", "Age"), ("Ada", "36")])
    document = read_document("a.docx", data)
    assert document.text == "One.\nStill one.\n\nTwo.\nName | Age\nAda | 36"
    assert document.num_pages == 2
    assert document.page_of(document.text.index("Ada")) == 2


def test_a_docx_without_breaks_has_no_pages():
    document = read_document("a.docx", make_docx(["One.\nTwo."]))
    assert (document.num_pages, document.page_starts) == (0, ())
    assert document.page_of(3) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_texts_are_decoded(encoding):
    document = read_document("笔记.md", "# 标题\n\n注意力机制".encode(encoding))
    assert document.text == "# 标题\n\n注意力机制"
    assert document.format == "md"


def test_an_encoding_that_is_guessed_says_so_and_another_one_can_be_chosen():
    data = "Tür und Gefühl".encode("cp1252")
    guess = read_document("a.txt", data)
    assert (guess.text, guess.encoding, guess.is_encoding_certain) == (
        "Tür und Gefühl",
        "cp1252",
        False,
    )
    chosen = read_document("a.txt", data, encoding="cp1250")
    assert (chosen.encoding, chosen.is_encoding_certain) == ("cp1250", True)
    assert chosen.digest != guess.digest
    assert refusal_of("a.txt", data, encoding="utf-8") == "document_encoding"
    assert read_document("a.txt", "门".encode()).is_encoding_certain


def test_form_feeds_are_pages_and_control_characters_go():
    document = read_document("a.txt", b"One\x07.\x0cTwo.")
    assert document.text == "One.\n\nTwo."
    assert (document.num_pages, document.removed_control) == (2, 1)


def test_a_text_of_many_characters_is_cut_and_it_says_so():
    document = read_document("a.txt", b"word " * 300_000)
    assert len(document.text) == 1_000_000 or len(document.text) == 999_999
    assert document.has_more


def test_the_process_that_reads_is_ended_in_time(monkeypatch):
    monkeypatch.setattr(documents, "PARSE_S", 0.3)
    monkeypatch.setattr(documents, "_CHILD", ["sleep", "60"])
    started = time.monotonic()
    assert refusal_of("a.txt", b"text") == "document_slow"
    assert time.monotonic() - started < 5


def test_the_process_that_reads_ends_with_whoever_waits(monkeypatch):
    monkeypatch.setattr(documents, "_CHILD", ["sleep", "60"])

    def leave():
        raise ConnectionError

    with pytest.raises(ConnectionError):
        read_document("a.txt", b"text", on_wait=leave)
    assert documents._PLACES._value == 2


@pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")
def test_the_process_that_reads_has_so_much_memory_and_no_more(monkeypatch):
    code = (
        "from components.text.documents import child; child.limit_itself(); "
        "child.describe = lambda *_: bytearray(2 * 2**30); "
        "import sys, json; sys.stdout.write(json.dumps(child.answer(sys.stdin.buffer.read())))"
    )
    monkeypatch.setattr(documents, "_CHILD", [documents.sys.executable, "-c", code])
    assert refusal_of("a.txt", b"text") == "document_memory"
