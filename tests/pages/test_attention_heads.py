"""The page of heads with the bundled models."""

import json

import pytest

from components.interface.frame.i18n import Translator

PAGE = "attention_heads"
TEXT = "Mr Dursley met Mrs Potter. Later Mr Dursley called Mrs"


def charts(at):
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_atlas_and_head_are_shown_in_both_languages(open_page, shown_texts, language):
    at = open_page(language=language)
    t = Translator(language)
    atlas, scores = charts(at)
    assert atlas["layout"]["title"]["text"] == t(f"{PAGE}.atlas_title")
    assert scores["layout"]["title"]["text"] == t(f"{PAGE}.scores_title")
    assert t(f"{PAGE}.does_previous", score="100%", random="99%") in shown_texts(at)
    assert t(f"{PAGE}.change_none_off") in shown_texts(at)
    assert not at.warning


def test_a_jump_goes_to_the_strongest_head(open_page):
    at = open_page()
    at.button(key=f"{PAGE}.jump_duplicate").click().run()
    assert not at.exception
    place = [at.number_input(key=f"{PAGE}.{name}").value for name in ("layer", "head")]
    assert place == [3, 10]


def test_heads_that_are_off_change_the_verdict_s_numbers(open_page, shown_texts):
    at = open_page("The movie was not good, but the soundtrack is.", model="sentiment-en")
    at.button(key=f"{PAGE}.off_this").click().run()
    assert at.multiselect(key=f"{PAGE}.off_heads").value == ["1.3"]
    assert "bits" in shown_texts(at)
    after, before = (trace["x"] for trace in charts(at)[2]["data"])
    assert after != before
    assert sum(after) == pytest.approx(100, abs=1e-3)
    assert "register_forward_pre_hook" in "".join(code.value for code in at.code)
    at.button(key=f"{PAGE}.off_layer").click().run()
    assert len(at.multiselect(key=f"{PAGE}.off_heads").value) == 12
    at.button(key=f"{PAGE}.off_none").click().run()
    after, before = (trace["x"] for trace in charts(at)[2]["data"])
    assert after == before


def test_an_encoder_s_vector_turns(open_page, shown_texts):
    at = open_page()
    at.button(key=f"{PAGE}.off_layer").click().run()
    assert "cosine" in shown_texts(at)
    at.button(key="head_sweep.start").click().run()
    assert not at.exception
    effects = charts(at)[2]
    assert effects["layout"]["title"]["text"] == Translator("en")(f"{PAGE}.sweep_title")


def test_nothing_is_compared_before_the_section_is_opened(open_page):
    at = open_page()
    assert "head_similarity.answer" not in at.session_state
    at.session_state["head_similarity.section"] = True
    at.run()
    assert not at.exception
    assert "head_similarity.answer" in at.session_state


def test_a_link_brings_back_model_head_and_what_is_off(open_page):
    at = open_page(model="smollm2-135m-instruct", layer="19", head="7", off="18.4-19.7-99.1")
    assert at.selectbox(key=f"{PAGE}.model").value == "smollm2-135m-instruct"
    assert at.number_input(key=f"{PAGE}.layer").value == 19
    assert at.multiselect(key=f"{PAGE}.off_heads").value == ["18.4", "19.7"]


@pytest.mark.parametrize("off", ["'; drop", "1.1-", "0", "1.1-2", "x" * 3000])
def test_rubbish_in_a_link_switches_nothing_off(open_page, off):
    at = open_page(off=off)
    assert at.multiselect(key=f"{PAGE}.off_heads").value == []


def test_a_language_switch_keeps_head_and_board(open_page):
    at = open_page()
    at.number_input(key=f"{PAGE}.layer").set_value(3).run()
    at.button(key=f"{PAGE}.off_this").click().run()
    at.button_group(key="frame.language").set_value("zh").run()
    assert not at.exception
    assert at.number_input(key=f"{PAGE}.layer").value == 3
    assert at.multiselect(key=f"{PAGE}.off_heads").value == ["3.3"]


@pytest.mark.parametrize("text", ["", " \u200b "])
def test_a_blank_text_asks_for_one(open_page, shown_texts, text):
    at = open_page(text)
    assert Translator("en")("refusal.text_empty") in shown_texts(at)
    assert not charts(at)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_text_of_one_word_is_refused_in_words(open_page, shown_texts, language):
    at = open_page("Hello", language)
    assert Translator(language)("refusal.few_tokens", count=3) in shown_texts(at)


def test_rubbish_and_long_texts_give_a_picture(open_page, shown_texts):
    for text in ("[SEP] <|im_end|> </s> <b>x</b>", r"$\def\a{\a\a}\a$ ![x](http://x/y.png)"):
        assert len(charts(open_page(text))) == 2
    at = open_page("word thing " * 300)
    assert Translator("en")("note.truncated", used="64", total="602") in shown_texts(at)
