"""Tables, lists, headers, notes and other files inside of a Word file; what is left out."""

import pytest

from components.records.refusal import Refusal
from components.text.documents import read_document
from components.text.documents.child import describe
from tests.word_files import cell, control, el, field, left_out_of, make_word, p, r, table, text_of

PICTURE = el("w:drawing/wp:inline/a:graphic/a:graphicData/pic:pic")


def test_rows_of_a_table_are_lines_and_merged_cells_are_read_once():
    body = table(
        cell("Team", '<w:vMerge w:val="restart"/>') + cell("Ada") + cell("5"),
        cell("", "<w:vMerge/>") + cell("Bo") + cell("3"),
        cell("Sum of both", '<w:gridSpan w:val="2"/>') + cell("8"),
    )
    assert text_of(p("x") + body) == "x\nTeam | Ada | 5\n | Bo | 3\nSum of both | 8"


def test_rows_and_cells_in_wrappers_are_read_and_deleted_ones_are_not():
    row = f"<w:tr>{control(cell('in'))}{cell('out')}</w:tr>"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('no')}</w:tr>"
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('no')}</w:tr>"
    body = f"<w:tbl>{control(row)}<w:customXml>{row}</w:customXml>{deleted}{hidden}</w:tbl>"
    assert text_of(body) == "in | out\nin | out"


def test_a_table_that_lays_out_a_page_is_read_cell_by_cell():
    inner = table(cell("2029") + cell("analyst"))
    body = table(cell(p("Skills") + p("SQL")) + cell(p("Work") + inner + p("end")))
    assert text_of(body) == "Skills\nSQL\nWork\n2029 | analyst\nend"


def numbering(*levels):
    inside = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    xml = (
        f'<w:numbering><w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )
    return {"numbering.xml": ("numbering", xml)}


def item(text, level=0, num_id=1):
    return p(
        text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'
    )


def test_lists_are_numbered_as_word_numbers_them():
    parts = numbering(("decimal", "%1."), ("lowerLetter", "%2)"), ("decimal", "%1.%3"))
    body = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1) + item("f", 0, 2)
    assert text_of(body, parts) == "1. a\na) b\nb) c\n2. d\na) e\n1. f"
    assert text_of(item("a") + item("b", 2), parts) == "1. a\n1.1 b"


@pytest.mark.parametrize(
    ("form", "text", "label"),
    [
        ("bullet", "\uf0b7", "• "),
        ("upperRoman", "%1.", "I. "),
        ("chineseCounting", "%1、", "一、 "),
        ("ordinal", "%1", "1st "),
        ("none", "%1", ""),
        ("decimal", "第%1条", "第1条 "),
    ],
)
def test_labels(form, text, label):
    assert text_of(item("x"), numbering((form, text))) == f"{label}x".strip()


def test_headings_are_numbered_by_their_style_and_a_list_can_be_switched_off():
    numbered = el("w:pPr/w:numPr", '<w:numId w:val="1"/>')
    style = el('w:styles/w:style w:type="paragraph" w:styleId="H"', numbered)
    parts = numbering(("decimal", "%1")) | {"styles.xml": ("styles", style)}
    plain = p("b", properties='<w:pStyle w:val="H"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body = (
        p("a", properties='<w:pStyle w:val="H"/>')
        + plain
        + p("c", properties='<w:pStyle w:val="H"/>')
    )
    assert text_of(body, parts) == "1 a\nb\n2 c"


def reference(kind, part, when="default"):
    return f'<w:{kind}Reference w:type="{when}" r:id="{part}"/>'


def margin(kind, *paragraphs):
    return kind, el({"header": "w:hdr", "footer": "w:ftr"}[kind], *paragraphs)


