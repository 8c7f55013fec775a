"""All that a reader of a Word file sees is read, once, in reading order."""

import pytest

from tests.word_files import control, el, field, p, r, text_of

TEXT_BOX = el("w:txbxContent", p("boxed"))
SHAPE = el("w:drawing/wp:anchor/a:graphic/a:graphicData/wps:wsp/wps:txbx", TEXT_BOX)
VML = el("w:pict/v:shape/v:textbox", TEXT_BOX)


WRAPPED = {
    "content control around a block": control(p("seen")),
    "content control around a run": p(control(r("seen"))),
    "content control in a content control": control(control(p("seen"))),
    "tracked insertion": p(f'<w:ins w:id="1" w:author="A">{r("seen")}</w:ins>'),
    "moved here": p(f"<w:moveTo>{r('seen')}</w:moveTo>"),
    "hyperlink": p(f'<w:hyperlink r:id="x">{r("seen")}</w:hyperlink>'),
    "smart tag": p(f"<w:smartTag>{r('seen')}</w:smartTag>"),
    "custom XML around a block": f"<w:customXml>{p('seen')}</w:customXml>",
    "custom XML around a run": p(f"<w:customXml>{r('seen')}</w:customXml>"),
    "simple field": p(f'<w:fldSimple w:instr="AUTHOR">{r("seen")}</w:fldSimple>'),
    "complex field": p(field("AUTHOR", r("seen"))),
    "override of direction": p(f'<w:bdo w:val="rtl">{r("seen")}</w:bdo>'),
    "embedding of direction": p(f'<w:dir w:val="ltr">{r("seen")}</w:dir>'),
    "wrapper that nobody knows yet": f'<new:box xmlns:new="urn:new">{p("seen")}</new:box>',
    "insertion around a control around a link": p(
        el("w:ins", control(el("w:hyperlink", r("seen"))))
    ),
    "alternative without a fallback": p(
        el('mc:AlternateContent/mc:Choice Requires="w14"', r("seen"))
    ),
    "formula": p("<m:oMath><m:r><m:t>seen</m:t></m:r></m:oMath>"),
}


@pytest.mark.parametrize("body", WRAPPED.values(), ids=WRAPPED)
def test_what_a_wrapper_encloses_is_read(body):
    assert text_of(p("before") + body + p("after")) == "before\nseen\nafter"


@pytest.mark.parametrize(
    "body", [p("to", "get", "her"), p(r("to"), f"<w:ins>{r('get')}</w:ins>", "her")]
)
def test_runs_are_one_word(body):
    assert text_of(body) == "together"


BOXES = {
    "shape": SHAPE,
    "VML": VML,
    "both forms of one box": el(
        "mc:AlternateContent", el("mc:Choice", SHAPE), el("mc:Fallback", VML)
    ),
    "a choice without text": el("mc:AlternateContent", el("mc:Choice"), el("mc:Fallback", VML)),
    "group": el("w:drawing/wpg:wgp/wps:wsp/wps:txbx", TEXT_BOX),
    "box in a box": el("w:drawing/wps:txbx/w:txbxContent", p(el("w:r", VML))),
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_a_text_box_is_read_once_behind_its_paragraph(box):
    body = p("an", f"<w:r>{box}</w:r>", "chor") + p("next")
    assert [line for line in text_of(body).split("\n") if line] == ["anchor", "boxed", "next"]


def test_words_of_drawings_are_read():
    art = '<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'
    drawn = el("w:r/w:drawing/a:txBody/a:p/a:r/a:t", "drawn")
    assert text_of(p("a", art) + p("b", drawn)) == "aDRAFT\nb\ndrawn"


def test_smart_art_is_read_from_its_own_part():
    point = "<dgm:pt {}><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    data = "<dgm:dataModel><dgm:ptLst>{}</dgm:ptLst></dgm:dataModel>".format(
        point.format("", "plan") + point.format('type="pres"', "style") + point.format("", "build")
    )
    body = p("<w:r><w:drawing><dgm:relIds r:dm='data'/></w:drawing></w:r>")
    assert text_of(body, {"data.xml": ("diagramData", data)}).split() == ["plan", "build"]


