"""Layer by layer with the bundled models."""

import json

import pytest

from components.interface.charts.layer_lines import MOST_LINES
from components.interface.frame.i18n import Translator

PAGE = "layers"
TEXT = "The capital of France is"
CHINESE = "北京是中国的首都，巴黎是法国的"


def figures(at):
    charts = at.get("plotly_chart")
    return {c.proto.id.rpartition(f"{PAGE}.")[2]: json.loads(c.proto.spec) for c in charts}


def cell_texts(figure):
    return [text for trace in figure["data"][1:] for text in trace["text"]]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_lens_of_the_decoder_in_both_languages(open_page, shown_texts, language):
    t = Translator(language)
    at = open_page(language=language)
    assert at.selectbox(key=f"{PAGE}.model").value == "smollm2-135m-instruct", "decoders first"
    assert set(figures(at)) == {"ladder", "entropy", "grid"}
    assert any("Paris" in text for text in cell_texts(figures(at)["grid"]))
    shown = shown_texts(at)
    assert t(f"{PAGE}.commitment.last", place=5, last=30) in shown
    assert t(f"{PAGE}.gap", gap="\0").split("\0")[0] in shown


def test_another_token_has_another_answer(open_page, shown_texts):
    at = open_page()
    at.session_state[f"{PAGE}.place"] = 2
    at.run()
    assert not at.exception
    assert "token 2" in shown_texts(at)
    assert "␣of" in "".join(
        cell_texts(figures(at)["ladder"])[-5:] + cell_texts(figures(at)["grid"])
    )


def test_words_are_watched_and_cut_honestly(open_page):
    at = open_page(view="watch")
    assert not figures(at)
    words = "Paris, London， unbelievability"
    at.text_input(key=f"{PAGE}.words").set_value(words).run()
    assert not at.exception
    ranks = figures(at)["ranks"]
    assert [line["name"].split(" ")[0] for line in ranks["data"]] == [
        "\u2068Paris", "\u2068London", "\u2068unbelievability",
    ]  # fmt: skip
    rows = [
        row for c in at.get("bidi_component") for row in json.loads(c.proto.json).get("rows", [])
    ]
    assert rows[0]["last"] == "1"
    assert " | " in rows[2]["pieces"]
    assert rows[2]["pieces_more"]
    assert not rows[0]["pieces_more"]


def test_the_model_s_answers_can_be_taken(open_page):
    at = open_page(view="watch")
    at.button(key=f"{PAGE}.take_answers").click().run()
    assert at.text_input(key=f"{PAGE}.words").value.startswith("Paris, the, London")
    assert len(figures(at)["ranks"]["data"]) == 5


@pytest.mark.parametrize("words", [",,，", " \u200b ", "；、;"])
def test_words_that_are_none_are_asked_for(open_page, shown_texts, words):
    asked_for = Translator("en")(f"{PAGE}.words_none", most=MOST_LINES)
    at = open_page(view="watch")
    at.text_input(key=f"{PAGE}.words").set_value("Paris").run()
    assert "ranks" in figures(at)
    assert asked_for not in shown_texts(at)
    at.text_input(key=f"{PAGE}.words").set_value(words).run()
    assert not at.exception
    assert "ranks" not in figures(at)
    assert asked_for in shown_texts(at)


def test_a_character_that_nothing_can_show_is_watched_as_its_substitute(open_page):
    at = open_page(view="watch")
    at.text_input(key=f"{PAGE}.words").set_value("\ud800".encode("utf-8", "replace").decode()).run()
    assert not at.exception
    (line,) = figures(at)["ranks"]["data"]
    assert "? (?)" in line["name"]


def test_states_of_the_decoder(open_page):
    at = open_page(view="states")
    assert set(figures(at)) == {"token_similarity", "mean", "norms", "layer_similarity"}
    at.slider(key=f"{PAGE}.layer").set_value(7).run()
    assert not at.exception
    assert "7" in figures(at)["token_similarity"]["layout"]["title"]["text"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("model", ["all-minilm-l6-v2", "multilingual-e5-small", "sentiment-en"])
def test_an_encoder_has_states_and_no_lens(open_page, model, language):
    at = open_page("The cat sat on the mat.", language, model=model)
    assert set(figures(at)) == {"token_similarity", "mean", "layer_similarity"}
    assert at.slider(key=f"{PAGE}.layer").value == (12 if "e5" in model else 6)


def test_chinese_text_chooses_a_model_that_reads_it_and_is_never_broken(open_page):
    at = open_page(CHINESE)
    assert at.selectbox(key=f"{PAGE}.model").value == "multilingual-e5-small"
    at.selectbox(key=f"{PAGE}.model").set_value("smollm2-135m-instruct").run()
    assert not at.exception
    assert "�" not in json.dumps(figures(at), ensure_ascii=False)
    assert "北·1/2" in "".join(figures(at)["grid"]["layout"]["xaxis"]["ticktext"])


def test_a_language_switch_keeps_view_and_layer(open_page):
    at = open_page(view="states", layer="7")
    at.button_group(key="frame.language").set_value("zh").run()
    assert not at.exception
    assert at.slider(key=f"{PAGE}.layer").value == 7
    assert "norms" in figures(at)


def test_little_is_sent_for_a_long_text(open_page):
    at = open_page("The cat sat on the mat and slept. " * 60)
    assert "32" in at.warning[0].value
    assert sum(len(chart.proto.spec) for chart in at.get("plotly_chart")) < 400_000


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", r"$\def\a{\a\a}\a$ ```", "👩\u200d👧 שלום", "a"]
)
@pytest.mark.parametrize("view", ["lens", "watch", "states"])
def test_rubbish_is_shown_literally(open_page, text, view):
    at = open_page(text, model="smollm2-135m-instruct", view=view)
    if view == "watch":
        at.text_input(key=f"{PAGE}.words").set_value(text).run()
    assert not at.exception
    assert figures(at)
    for kind in ("markdown", "caption", "html", "latex"):
        assert not [e for e in at.get(kind) if "alert" in str(getattr(e, "value", ""))]
        assert not [e for e in at.get(kind) if r"\def" in str(getattr(e, "value", ""))]


def test_nothing_is_asked_for_an_empty_text(open_page):
    at = open_page(" \u200b ")
    assert not at.get("plotly_chart")
    assert at.info
