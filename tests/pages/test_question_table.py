"""The page of tables of questions: our sample on the real reader, Stop, measures, the file."""

import csv
import io

import pytest

from components.export.csv_table import csv_table
from components.interface.demos.question_table.columns import Columns
from components.interface.demos.question_table.rows import (
    describe_file,
    describe_rows,
    write_answer,
)
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator, load_catalogs
from components.records.answer import Provenance
from components.records.answered_rows import AnsweredRow, AnsweredRows
from components.records.question_table import QuestionTableRequest, QuestionTableResult
from components.records.refusal import Refusal
from components.records.service import Health
from components.service.table_measures import score_rows
from components.service.table_run import ROWS_A_JOB, ModelAnswers, QuestionRun
from components.text.table_columns import guess_question_columns
from components.text.tables import read_table

PAGE = "question_table"
SCRIPT = "pages/demos/question_table.py"
LANGUAGES = sorted(load_catalogs())
EN = Translator("en")
FOUND = AnsweredRow("Ida", 0, 3, 0.8, 0.1, has_answer=True, num_windows=1)
UNTOLD = AnsweredRow("Ida", 0, 3, 0.1, 0.7, has_answer=False, num_windows=1)
BLANK = AnsweredRow(unread="blank")


@pytest.fixture
def upload(visit):
    def upload_(data, language="en"):
        app = visit(PAGE, language)
        app.file_uploader(key=f"{PAGE}.file").set_value(("table.csv", data, "text/csv")).run()
        assert not app.exception
        return app

    return upload_


@pytest.fixture
def answers(monkeypatch):
    """Answer with the passage's first word, or that it does not say where that is "Nothing"."""
    asked = []

    def answer(text):
        word = text.split()[0] if text.strip() else ""
        if not word:
            return BLANK
        return AnsweredRow(word, 0, len(word), 0.9, 0.05, word != "Nothing", 1)

    def ask(model_id, request, watch):
        assert isinstance(request, QuestionTableRequest)
        asked.append(len(request.texts))
        rows = tuple(answer(text) for text in request.texts)
        watch(AnsweredRows(tuple(range(len(rows))), rows), Health("ready"))
        return QuestionTableResult(rows, 0.0, Provenance(model_id, "cpu", "torch", 0.1, 9, 9))

    monkeypatch.setattr(runtime, "ask", ask)
    return asked


def start(app):
    app.button(key=f"{PAGE}.start").click().run()
    assert not app.exception
    return app


def metrics(app):
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_two_clicks_from_its_answers(visit, shown_texts, language):
    t = Translator(language)
    app = visit(PAGE, language)
    app.button(key=f"{PAGE}.sample").click().run()
    boxes = [app.selectbox(key=f"{PAGE}.{name}_column").value for name in ("passage", "question")]
    assert [*boxes, app.selectbox(key=f"{PAGE}.answer_column").value] == [0, 1, 2]
    start(app)
    run = app.session_state[f"{PAGE}.run"]
    assert (run.state, run.num_done) == ("done", 24)
    assert all(row.is_read for row in run.parts[0].rows.values())
    for index, row in run.parts[0].rows.items():
        assert run.texts[index][row.start : row.end] == row.text
    shown = shown_texts(app)
    assert t("table.rows_title") in shown
    assert t("question_table.measures_title") in shown
    assert float(metrics(app)[t("question_table.f1")].removesuffix("%")) > 60
    assert "AutoTokenizer" in app.code[0].value


def test_measures_are_the_scripts_of_the_public_sets(upload, answers):
    """By hand: Ida is right (1, 1); The of two words has no article, so 0; blank is right; 0."""
    app = start(
        upload(
            b"context,question,answer\n"
            b"Ida built it.,Who?,Ida Marsh|Ida\n"
            b"Red roses grow.,What?,red roses\n"
            b"Nothing is said.,Who?,\n"
            b"Tom sleeps.,Who?,\n"
        )
    )
    figures = metrics(app)
    assert figures[EN("question_table.exact")] == "50.0%"
    assert figures[EN("question_table.f1")] == "66.7%"  # (1 + 2/3 + 1 + 0) / 4
    assert figures[EN("question_table.has_answer_f1")] == "83.3%"  # (1 + 2/3) / 2
    assert figures[EN("question_table.no_answer_accuracy")] == "50.0%"
    assert figures[EN("question_table.compared")] == "4"


def test_without_answers_nothing_is_compared(upload, answers, shown_texts):
    app = start(upload(b"passage,question\nIda built it.,Who?\n,Who?\n"))
    assert not app.metric
    assert EN("question_table.measures_title") not in shown_texts(app)
    assert EN("table.unread_count.blank", count=1) in shown_texts(app)


def test_a_single_column_asks_for_another(upload, shown_texts):
    app = upload(b"question\nWho?\n")
    assert EN("question_table.one_column") in shown_texts(app)
    assert not [button for button in app.button if button.key == f"{PAGE}.start"]


