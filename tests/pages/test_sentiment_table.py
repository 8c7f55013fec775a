"""The page of tables: our sample on the real model, two models, Stop, and what comes after."""

import pytest

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator, load_catalogs
from components.records.refusal import Refusal
from components.service.table_run import ROWS_A_JOB
from tests.pages.table_fixtures import PAGE, SCRIPT, figures, frames, keys, start
from tests.service_parts import CARDS, Machine, make_offers

LANGUAGES = sorted(load_catalogs())
EN = Translator("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_two_clicks_from_its_results(table_page, shown_texts, language):
    t = Translator(language)
    app = table_page(language)
    app.button(key=f"{PAGE}.sample").click().run()
    assert app.selectbox(key=f"{PAGE}.text_column").value == 0
    assert app.selectbox(key=f"{PAGE}.label_column").value == 1
    start(app)
    run = app.session_state[f"{PAGE}.run"]
    assert run.state == "done"
    assert run.num_done == 41
    rows = run.parts[0].rows
    assert run.parts[0].model_id == "sentiment-multi", "two rows are Chinese"
    assert [i for i, row in rows.items() if not row.is_read] == [22]
    assert rows[22].unread == "blank"
    shown = shown_texts(app)
    assert t("table.rows_title") in shown
    for key in ("measures_title", "slices_title", "hardest_title"):
        assert t(f"sentiment_table.{key}") in shown
    assert t("table.unread_count.blank", count=1) in shown
    assert len(figures(app)) == 3
    accuracy = next(m for m in app.metric if m.label == t("sentiment_table.accuracy"))
    assert float(accuracy.value.removesuffix("%")) > 70
    assert "compile_model" in app.code[0].value or "AutoModelFor" in app.code[0].value


def test_everything_survives_a_language_switch_and_another_page(table_page, shown_texts):
    app = table_page()
    app.button(key=f"{PAGE}.sample").click().run()
    start(app)
    app.selectbox(key=f"{PAGE}.slice_by").set_value(2).run()
    before = app.session_state[f"{PAGE}.run"]
    app.button_group(key="frame.language").set_value("zh").run()
    assert not app.exception
    assert app.session_state[f"{PAGE}.run"] is before
    assert Translator("zh")("table.rows_title") in shown_texts(app)
    assert app.selectbox(key=f"{PAGE}.slice_by").value == 2
    assert app.selectbox(key=f"{PAGE}.label_column").value == 1
    app.switch_page("pages/start/home.py").run()
    app.switch_page(SCRIPT).run()
    assert not app.exception
    assert Translator("zh")("table.rows_title") in shown_texts(app)
    assert app.selectbox(key=f"{PAGE}.label_column").value == 1


def test_one_usable_model_is_said_in_words(table_page, shown_texts, monkeypatch):
    cards = {name: CARDS[name] for name in ("sentiment-en", "distilbert-sst2")}
    monkeypatch.setattr(runtime, "offers", lambda: make_offers(cards=cards))
    app = table_page()
    app.button(key=f"{PAGE}.sample").click().run()
    assert "only one can be used just now" in shown_texts(app)
    assert f"{PAGE}.second" not in {box.key for box in app.selectbox}


def test_two_models_are_set_side_by_side(upload, answers, shown_texts, monkeypatch):
    monkeypatch.setattr(runtime, "offers", lambda: make_offers(Machine(set(CARDS))))
    app = upload(b"text,label\ngood one,1\nbad one,0\nbad odd one,1\nbad odd two,0\n,1\n")
    app.selectbox(key=f"{PAGE}.second").set_value("distilbert-sst2").run()
    start(app)
    assert answers == [("sentiment-en", 5), ("distilbert-sst2", 5)]
    shown = shown_texts(app)
    assert "on 50.0% of the 4 rows" in shown
    assert EN("sentiment_table.comparison_title") in shown
    assert "both right 2, only" in shown
    assert len(figures(app)) == 2 + 2 * 2 + 1
    rows = next(frame for frame in frames(app) if "answer1" in frame)
    assert list(rows["answer0"])[:4] == ["positive", "negative", "negative", "negative"]
    assert list(rows["answer1"])[:4] == ["positive", "negative", "positive", "positive"]


def test_a_stopped_run_keeps_what_is_done_and_goes_on(upload, answers, shown_texts, monkeypatch):
    whole, calls = runtime.ask, []

    def ask(model_id, request, watch):
        calls.append(len(request.texts))
        if len(calls) == 2:
            raise Refusal("cancelled")
        return whole(model_id, request, watch)

    monkeypatch.setattr(runtime, "ask", ask)
    count = ROWS_A_JOB + 20
    app = start(upload(b"text\n" + b"good\n" * count))
    assert EN("table.stopped", done=ROWS_A_JOB, total=count) in shown_texts(app)
    assert EN("table.rows_title") in shown_texts(app)
    app.button(key=f"{PAGE}.continue").click().run()
    assert app.session_state[f"{PAGE}.run"].num_done == count
    assert calls[-1] == 20


def test_a_script_that_was_stopped_goes_on_with_the_missing_rows(upload, answers):
    app = upload(b"text\n" + b"good\n" * 30)
    start(app)
    run = app.session_state[f"{PAGE}.run"]
    for index in range(10, 30):
        del run.parts[0].rows[index]
    run.state = "running"
    app.run()
    assert not app.exception
    assert answers[-1] == ("sentiment-en", 20)
    assert app.session_state[f"{PAGE}.run"].state == "done"


def test_a_refusal_is_said_and_nothing_is_lost(upload, shown_texts, monkeypatch):
    def refuse(model_id, request, watch):
        raise Refusal("deadline")

    monkeypatch.setattr(runtime, "ask", refuse)
    app = start(upload(b"text\ngood\n"))
    assert EN("refusal.deadline") in shown_texts(app)
    assert f"{PAGE}.continue" in keys(app)


def test_another_column_asks_for_a_new_start(upload, answers, shown_texts):
    app = start(upload(b"text,other\ngood,bad\n"))
    assert f"{PAGE}.start" not in keys(app)
    app.selectbox(key=f"{PAGE}.text_column").set_value(1).run()
    assert EN("table.settings_changed") in shown_texts(app)
    assert f"{PAGE}.start" in keys(app)
    app.selectbox(key=f"{PAGE}.text_column").set_value(0).run()
    assert EN("table.rows_title") in shown_texts(app)


def test_labels_that_are_not_understood_can_be_told(upload, answers, shown_texts):
    app = start(upload(b"text,label\ngood,yes\nbad,no\ngood,maybe\n"))
    assert EN("sentiment_table.no_classes") in shown_texts(app)
    assert not app.metric
    boxes = [box for box in app.selectbox if ".class." in (box.key or "")]
    assert [box.value for box in boxes] == ["left_out"] * 3
    boxes[0].set_value("positive").run()
    boxes = [box for box in app.selectbox if ".class." in (box.key or "")]
    boxes[1].set_value("negative").run()
    assert app.metric[0].value == "100.0%"
    assert EN("sentiment_table.some_left_out", count=1, total=3) in shown_texts(app)
    assert EN("sentiment_table.none_wrong") in shown_texts(app)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "![x](http://example.com/x.png)",
        "$\\frac{1}{0}$",
        "good\x00\x07",
        "a \u202eb",
        "👩‍👩‍👧‍👦 cafe\u0301",
    ],
)
def test_visitors_text_is_literal_wherever_it_stands(upload, answers, text):
    app = start(upload(f"text,{text}\ngood {text},{text}\nbad,{text}\n".encode()))
    for kind in ("markdown", "caption", "html", "info", "warning", "subheader"):
        values = [str(getattr(element, "value", "")) for element in app.get(kind)]
        assert not [value for value in values if text in value]


def test_thousands_of_rows_do_not_make_a_giant_page(upload, answers, shown_texts):
    app = start(upload(b"text,label\n" + b"good,1\nbad,0\n" * 6_000))
    assert app.session_state[f"{PAGE}.run"].num_done == 12_000
    assert [count for _, count in answers] == [ROWS_A_JOB] * 24
    assert max(len(frame) for frame in frames(app)) == 2_000
    assert EN("table.rows_limit", shown="2,000", count="12,000") in shown_texts(app)