def test_headers_stand_before_and_footers_behind_each_once():
    parts = {
        "h1.xml": margin("header", p("Nora Vale")),
        "h2.xml": margin("header", p("Nora Vale"), p("Annex")),
        "f1.xml": margin("footer", p("Page ", field("PAGE", r("3")))),
        "f2.xml": margin("footer", p("Confidential")),
        "e.xml": margin("header", p("not shown")),
    }
    even = reference("header", "e", "first")
    first = el("w:sectPr", reference("header", "h1"), even, reference("footer", "f1"))
    last = el("w:sectPr", reference("header", "h2"), reference("footer", "f2"))
    body = p("one", properties=first) + p("two") + last
    assert text_of(body, parts) == "Nora Vale\none\nAnnex\ntwo\nConfidential"
    assert "not shown" in text_of(body.replace("<w:sectPr>", "<w:sectPr><w:titlePg/>", 1), parts)


def test_footnotes_end_their_page_and_endnotes_the_document():
    def notes(kind, text):
        separator = el(f'w:{kind} w:type="separator" w:id="0"', p("no"))
        return el(f"w:{kind}s", separator, el(f'w:{kind} w:id="2"', p(text)))

    parts = {
        "footnotes.xml": ("footnotes", notes("footnote", "below")),
        "endnotes.xml": ("endnotes", notes("endnote", "at last")),
    }
    marks = '<w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    page = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = p("one", marks, " goes on") + p("two") + p(page, "three")
    assert text_of(body, parts) == "one goes on\ntwo\nbelow\n\nthree\nat last"


def test_a_note_that_refers_to_itself_ends():
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    xml = f'<w:footnotes><w:footnote w:id="2">{p("again", mark)}</w:footnote></w:footnotes>'
    assert text_of(p("x", mark), {"footnotes.xml": ("footnotes", xml)}) == "x\nagain"


CHUNKS = {
    "HTML": b"<html><head><title>no</title></head><body><p>one</p><p>two</p></body></html>",
    "plain text": b"one\ntwo",
    "DOCX": make_word(p("one") + p("two")),
    "MHT": b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    b"<p>one</p><p>two</p>",
}


@pytest.mark.parametrize("data", CHUNKS.values(), ids=CHUNKS)
def test_a_file_that_is_shown_inside_is_read(data):
    body = p("before") + '<w:altChunk r:id="part"/>' + p("after")
    assert text_of(body, {"part.bin": ("aFChunk", data)}) == "before\none\ntwo\nafter"


def test_files_do_not_nest_without_end():
    inner = make_word('<w:altChunk r:id="part"/>', {"part.bin": ("aFChunk", make_word(p("x")))})
    parts = {"part.bin": ("aFChunk", inner)}
    assert left_out_of(p("y") + '<w:altChunk r:id="part"/>', parts) == {"part": 1}


def test_what_is_left_out_is_counted():
    chart = "<w:drawing><c:chart r:id='c'/></w:drawing>"
    embedded = "<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object>"
    note = '<w:commentReference w:id="0"/>'
    unknown = '<w:sym w:font="Company Logo" w:char="F041"/>'
    runs = (f"<w:r>{run}</w:r>" for run in (PICTURE, PICTURE, chart, embedded, note, unknown))
    body = p("x", *runs) + '<w:subDoc r:id="gone"/>'
    assert left_out_of(body) == {
        "picture": 2, "chart": 1, "object": 1, "comment": 1, "symbol": 1, "part": 1
    }  # fmt: skip
    assert read_document("a.docx", make_word(body)).left_out[0] == ("chart", 1)


def test_the_strict_form_and_another_name_of_the_main_part_are_read():
    data = make_word(p("seen"), main="word/document2.xml")
    assert describe("a.docx", data, "")["pages"] == ["seen"]
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<s:p xmlns:s="{strict}"><s:r><s:t>seen</s:t></s:r></s:p>'
    assert text_of(body) == "seen"


def test_deep_nesting_is_read_or_refused_calmly():
    assert text_of("<w:smartTag>" * 60 + p("deep") + "</w:smartTag>" * 60) == "deep"
    with pytest.raises(Refusal) as refused:
        text_of("<w:smartTag>" * 300 + p("deep") + "</w:smartTag>" * 300)
    assert refused.value.key == "document_malformed"