NOT_SEEN = {
    "deleted": "<w:del><w:r><w:delText>no</w:delText></w:r></w:del>",
    "deleted, as plain text": f"<w:del>{r('no')}</w:del>",
    "moved away": f"<w:moveFrom>{r('no')}</w:moveFrom>",
    "hidden": r("no", "<w:vanish/>"),
    "hidden by a style": r("no", '<w:rStyle w:val="Secret"/>'),
    "hidden by a style's parent": r("no", '<w:rStyle w:val="Child"/>'),
    "prompt of an empty control": control(r("no"), "<w:showingPlcHdr/>"),
    "instruction of a field": field("IF x = 1 no no", r("")),
    "field without a result": field("TC no", "").replace(
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', ""
    ),
    "text in an instruction": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    + r("no")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "soft hyphen": "<w:r><w:softHyphen/></w:r>",
    "XML comment": "<!-- no -->",
}
STYLES = {
    "styles.xml": (
        "styles",
        "<w:styles>"
        '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Child"><w:basedOn w:val="Secret"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Dark"><w:rPr><w:vanish/></w:rPr></w:style>'
        "</w:styles>",
    )
}


@pytest.mark.parametrize("run", NOT_SEEN.values(), ids=NOT_SEEN)
def test_what_nobody_sees_is_not_read(run):
    assert text_of(p("yes", run, "yes"), STYLES) == "yesyes"


def test_a_paragraph_hidden_by_its_style_leaves_no_line():
    dark = '<w:pStyle w:val="Dark"/>'
    shown = p("no", r("yes", '<w:vanish w:val="0"/>'), properties=dark)
    assert text_of(p("a") + p("no", properties=dark) + p("b"), STYLES) == "a\nb"
    assert text_of(p("a") + shown + p("b"), STYLES) == "a\nyesb"


def test_paragraphs_whose_end_is_deleted_are_one_line():
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    deleted = p("<w:del><w:r><w:delText>no</w:delText></w:r></w:del>", properties=gone)
    assert text_of(p("one ", properties=gone) + p("two") + deleted + p("three")) == "one two\nthree"


@pytest.mark.parametrize(
    ("run", "seen"),
    [
        ("<w:tab/>", "a\tb"),
        ('<w:ptab w:alignment="right"/>', "a\tb"),
        ("<w:br/>", "a\nb"),
        ("<w:cr/>", "a\nb"),
        ('<w:br w:type="page"/>', "a\nb"),
        ("<w:noBreakHyphen/>", "a-b"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "a✓b"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "a≥b"),
        ('<w:sym w:font="Segoe UI Symbol" w:char="2605"/>', "a★b"),
        ("<w:t>\u00ad</w:t>", "ab"),
        ("<w:t>\n   c\n </w:t>", "acb"),
        ('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fe</w:t>', "a☑b"),
    ],
)
def test_signs_that_are_elements(run, seen):
    assert text_of(p("a", f"<w:r>{run}</w:r>", "b")) == seen


def test_a_phonetic_guide_stands_in_brackets_behind_its_base():
    reading, base = el("w:rt", r("dōng jīng")), el("w:rubyBase", r("东京"))
    ruby = el("w:r/w:ruby", reading, base)
    assert text_of(p("在", ruby, "见")) == "在东京(dōng jīng)见"


@pytest.mark.parametrize(
    ("form", "seen"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "☒"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐"),
        (
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="red"/>'
            '<w:listEntry w:val="blue"/></w:ddList>',
            "blue",
        ),
        ("<w:textInput/>", "typed"),
    ],
)
def test_form_fields_show_their_value(form, seen):
    result = r("typed") if "textInput" in form else ""
    assert text_of(p("a ", field("FORM", result, f"<w:ffData>{form}</w:ffData>"))) == f"a {seen}"


def test_formulas_stand_in_one_line():
    def m(text):
        return f"<m:r><m:t>{text}</m:t></m:r>"

    fraction = f"<m:f><m:num>{m('a')}</m:num><m:den>{m('b+c')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{m('x')}</m:e><m:sup>{m('2')}</m:sup></m:sSup>"
    assert text_of(p("y = ", f"<m:oMath>{fraction}{m('+')}{power}</m:oMath>")) == "y = a/(b+c)+x^2"
