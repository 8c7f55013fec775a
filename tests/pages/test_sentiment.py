"""The sentiment page on the model that this project trained, and on made-up results."""

import json

import pytest

from components.interface.charts.theme import chart_theme
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.passage import MAX_SPANS, Span, split_pieces
from components.interface.shared.sentiment_words import (
    describe_rows,
    describe_spans,
    describe_table,
    name_label,
    write_verdict,
)
from components.records.answer import Provenance
from components.records.model import CalibrationMeasure
from components.records.refusal import Refusal
from components.records.sentiment import SentimentResult, SentimentScore
from tests.service_parts import make_offers

PAGE = "sentiment"
LANGUAGES = ["en", "zh"]
HERE = Provenance("sentiment-en", "cpu", "torch", 0.01, 20, 20)


@pytest.fixture
def ask(visit, ask_page):
    return lambda text, language="en": ask_page(visit(PAGE, language), PAGE, text)


@pytest.fixture
def answer_with(monkeypatch):
    """Have the model answer what the test says."""

    def answer(result):
        monkeypatch.setattr(runtime, "ask", lambda model_id, request, watch: result)

    return answer


def figures(app):
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def made_up(
    sentences, whole=(0.2, 0.3, 0.5), labels=("negative", "neutral", "positive"), here=HERE
):
    scores, position = [], 0
    for number, probabilities in enumerate(sentences):
        text = f"Sentence {number}."
        scores.append(SentimentScore(text, position, position + len(text), probabilities))
        position += len(text) + 1
    text = " ".join(score.text for score in scores)
    score = SentimentScore(text, 0, len(text), whole)
    return SentimentResult(labels, score, tuple(scores), text, here)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clear_text_gets_its_verdict_and_its_chart(ask, language):
    app = ask("I love this!", language)
    assert not app.exception
    assert name_label(Translator(language), "positive") in app.subheader[0].value
    (whole,) = figures(app)
    percents = whole["data"][0]["x"]
    assert sum(percents) == pytest.approx(100, abs=1e-3)
    assert max(percents) == percents[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_charted_and_their_disagreement_is_said(ask, shown_texts, language):
    app = ask("I love this! This is terrible.", language)
    assert not app.exception
    assert len(figures(app)) == 2
    stack = figures(app)[1]["data"]
    assert [len(trace["x"]) for trace in stack] == [2, 2, 2]
    assert Translator(language)("sentiment.disagree") in shown_texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_chinese_text_is_answered_by_the_model_that_reads_it(ask, shown_texts, language):
    app = ask("这部电影太好看了，我非常喜欢。", language)
    assert app.selectbox(key="sentiment.model").value == "sentiment-multi"
    cards = runtime.offers().cards
    names = {"wish": cards["sentiment-en"].name, "model": cards["sentiment-multi"].name}
    assert Translator(language)("note.other_reader", **names) in shown_texts(app)
    assert Translator(language)("sentiment.label.positive") in app.subheader[0].value


@pytest.fixture
def ask_english(ask):
    """Ask the English model, whatever the text would choose."""

    def ask_(text, language="en"):
        return ask(text, language).selectbox(key="sentiment.model").set_value("sentiment-en").run()

    return ask_


@pytest.mark.parametrize("language", LANGUAGES)
def test_chinese_text_gets_an_honest_sentence_and_no_score(ask_english, shown_texts, language):
    app = ask_english("这部电影太好看了，我非常喜欢。", language)
    card = runtime.offers().cards["sentiment-en"]
    t = Translator(language)
    sentence = t("refusal.han_unread", model=card.name, languages=t("language.en"))
    assert sentence in shown_texts(app)
    assert not figures(app)
    assert not app.subheader
    assert app.text_area(key="sentiment.text").value == "这部电影太好看了，我非常喜欢。"


def test_chinese_sentences_in_an_english_text_are_not_read(ask_english, shown_texts):
    app = ask_english("I love this restaurant so much! 服务员热情。 The food was wonderful.")
    t = Translator("en")
    assert t("sentiment.unread_left_out", unread=1, count=3) in shown_texts(app)
    notes = [note["text"] for note in figures(app)[1]["layout"]["annotations"]]
    assert notes.count(t("sentiment.not_read")) == 1


def test_the_code_is_about_the_sentences_that_were_read(ask_english):
    app = ask_english("I love this restaurant so much! 服务员热情。 The food was wonderful.")
    assert "'I love this restaurant so much! The food was wonderful.'" in app.code[-1].value


def test_a_long_text_says_what_was_used(ask, shown_texts):
    app = ask("I love this. " * 300)
    t = Translator("en")
    assert t("note.truncated", used="512", total="1,202") in shown_texts(app)
    assert t("sentiment.truncated_whole") in shown_texts(app)
    assert figures(app)[1]["layout"]["height"] < 2_000
    app.toggle(key="sentiment.show_all").set_value(True).run()
    assert len(figures(app)[1]["data"][0]["x"]) == 200
    assert t("sentiment.chart_limit", limit=200, count="300") in shown_texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_gives_a_result(visit, language):
    app = visit(PAGE, language)
    count = len(Translator(language).items("sentiment.example"))
    assert count >= 4
    for number in range(1, count + 1):
        app.button(key=f"sentiment.example_{number}").click().run()
        assert not app.exception
        assert figures(app)
        assert not app.warning


def test_a_language_switch_keeps_text_and_result(ask):
    app = ask("I love this!")
    before = figures(app)[0]["data"][0]["x"]
    app.button_group(key="frame.language").set_value("zh").run()
    assert app.text_area(key="sentiment.text").value == "I love this!"
    assert figures(app)[0]["data"][0]["x"] == before
    assert "正面" in app.subheader[0].value


def test_a_link_brings_back_text_and_model_and_nothing_it_should_not(visit):
    app = visit(PAGE)
    app.query_params["text"] = "This is terrible."
    app.query_params["model"] = "../../etc"
    app.run()
    assert app.text_area(key="sentiment.text").value == "This is terrible."
    assert app.selectbox(key="sentiment.model").value == "sentiment-en"
    assert "negative" in app.subheader[0].value


def test_models_with_two_classes_or_unknown_labels_are_shown_too(ask, answer_with):
    answer_with(made_up([(0.4, 0.6), (0.9, 0.1)], (0.45, 0.55), ("negative", "label_1")))
    app = ask("Any text. Any other.")
    assert not app.exception
    assert app.subheader[0].value.startswith("Probably label_1")
    assert [trace["name"] for trace in figures(app)[1]["data"]] == ["negative", "label_1"]


def test_no_majority_is_called_undecided(ask, answer_with):
    answer_with(made_up([(0.4, 0.2, 0.4)], (0.42, 0.2, 0.38)))
    assert ask("Any text.").subheader[0].value == "Undecided: negative 42.0%, positive 38.0%"


def test_the_calibration_is_the_measured_one_or_none(ask, shown_texts, monkeypatch):
    measured = make_offers(calibration=CalibrationMeasure(0.0213, 4321))
    monkeypatch.setattr(runtime, "offers", lambda: measured)
    shown = shown_texts(ask("I love this!"))
    assert "2.1 percentage points" in shown
    assert "4,321" in shown
    monkeypatch.setattr(runtime, "offers", make_offers)
    shown = shown_texts(ask("I love this!"))
    assert Translator("en")("sentiment.not_measured") in shown


def test_a_refusal_keeps_the_draft_and_shows_no_old_score(ask, monkeypatch, shown_texts):
    app = ask("I love this!")
    assert figures(app)

    def refuse(model_id, request, watch):
        raise Refusal("busy", wait_s=3)

    monkeypatch.setattr(runtime, "ask", refuse)
    app.text_area(key="sentiment.text").set_value("This is terrible.").run()
    assert Translator("en")("refusal.busy", wait_s=3) in shown_texts(app)
    assert app.text_area(key="sentiment.text").value == "This is terrible."
    assert not figures(app)


@pytest.mark.parametrize(
    ("whole", "beginning"),
    [((0.02, 0.03, 0.95), "Very likely positive"), ((0.83, 0.1, 0.07), "Probably negative, 83%")],
)
def test_the_verdict_names_label_and_sureness(whole, beginning):
    result = made_up([whole], whole)
    assert write_verdict(Translator("en"), result.labels, result.whole).startswith(beginning)


def test_rows_spans_and_table_agree_on_what_was_read():
    t = Translator("en")
    result = made_up([(0.1, 0.2, 0.7), (), (0.8, 0.1, 0.1)])
    theme = chart_theme("dark")
    assert [row.verdict for row in describe_rows(t, result)] == [
        "positive 70%",
        "not read",
        "negative 80%",
    ]
    spans = describe_spans(t, result, theme)
    assert [span.color for span in spans] == [theme.positive, theme.muted, theme.negative]
    assert [span.is_hatched for span in spans] == [False, True, False]
    assert "positive 70.0%" in spans[0].note
    header, rows = describe_table(t, result)
    assert header == ["sentence", "text", "label", "negative", "neutral", "positive"]
    assert rows[1] == [2, "Sentence 1.", "not read", "", "", ""]
    assert rows[2][2:] == ["negative", 0.8, 0.1, 0.1]


def test_pieces_of_a_passage_give_the_text_again():
    text = "a😀b <script> e\u0301 \u202eש end"
    spans = [Span(1, 2, "#000000", 0.5, "one", "1"), Span(4, 12, "#000000", 0.5, "two")]
    pieces = split_pieces(text, spans)
    assert "".join(piece["text"] for piece in pieces) == text
    assert [piece["text"] for piece in pieces if "note" in piece] == ["😀", "<script>"]
    assert split_pieces("", []) == []


def test_very_many_sentences_do_not_make_very_many_elements(ask):
    app = ask("So good. " * 700)
    assert not app.exception
    (passage,) = app.get("bidi_component")
    pieces = json.loads(passage.proto.json)["pieces"]
    assert sum("note" in piece for piece in pieces) == MAX_SPANS
