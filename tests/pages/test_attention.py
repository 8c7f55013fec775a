"""The attention page with the bundled models."""

import json

import pytest

TEXT = "The animal didn't cross the street because it was too tired."


@pytest.fixture
def open_page(visit):
    """Open the page with a text and the parameters of a link."""

    def open_page_(text=TEXT, language="en", **params):
        at = visit("attention", language)
        for name, value in params.items():
            at.query_params[name] = value
        at.text_area(key="attention.text").set_value(text).run()
        assert not at.exception
        return at

    return open_page_


def heatmap_of(at):
    return json.loads(at.get("plotly_chart")[0].proto.spec)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_a_heat_map_in_both_languages(open_page, language):
    at = open_page(language=language)
    assert len(at.get("plotly_chart")) == 2
    assert "animal" in "".join(heatmap_of(at)["layout"]["xaxis"]["ticktext"])
    assert at.selectbox(key="attention.query").value == 10
    assert not at.warning


CHINESE = "我爱北京天安门，今天天气很好。"


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
    assert "40 %" in at.warning[0].value
    assert not at.info
    assert "[UNK]" in at.warning[0].value


def test_a_language_switch_keeps_layer_head_and_text(open_page):
    at = open_page()
    at.number_input(key="attention.layer").set_value(2).run()
    at.number_input(key="attention.head").set_value(7).run()
    at.button_group(key="frame.language").set_value("zh").run()
    assert not at.exception
    assert at.title[0].value == "Attention 可视化"
    assert at.number_input(key="attention.layer").value == 2
    assert at.number_input(key="attention.head").value == 7
    assert at.text_area(key="attention.text").value == TEXT
    assert "第 2 层" in heatmap_of(at)["layout"]["title"]["text"]


def test_another_page_and_back_keeps_layer_and_head(open_page):
    at = open_page()
    at.number_input(key="attention.layer").set_value(5).run()
    at.switch_page("pages/start/home.py").run()
    at.switch_page("pages/lab/attention.py").run()
    assert at.number_input(key="attention.layer").value == 5
    assert at.text_area(key="attention.text").value == TEXT


def test_hidden_special_tokens_leave_the_axes_and_the_sums_say_so(open_page, shown_texts):
    at = open_page()
    assert "[CLS]" in heatmap_of(at)["layout"]["xaxis"]["ticktext"][0]
    at.toggle(key="attention.hide_special").set_value(True).run()
    labels = heatmap_of(at)["layout"]["yaxis"]["ticktext"]
    assert "the" in labels[0]
    assert len(labels) == 14
    assert "less than 1" in shown_texts(at)


def test_a_link_brings_back_model_and_head_and_the_mask_is_shown(open_page):
    at = open_page(model="smollm2-135m-instruct", layer="14", head="9", max_tokens="64")
    assert at.selectbox(key="attention.model").value == "smollm2-135m-instruct"
    assert at.number_input(key="attention.layer").value == 14
    assert heatmap_of(at)["layout"]["showlegend"]
    assert at.toggle(key="attention.hide_special").disabled
    at.selectbox(key="attention.model").set_value("all-minilm-l6-v2").run()
    assert not at.exception
    assert at.number_input(key="attention.layer").value == 6


def test_a_jump_goes_to_the_head_with_the_largest_share(open_page):
    at = open_page()
    at.button(key="attention.jump_previous").click().run()
    assert not at.exception
    place = [at.number_input(key=f"attention.{name}").value for name in ("layer", "head")]
    assert place == [1, 3]


@pytest.mark.parametrize(
    "text",
    [
        "[SEP] <|im_end|> </s>",
        "<script>alert(1)</script> ![x](http://x/y.png)",
        "👩\u200d👧 e\u0301\u0301 \u202eabc שלום",
        r"$\def\a{\a\a}\a$ ```",
        "\u0301",
        "=1+1",
    ],
)
@pytest.mark.parametrize("model", ["all-minilm-l6-v2", "smollm2-135m-instruct"])
def test_rubbish_gives_a_picture(open_page, model, text):
    at = open_page(text, model=model)
    assert len(at.get("plotly_chart")) == 2


def test_a_long_text_says_how_much_of_it_is_used(open_page):
    at = open_page("word " * 300)
    assert "96" in at.warning[0].value
    assert "302" in at.warning[0].value


def test_nothing_is_asked_for_an_empty_text(open_page):
    at = open_page(" \u200b ")
    assert not at.get("plotly_chart")
    assert at.info


def test_whole_words_stand_on_the_axes(open_page):
    at = open_page("Unbelievably, it didn't work.")
    at.toggle(key="attention.merge_words").set_value(True).run()
    assert not at.exception
    labels = [
        label.strip("\u2068\u2069") for label in heatmap_of(at)["layout"]["xaxis"]["ticktext"]
    ]
    assert labels == ["[CLS]", "Unbelievably", ",", "it", "didn't", "work", ".", "[SEP]"]


def test_the_table_and_the_code_can_be_taken_along(open_page):
    at = open_page()
    assert at.get("download_button")[0].proto.label == "Weights of this head (CSV)"
    assert "attentions[3][0, 1]" in at.code[-1].value
