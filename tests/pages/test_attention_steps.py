"""The walk through one head with the bundled models, and the toy."""

import json

import pytest

from components.interface.frame.i18n import Translator

PAGE = "attention_steps"
TEXT = "The animal didn't cross the street because it was too tired."
LATER = ["scores", "scale", "mask", "softmax", "sum", "output"]
BERT_STEPS = ["embed", "input", "project", *LATER]
LLAMA_STEPS = ["embed", "input", "project", "rotate", *LATER]


def titles(t, steps):
    return [t(f"{PAGE}.step_title.{step}") for step in steps]


def shown_titles(at):
    return [element.value for element in at.subheader]


def figure_of(at, number):
    return json.loads(at.get("plotly_chart")[number].proto.spec)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("model", "steps"),
    [("all-minilm-l6-v2", BERT_STEPS), ("smollm2-135m-instruct", LLAMA_STEPS)],
)
def test_all_steps_of_a_model_in_both_languages(open_page, shown_texts, language, model, steps):
    t = Translator(language)
    at = open_page(language=language, model=model, layer="3", head="2", all="1")
    assert shown_titles(at) == titles(t, steps)
    shown = shown_texts(at)
    checked = t(f"{PAGE}.gap", gap="\0").split("\0")[0]
    assert shown.count(checked) == 5, "five steps are compared with the model's own numbers"
    assert t(f"{PAGE}.gap_large", gap="\0").split("\0")[0] not in shown
    assert len(at.get("plotly_chart")) == len(steps) + (6 if model.startswith("smol") else 5)
    assert len(at.latex) >= len(steps)


def test_one_step_at_a_time_and_back(open_page):
    t = Translator("en")
    at = open_page()
    assert shown_titles(at) == titles(t, ["embed"])
    assert at.button(key=f"{PAGE}.back").disabled
    for step in BERT_STEPS[1:]:
        at.button(key=f"{PAGE}.next").click().run()
        assert not at.exception
        assert shown_titles(at) == titles(t, [step])
    assert at.button(key=f"{PAGE}.next").disabled
    at.button(key=f"{PAGE}.back").click().run()
    assert shown_titles(at) == titles(t, ["sum"])
    at.segmented_control(key=f"{PAGE}.step").set_value("scores").run()
    assert shown_titles(at) == titles(t, ["scores"])


def test_a_step_that_the_next_model_has_not_begins_again(open_page):
    at = open_page(model="smollm2-135m-instruct", step="rotate")
    assert shown_titles(at) == titles(Translator("en"), ["rotate"])
    at.selectbox(key=f"{PAGE}.model").set_value("all-minilm-l6-v2").run()
    assert not at.exception
    assert shown_titles(at) == titles(Translator("en"), ["embed"])


def test_the_framed_row_follows_the_chosen_token(open_page):
    at = open_page(step="softmax")
    assert figure_of(at, 0)["layout"]["shapes"][0]["y0"] == 13 - 0.5, "the last word"
    at.session_state[f"{PAGE}.place"] = 4
    at.run()
    assert figure_of(at, 0)["layout"]["shapes"][0]["y0"] == 3 - 0.5
    at.text_area(key=f"{PAGE}.text").set_value("Two words.").run()
    assert figure_of(at, 0)["layout"]["shapes"][0]["y0"] == 2 - 0.5, "another text, its last word"


def test_the_head_travels_from_page_to_page(open_page):
    at = open_page()
    at.number_input(key=f"{PAGE}.layer").set_value(4).run()
    at.number_input(key=f"{PAGE}.head").set_value(2).run()
    assert at.session_state["lab.head"] == (3, 1)
    at.switch_page("pages/start/home.py").run()
    at.session_state["lab.head"] = (1, 6)
    at.switch_page(f"pages/lab/{PAGE}.py").run()
    assert at.number_input(key=f"{PAGE}.layer").value == 2
    assert at.number_input(key=f"{PAGE}.head").value == 7
    assert at.text_area(key=f"{PAGE}.text").value == TEXT


def test_a_language_switch_keeps_the_state(open_page):
    at = open_page(step="scale", layer="2", head="3")
    at.button_group(key="frame.language").set_value("zh").run()
    assert not at.exception
    assert shown_titles(at) == titles(Translator("zh"), ["scale"])
    assert at.number_input(key=f"{PAGE}.head").value == 3


