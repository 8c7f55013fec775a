"""The attention page with the bundled models."""

import json
import struct

import numpy as np
import pytest

PAGE = "attention"
TEXT = "The animal didn't cross the street because it was too tired."
CHINESE = "我爱北京天安门，今天天气很好。"
PAIR = "Where did the cat sit?\n---\nThe cat sat on the mat."


def canvas_of(at):
    """Give what the canvas was sent: header, and weights (head, query, key)."""
    (found,) = [e.proto for e in at.get("bidi_component") if e.proto.id.endswith("canvas")]
    (length,) = struct.unpack_from("<I", found.bytes)
    header = json.loads(found.bytes[4 : 4 + length])
    kind = "<f4" if header["digits"] == 4 else "<f2"
    numbers = np.frombuffer(found.bytes[4 + length :], kind).astype(np.float32)
    shape = (header["heads"], len(header["queries"]), len(header["keys"]))
    return header, numbers.reshape(shape)


def title_of(at):
    return canvas_of(at)[0]["texts"]["title"]


def place_of(at):
    return [at.number_input(key=f"attention.{name}").value for name in ("layer", "head")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_a_map_in_both_languages(open_page, language):
    at = open_page(language=language)
    header, weights = canvas_of(at)
    assert "animal" in header["keys"]
    np.testing.assert_allclose(weights.sum(axis=-1), 1, atol=1e-5)
    assert at.multiselect(key="attention.queries").value == [10]
    assert len(at.get("plotly_chart")) == 1
    assert not at.warning


def test_chinese_text_chooses_the_model_that_reads_it_and_gives_it_back(open_page):
    at = open_page()
    assert at.selectbox(key="attention.model").value == "all-minilm-l6-v2"
    at.text_area(key="attention.text").set_value(CHINESE).run()
    assert at.selectbox(key="attention.model").value == "multilingual-e5-small"
    assert "multilingual-e5-small" in at.info[0].value
    assert not at.warning
    at.text_area(key="attention.text").set_value(TEXT).run()
    assert at.selectbox(key="attention.model").value == "all-minilm-l6-v2"
    assert not at.info


def test_a_model_chosen_for_chinese_text_stays_and_shows_its_share_of_unknown_tokens(open_page):
    at = open_page(CHINESE)
    at.selectbox(key="attention.model").set_value("all-minilm-l6-v2").run()
    assert at.selectbox(key="attention.model").value == "all-minilm-l6-v2"
    assert "40%" in at.warning[0].value
    assert not at.info
    assert "[UNK]" in at.warning[0].value


def test_a_language_switch_keeps_choices_and_text(open_page):
    at = open_page()
    at.number_input(key="attention.layer").set_value(2).run()
    at.number_input(key="attention.head").set_value(7).run()
    at.button_group(key="attention.unit").set_value("word").run()
    at.button_group(key="attention.mode").set_value("lines").run()
    at.button_group(key="frame.language").set_value("zh").run()
    assert not at.exception
    assert at.title[0].value == "Attention 可视化"
    assert place_of(at) == [2, 7]
    assert at.session_state["attention.unit"] == "word"
    assert canvas_of(at)[0]["mode"] == "lines"
    assert at.text_area(key="attention.text").value == TEXT
    assert "第 2 层" in title_of(at)


def test_another_page_and_back_keeps_layer_and_head(open_page):
    at = open_page()
    at.number_input(key="attention.layer").set_value(5).run()
    at.switch_page("pages/start/home.py").run()
    at.switch_page("pages/lab/attention.py").run()
    assert place_of(at) == [5, 2]
    assert at.text_area(key="attention.text").value == TEXT


def test_the_head_of_another_page_of_the_lab_is_taken_over(open_page):
    at = open_page()
    at.switch_page("pages/start/home.py").run()
    at.session_state["lab.head"] = (1, 6)
    at.switch_page("pages/lab/attention.py").run()
    assert place_of(at) == [2, 7]


def test_hidden_special_tokens_leave_and_rows_are_rescaled_only_when_said(open_page, shown_texts):
    at = open_page()
    assert canvas_of(at)[0]["keys"][0] == "[CLS]"
    at.toggle(key="attention.hide_special").set_value(True).run()
    header, weights = canvas_of(at)
    assert header["queries"][0] == "the"
    assert len(header["queries"]) == 14
    assert (weights.sum(axis=-1) < 1).all()
    assert "less than 1" in shown_texts(at)
    at.toggle(key="attention.rescale").set_value(True).run()
    np.testing.assert_allclose(canvas_of(at)[1].sum(axis=-1), 1, atol=1e-5)
    assert "no longer the model's own numbers" in shown_texts(at)


LINK = {
    "model": "smollm2-135m-instruct",
    "layer": "14",
    "head": "9",
    "max_tokens": "64",
    "scope": "chosen",
    "chosen": "1409_201",
    "mode": "lines",
    "unit": "word",
    "rescale": "1",
    "queries": "3_5",
    "keys": "0",
}


def test_a_link_brings_back_the_whole_state(open_page):
    at = open_page(**LINK)
    header, weights = canvas_of(at)
    assert at.selectbox(key="attention.model").value == LINK["model"]
    assert header["mode"] == "lines"
    assert header["names"] == ["Layer 14 · Head 9", "Layer 2 · Head 1"]
    assert (header["selectedQueries"], header["selectedKeys"]) == ([3, 5], [0])
    assert header["causal"]
    assert "didn't" in header["keys"]
    assert len(weights) == 2
    assert at.toggle(key="attention.hide_special").disabled
    shown = next(code.value for code in at.code if "scope=" in code.value)
    assert all(f"{name}={value}" in shown for name, value in LINK.items())


def test_a_head_that_the_next_model_lacks_is_clipped(open_page):
    at = open_page(model="smollm2-135m-instruct", layer="14", head="9")
    assert place_of(at) == [14, 9]
    at.selectbox(key="attention.model").set_value("all-minilm-l6-v2").run()
    assert not at.exception
    assert place_of(at) == [6, 9]


@pytest.mark.parametrize(
    "params",
    [
        {"scope": "everything", "unit": "<b>", "mode": "x", "direction": "c_d", "pool": "sum"},
        {"chosen": "99999_1", "queries": "600", "keys": "-1", "layer": "0"},
        {"chosen": "12899_101", "scope": "difference", "queries": "511", "keys": "500"},
    ],
)
def test_a_tampered_link_gives_a_picture(open_page, params):
    at = open_page(**params)
    assert canvas_of(at)[1].size == 16 * 16


def test_a_jump_goes_to_the_head_with_the_largest_share(open_page):
    at = open_page()
    at.button(key="attention.jump_previous").click().run()
    assert not at.exception
    assert place_of(at) == [1, 3]


@pytest.mark.parametrize(
    "text",
    [
        "[SEP] <|im_end|> </s>",
        "<script>alert(1)</script> ![x](http://x/y.png)",
        "👩\u200d👧 e\u0301\u0301 \u202eabc שלום",
        r"$\def\a{\a\a}\a$ ```",
        "\u0301",
        "=1+1",
        "---\n---\n---",
    ],
)
@pytest.mark.parametrize("model", ["all-minilm-l6-v2", "smollm2-135m-instruct"])
@pytest.mark.parametrize("unit", ["token", "word"])
def test_rubbish_gives_a_picture(open_page, model, text, unit):
    at = open_page(text, model=model, unit=unit)
    np.testing.assert_allclose(canvas_of(at)[1].sum(axis=-1), 1, atol=1e-5)


def test_a_long_text_says_how_much_of_it_is_used(open_page):
    at = open_page("word " * 600)
    assert "512" in at.warning[0].value
    assert "602" in at.warning[0].value
    header, _ = canvas_of(at)
    assert header["digits"] == 2
    sent = [len(e.proto.SerializeToString()) for e in at.get("bidi_component")]
    assert sum(sent) < 800_000


def test_nothing_is_asked_for_an_empty_text(open_page):
    at = open_page(" \u200b ")
    assert not at.get("bidi_component")
    assert at.info


def test_words_and_characters_stand_on_the_axes(open_page):
    at = open_page("Unbelievably, it didn't work.")
    at.button_group(key="attention.unit").set_value("word").run()
    assert not at.exception
    words = ["[CLS]", "Unbelievably", ",", "it", "didn't", "work", ".", "[SEP]"]
    assert canvas_of(at)[0]["keys"] == words


def test_chinese_words_and_whole_characters_of_a_byte_vocabulary(open_page):
    at = open_page("我爱北京天安门", model="smollm2-135m-instruct", unit="word")
    at.selectbox(key="attention.model").set_value("smollm2-135m-instruct").run()
    assert canvas_of(at)[0]["keys"] == ["我", "爱", "北京", "天安门"]
    at.button_group(key="attention.unit").set_value("character").run()
    assert "".join(canvas_of(at)[0]["keys"]) == "我爱北京天安门"
    at.button_group(key="attention.unit").set_value("token").run()
    assert any("⟨" in key for key in canvas_of(at)[0]["keys"])


def test_one_text_of_a_pair_looks_at_the_other(open_page):
    at = open_page(PAIR, direction="a_b")
    header, weights = canvas_of(at)
    assert header["queries"] == ["[CLS]", "where", "did", "the", "cat", "sit", "?", "[SEP]"]
    assert header["keys"] == ["the", "cat", "sat", "on", "the", "mat", ".", "[SEP]"]
    assert (weights.sum(axis=-1) < 1).all()
    at.button_group(key="attention.direction").set_value("all").run()
    np.testing.assert_allclose(canvas_of(at)[1].sum(axis=-1), 1, atol=1e-5)


@pytest.mark.parametrize("scope", ["layer", "model"])
def test_several_heads_become_one_map(open_page, scope, shown_texts):
    at = open_page(scope=scope)
    np.testing.assert_allclose(canvas_of(at)[1].sum(axis=-1), 1, atol=1e-5)
    mean = canvas_of(at)[1]
    at.button_group(key="attention.pool").set_value("max").run()
    assert (canvas_of(at)[1] >= mean - 1e-6).all()
    assert "can sum to more than 1" in shown_texts(at)


def test_two_heads_are_compared(open_page, shown_texts):
    at = open_page(scope="difference", chosen="402_103")
    header, weights = canvas_of(at)
    assert header["signed"]
    np.testing.assert_allclose(weights.sum(axis=-1), 0, atol=1e-5)
    assert title_of(at) == "Layer 4 · Head 2 minus Layer 1 · Head 3"
    assert "Jensen–Shannon" in shown_texts(at)
    assert at.toggle(key="attention.rescale").disabled


def test_one_head_cannot_be_compared_and_the_page_says_what_to_do(open_page, shown_texts):
    at = open_page(scope="difference")
    assert title_of(at) == "Layer 4 · Head 2"
    assert "Choose a second head" in shown_texts(at)


def test_the_weights_of_chosen_tokens_are_summed(open_page, shown_texts):
    at = open_page()
    _, ((*rows,),) = canvas_of(at)
    at.multiselect(key="attention.queries").set_value([1, 10]).run()
    at.multiselect(key="attention.keys").set_value([2]).run()
    assert not at.exception
    bars = json.loads(at.get("plotly_chart")[0].proto.spec)["data"][0]
    assert max(bars["x"]) == pytest.approx(float(max(rows[1] + rows[10])), abs=1e-6)
    share = (rows[1][2] + rows[10][2]) / 2
    assert f"{share:.6f}" in shown_texts(at)


def test_another_text_forgets_the_chosen_tokens(open_page):
    at = open_page()
    at.multiselect(key="attention.keys").set_value([12]).run()
    at.text_area(key="attention.text").set_value("Cats sleep.").run()
    assert not at.exception
    assert at.multiselect(key="attention.keys").value == []
    assert at.multiselect(key="attention.queries").value == [2]


def test_table_report_and_code_can_be_taken_along(open_page):
    at = open_page()
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == ["These weights (CSV)", "Report (HTML)"]
    assert "[attentions[l][0, h] for l, h in [(3, 1)]]" in at.code[-1].value