def test_passages_and_questions_are_two_columns(upload, answers, shown_texts):
    app = upload(b"context,question\nIda built it.,Who?\n")
    app.selectbox(key=f"{PAGE}.question_column").set_value(0).run()
    assert EN("question_table.same_column") in shown_texts(app)
    app.selectbox(key=f"{PAGE}.question_column").set_value(1).run()
    assert start(app).session_state[f"{PAGE}.run"].state == "done"


def test_a_stopped_run_keeps_its_answers_and_goes_on(upload, answers, shown_texts, monkeypatch):
    whole, calls = runtime.ask, []

    def ask(model_id, request, watch):
        calls.append(len(request.texts))
        if len(calls) == 2:
            raise Refusal("cancelled")
        return whole(model_id, request, watch)

    monkeypatch.setattr(runtime, "ask", ask)
    count = ROWS_A_JOB + 20
    app = start(upload(b"context,question\n" + b"Ida built it.,Who?\n" * count))
    assert EN("table.stopped", done=ROWS_A_JOB, total=count) in shown_texts(app)
    app.button(key=f"{PAGE}.continue").click().run()
    assert app.session_state[f"{PAGE}.run"].num_done == count
    assert calls[-1] == 20


def test_results_survive_a_switch_of_language_and_another_page(upload, answers, shown_texts):
    app = start(upload(b"context,question,answer\nIda built it.,Who?,Ida\n"))
    before = app.run().session_state[f"{PAGE}.run"]
    app.button_group(key="frame.language").set_value("zh").run()
    assert not app.exception
    app.switch_page("pages/demos/sentiment.py").run()
    app.switch_page(SCRIPT).run()
    assert not app.exception
    assert app.session_state[f"{PAGE}.run"] is before
    assert Translator("zh")("question_table.measures_title") in shown_texts(app)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "![x](http://example.com/x.png)", "a \u202eb", "$x$"]
)
def test_visitors_text_is_literal_wherever_it_stands(upload, answers, text):
    app = start(upload(f"context,{text},answer\n{text} it,{text}?,{text}\n".encode()))
    for kind in ("markdown", "caption", "html", "info", "warning", "subheader"):
        values = [str(getattr(element, "value", "")) for element in app.get(kind)]
        assert not [value for value in values if text in value]


def make_run():
    table = read_table(b"context,question,answer\n=Ida,who,Ida\nIda,when,\n,who,x\nIda,-1,y\n")
    run = QuestionRun(("k",), table.column(0), [ModelAnswers("m")], questions=table.column(1))
    run.parts[0].take([0, 1, 2], (FOUND, UNTOLD, BLANK))
    return table, run


def test_screen_and_file_show_the_same_answers():
    table, run = make_run()
    scores = score_rows(run, Columns(0, 1, 2).truth(table))
    assert scores == {0: (1, 1), 1: (1, 1)}
    screen = describe_rows(EN, run, range(4), scores)
    assert screen["answer"] == ["Ida", "does not say", "not read: blank", "not yet"]
    assert screen["sure"] == [pytest.approx(80), pytest.approx(70), None, None]
    assert screen["f1"] == [100, 100, None, None]
    header, rows = describe_file(EN, table, run, scores)
    assert header[4:] == [
        "answer", "confidence", "does not say", "start", "end", "exact match", "F1", "note",
    ]  # fmt: skip
    assert rows[0] == [2, "=Ida", "who", "Ida", "Ida", 0.8, 0.1, 0, 3, 1, 1.0, ""]
    assert rows[1][4:] == ["", 0.7, 0.7, "", "", 1, 1.0, "does not say"]
    assert rows[2][4:] == ["", "", "", "", "", "", "", "not read: blank"]
    assert rows[3][-1] == write_answer(EN, None) == "not yet"


def test_the_file_runs_no_formula():
    table, run = make_run()
    text = csv_table(*describe_file(EN, table, run, {})).decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text, newline="")))
    assert cells[1][1] == "'=Ida"
    assert cells[4][2] == "'-1"


def test_several_right_answers_stand_in_one_cell():
    table = read_table(b"c,q,a\nx,y,Ida | Ida Marsh\nx,y,\nx,y, |\n")
    assert Columns(0, 1, 2).truth(table) == [("Ida", "Ida Marsh"), (), ()]
    assert Columns(0, 1, None).truth(table) is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("context,question,answer", (0, 1, 2)),
        ("id,question,answers,context", (3, 1, 2)),
        ("问题,段落,答案", (1, 0, 2)),
        ("a,b,long", (2, 0, None)),
        ("question,answer", (1, 0, None)),
        ("passage,answer", (0, 1, None)),
        ("Passage,Query", (0, 1, None)),
    ],
)
def test_columns_are_guessed_by_name_then_by_length(header, expected):
    count = header.count(",") + 1
    row = ",".join("word " * (9 if name == "long" else 1) for name in header.split(","))
    assert len(row.split(",")) == count
    assert guess_question_columns(read_table(f"{header}\n{row}\n".encode())) == expected