def test_grouped_heads_say_whose_keys_they_use(open_page, shown_texts):
    at = open_page(model="smollm2-135m-instruct", step="project", head="5")
    shown = shown_texts(at)
    assert "9 query heads" in shown
    assert "value head 2" in shown
    assert "heads 4 to 6" in shown


@pytest.mark.parametrize("kind", ["learned", "sinusoidal", "rotary"])
@pytest.mark.parametrize("model", ["all-minilm-l6-v2", "smollm2-135m-instruct"])
def test_positions_stand_side_by_side(open_page, model, kind):
    at = open_page(model=model)
    at.segmented_control(key=f"{PAGE}.positions").set_value(kind).run()
    assert not at.exception
    is_there = kind != "learned" or model == "all-minilm-l6-v2"
    charts = [c for c in at.get("plotly_chart") if c.proto.id.endswith(f"positions_{kind}")]
    assert len(charts) == is_there


def test_little_is_sent_for_a_long_text(open_page):
    at = open_page("The cat sat on the mat and slept. " * 60, all="1", layer="2")
    assert "24" in at.warning[0].value
    sizes = [len(chart.proto.spec) for chart in at.get("plotly_chart")]
    assert max(sizes) < 60_000
    assert sum(sizes) < 400_000


def test_chinese_characters_are_whole(open_page, shown_texts):
    at = open_page("我爱北京天安门。", model="smollm2-135m-instruct", step="softmax")
    at.selectbox(key=f"{PAGE}.model").set_value("smollm2-135m-instruct").run()
    labels = "".join(figure_of(at, 0)["layout"]["yaxis"]["ticktext"])
    assert "我·1/2" in labels
    assert "�" not in labels
    assert "我·1/2" in shown_texts(at)


@pytest.mark.parametrize(
    "text",
    [
        "[SEP] <|im_end|> </s>",
        "<script>alert(1)</script> ![x](http://x/y.png)",
        "👩\u200d👧 e\u0301\u0301 \u202eabc שלום",
        r"$\def\a{\a\a}\a$ ```",
        "=1+1",
        "a",
    ],
)
@pytest.mark.parametrize("model", ["all-minilm-l6-v2", "smollm2-135m-instruct"])
def test_rubbish_is_walked_through_literally(open_page, model, text):
    at = open_page(text, model=model, all="1")
    assert len(at.get("plotly_chart")) > 8
    for kind in ("markdown", "caption", "html", "latex"):
        assert not [e for e in at.get(kind) if "alert" in str(getattr(e, "value", ""))]
        assert not [e for e in at.get(kind) if r"\def" in str(getattr(e, "value", ""))]


def test_nothing_is_asked_for_an_empty_text(open_page):
    at = open_page(" \u200b ")
    assert not at.get("plotly_chart")
    assert at.info


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_toy_needs_no_model_and_shows_every_number(visit, monkeypatch, language):
    from components.interface.frame import runtime

    monkeypatch.setattr(runtime, "ask", lambda *args: pytest.fail("a model was asked"))
    t = Translator(language)
    at = visit(PAGE, language)
    at.segmented_control(key=f"{PAGE}.mode").set_value("toy").run()
    at.toggle(key=f"{PAGE}.all").set_value(True).run()
    assert not at.exception
    steps = ["vectors", "scores", "scale", "mask", "softmax", "sum"]
    assert shown_titles(at) == titles(t, steps)
    formulas = "\n".join(element.value for element in at.latex)
    assert r"3 \cdot 2 + 0 \cdot 0 + 0 \cdot 0 + 0 \cdot 0" in formulas
    assert "&= 0.7560" in formulas
    assert r"(3.36,\ 0.15,\ 0.15,\ 0.34)" in formulas


def test_the_toy_s_mask(visit):
    at = visit(PAGE)
    at.segmented_control(key=f"{PAGE}.mode").set_value("toy").run()
    at.toggle(key=f"{PAGE}.toy_causal").set_value(True).run()
    at.segmented_control(key=f"{PAGE}.step").set_value("softmax").run()
    assert not at.exception
    assert "0.7856" in at.latex[-1].value


def test_the_code_has_the_state_shown(open_page):
    at = open_page(layer="4", head="2")
    at.session_state[f"{PAGE}.place"] = 11
    at.run()
    assert "layer, head, query = 3, 1, 10" in at.code[-1].value
