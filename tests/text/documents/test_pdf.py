"""The lines of a PDF as its reader takes them, however the page is drawn."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from reportlab.pdfgen.canvas import Canvas

from components.text.documents.child import describe
from tests.document_files import make_scan
from tests.pdf_files import by_row, draw, letters_of, lines_at, words_of

LEFT = (
    "The first column tells of a",
    "ferry that leaves the island",
    "at six and comes back in the",
    "evening, except on Sundays.",
)
RIGHT = (
    "In the second one there are",
    "prices for adults, children",
    "and dogs, which all of them",
    "travel on the upper deck.",
)
ZH_LEFT = ("第一栏讲的是一艘每天早上", "六点离开小岛的渡轮，它在", "傍晚返回，星期日除外。")
ZH_RIGHT = ("第二栏列出了成人和儿童以", "及宠物的票价，他们都可以", "在上层甲板乘坐。")


def pages_of(data):
    return describe("a.pdf", data, "")["pages"]


def lines_of(*drawn):
    return pages_of(draw(list(drawn)))[0].split("\n")


@pytest.mark.parametrize(
    "lines",
    [
        ("Trained a ranking model for the shop search", "Moved nine services", "Wrote a guide"),
        ("Height: 92 centimetres", "Weight: 14 kilograms", "Colour: dark green oak"),
        ("负责商城搜索排序模型的训练", "把九个服务迁移到容器平台", "撰写提示词写作规范"),
        ("高度：九十二厘米", "重量：十四公斤", "颜色：深绿橡木色", "价格：三百一十欧元"),
        ("负责搜索排序模型训练", "把服务迁移到容器平台", "撰写提示词写作的规范"),
        ("1. Open the lid of the machine and take", "2. Put the paper in", "3. Close it"),
        ("Nora Vale", "Ghent, Belgium", "nora@example.org"),
    ],
)
def test_lines_that_only_stand_below_each_other_stay_apart(lines):
    assert lines_of(*lines_at(72, 760, *lines)) == list(lines)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (LEFT, " ".join(LEFT)),
        (ZH_LEFT, "".join(ZH_LEFT)),
        (
            ("训练好的模型可以调用", "GPT 系列的接口并回答", "问题，也可以不回答。"),
            "训练好的模型可以调用 GPT 系列的接口并回答问题，也可以不回答。",
        ),
    ],
)
@pytest.mark.parametrize(
    "title", ["Handbook for new volunteers of the city library, all branches", ""]
)
def test_a_narrow_paragraph_is_one_whatever_stands_above_it(lines, whole, title):
    above = [(72, 790, title)] if title else []
    assert lines_of(*above, *lines_at(72, 760, *lines))[-1] == whole


def test_headings_rows_and_paragraphs_keep_apart():
    body = lines_at(72, 740, "The north sold more than ever in the whole of its long", "history.")
    drawn = [(72, 760, "Sales by region", 11, True), *body]
    table = by_row(lines_at(72, 690, "Plan", "Solo"), lines_at(200, 690, "Seats", "1"))
    assert lines_of((72, 790, "Summary of the quarter", 16), *drawn, *table) == [
        "Summary of the quarter",
        "Sales by region",
        "The north sold more than ever in the whole of its long history.",
        "Plan Seats",
        "Solo 1",
    ]


@pytest.mark.parametrize("is_by_row", [True, False])
@pytest.mark.parametrize(
    ("left", "right", "glue"), [(LEFT, RIGHT, " "), (ZH_LEFT, ZH_RIGHT, "")], ids=["en", "zh"]
)
def test_columns_are_read_one_after_the_other(left, right, glue, is_by_row):
    one, other = lines_at(72, 760, *left), lines_at(320, 760, *right)
    drawn = by_row(one, other) if is_by_row else [*one, *other]
    title = (72, 800, "News of the island and of its people, number four of this year's summer", 14)
    assert lines_of(title, *drawn) == [title[2], glue.join(left), glue.join(right)]


def test_three_columns_drawn_row_by_row_are_read_apart():
    columns = (
        ("One of the ferries is red", "and leaves in the morning", "for the island of birds."),
        ("Another one of them goes", "in the evening and takes", "all of the dogs for free."),
        ("The third is a small boat", "that nobody has seen for", "more than eleven years."),
    )
    drawn = by_row(*(lines_at(40 + 180 * n, 760, *lines) for n, lines in enumerate(columns)))
    assert lines_of(*drawn) == [" ".join(lines) for lines in columns]


def test_a_sentence_goes_on_in_the_next_column():
    one = lines_at(72, 760, *LEFT[:3])
    other = lines_at(320, 760, "evening with all of its", "passengers on board.")
    assert lines_of(*one, *other) == [
        "The first column tells of a ferry that leaves the island at six and comes back in the "
        "evening with all of its passengers on board."
    ]


def test_a_sidebar_is_read_apart_from_the_text_beside_it():
    side = lines_at(40, 760, "Skills", "Python", "SQL", "Kubernetes", leading=18)
    text = lines_at(220, 760, "Backend engineer", "Built the service that sells tickets", "to all.")
    assert lines_of(*side, *text) == [
        "Skills", "Python", "SQL", "Kubernetes",
        "Backend engineer", "Built the service that sells tickets to all.",
    ]  # fmt: skip


def test_dates_at_the_right_edge_stand_in_the_line_of_their_title():
    assert lines_of(
        (72, 760, "Backend engineer, Marlowe Rail"),
        (450, 760, "2027-2029"),
        (72, 744, "- Wrote the style guide"),
        (72, 720, "Analyst, Harbour Bank"),
        (450, 720, "2025-2027"),
        (72, 704, "- Wrote the report"),
    ) == [
        "Backend engineer, Marlowe Rail 2027-2029",
        "- Wrote the style guide",
        "Analyst, Harbour Bank 2025-2027",
        "- Wrote the report",
    ]


def test_cells_of_several_lines_belong_to_their_row():
    assert lines_of(
        (72, 760, "Year"), (150, 760, "Role"), (350, 760, "Employer"),
        (72, 730, "2027"), (150, 737, "Data engineer for the"), (150, 723, "search team"),
        (350, 730, "Fernhill"),
        (72, 700, "2029"), (150, 700, "Analyst"), (350, 700, "Harbour Bank"),
    ) == ["Year Role Employer", "2027 Data engineer for the search team Fernhill",
          "2029 Analyst Harbour Bank"]  # fmt: skip


@pytest.mark.parametrize("way", [words_of, letters_of])
def test_words_and_letters_that_are_drawn_one_by_one_are_a_line(way):
    first = "The ferry leaves the island every morning at six and comes back in the evening."
    assert lines_of(*way(72, 760, first), *way(72, 740, "Dogs are free.")) == [
        first,
        "Dogs are free.",
    ]


def test_justified_chinese_gets_no_blanks():
    spread = [(72 + 14 * number, 760, sign) for number, sign in enumerate("定额好于计件。")]
    assert lines_of(*spread) == ["定额好于计件。"]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("It looks for a stretch of exam-", "ple text.", "example text."),
        ("The board decides on the long-", "term plan.", "the long-term plan."),
        ("We hired a state-of-the-", "art team.", "a state-of-the-art team."),
        ("A well-known tool; the price-", "determining one.", "price-determining one."),
        ("Both read-only and read-", "only memory.", "read-only memory."),
        ("The years from 2027-", "2029 were good.", "2027-2029 were good."),
        ("It was built by Smith-", "Jones and others.", "Smith-Jones and others."),
    ],
)
def test_hyphens_of_compounds_stay_and_those_of_broken_words_go(first, second, whole):
    assert lines_of(*lines_at(72, 760, first, second))[0].endswith(whole)


def test_running_lines_are_read_once_and_stand_in_no_sentence():
    def page(number, *lines):
        head, foot = (72, 800, "City library"), (290, 40, f"Page {number} of 3")
        return [head, *lines_at(72, 760, *lines), foot]

    pages = pages_of(
        draw(
            page(1, "The ferry leaves the island every morning at six and comes back in the"),
            page(2, "evening of the same day. Dogs travel for free.", "Nobody smokes."),
            page(3, "The end of it."),
        )
    )
    assert pages == [
        "City library\nThe ferry leaves the island every morning at six and comes back in the "
        "evening of the same day.",
        "Dogs travel for free.\nNobody smokes.",
        "The end of it.",
    ]


def test_a_page_keeps_its_only_line():
    assert pages_of(draw([(72, 760, "Page 1")], [(72, 760, "Page 2")])) == ["Page 1", "Page 2"]


def test_paragraphs_that_only_an_indent_divides():
    assert lines_of(
        (90, 760, "The ferry leaves the island every morning at six and comes back in the"),
        (72, 746, "evening. Dogs travel for free, and so do children up to the age of five, who"),
        (72, 732, "need a ticket."),
        (90, 718, "Nobody may smoke on board, not even on the upper deck where it is often"),
        (72, 704, "windy."),
    ) == [
        "The ferry leaves the island every morning at six and comes back in the evening. Dogs "
        "travel for free, and so do children up to the age of five, who need a ticket.",
        "Nobody may smoke on board, not even on the upper deck where it is often windy.",
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_like_another(turn):
    writer = PdfWriter()
    page = PdfReader(io.BytesIO(draw(lines_at(72, 760, *LEFT)))).pages[0]
    writer.add_page(page.rotate(turn))
    writer.pages[0].transfer_rotation_to_content()
    buffer = io.BytesIO()
    writer.write(buffer)
    assert pages_of(buffer.getvalue()) == [" ".join(LEFT)]


def test_values_of_a_form_stand_beside_their_names():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for y, name, value in ((700, "Name", "Nora Vale"), (660, "City", "Ghent")):
        canvas.drawString(72, y, f"{name}:")
        canvas.acroForm.textfield(name=name, x=160, y=y - 6, width=200, height=20, value=value)
    canvas.drawString(72, 620, "Member")
    canvas.acroForm.checkbox(name="member", x=160, y=616, checked=True)
    canvas.drawString(72, 580, "Plan")
    canvas.acroForm.choice(
        name="plan", x=160, y=576, height=20, value="Team", options=["Solo", "Team"]
    )
    canvas.save()
    assert pages_of(buffer.getvalue()) == ["Name: Nora Vale\nCity: Ghent\nMember ☒\nPlan Team"]


def test_free_text_is_read_and_comments_and_pictures_are_counted():
    writer = PdfWriter(clone_from=io.BytesIO(draw([(72, 760, "Printed.")])))
    writer.add_annotation(0, FreeText(text="Typed over it.", rect=(72, 700, 300, 720)))
    writer.add_annotation(0, Text(text="a remark", rect=(300, 700, 320, 720)))
    writer.append(io.BytesIO(make_scan(1)))
    buffer = io.BytesIO()
    writer.write(buffer)
    answer = describe("a.pdf", buffer.getvalue(), "")
    assert answer["pages"] == ["Printed.\nTyped over it."]
    assert (answer["left_out"], answer["num_textless"]) == ({"comment": 1}, 1)
