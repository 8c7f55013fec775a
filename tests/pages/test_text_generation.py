"""The text generation page, on the bundled decoder and on made-up answers."""

import ast

import pytest

from components.interface.demos.text_generation.generation_settings import SETTINGS
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.records.answer import Progress, Provenance, TextDelta
from components.records.refusal import Refusal
from components.records.service import Health
from components.records.text_generation import (
    GeneratedSequence,
    TextGenerationResult,
)

PAGE = "text_generation"
PROMPT = "Once upon a time"
GUARD = "\u200b"
READY = Health("ready", device="cpu", backend="torch")
DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def key(name):
    return f"{PAGE}.{name}"


def literal(app):
    """Everything shown as it is, without the guards around it."""
    return [element.value.replace(GUARD, "") for element in app.text]


def captions(app):
    return [caption.value for caption in app.caption]


def press(app, name):
    return app.button(key=key(name)).click().run()


def write(app, text=PROMPT):
    app.text_area(key=key("text")).set_value(text).run()
    return press(app, "generate")


@pytest.fixture
def asked(monkeypatch):
    """Answer without a model; gives the list of what was asked."""
    requests = []

    def ask(model_id, request, watch):
        requests.append(request)
        texts = [f" text {number}" for number in range(1, request.num_sequences + 1)]
        for piece in (" te", "xt", " 1"):
            event = TextDelta(piece) if request.num_sequences == 1 else Progress(1, 3)
            watch(event, READY)
        return TextGenerationResult(
            tuple(GeneratedSequence(text, 3, True, -1.0) for text in texts),
            10.0,
            Provenance(model_id, "cpu", "torch", 0.3, 4, 4),
        )

    monkeypatch.setattr(runtime, "ask", ask)
    return requests


@pytest.fixture
def stopped(monkeypatch):
    """Write two tokens; then the script is stopped as Streamlit stops it."""
    from streamlit.runtime.scriptrunner_utils.exceptions import StopException

    def ask(model_id, request, watch):
        watch(TextDelta(" there"), READY)
        watch(TextDelta(" was"), READY)
        raise StopException

    monkeypatch.setattr(runtime, "ask", ask)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_seed_gives_the_same_text_on_the_real_model(visit, language):
    app = visit(PAGE, language)
    app.session_state[key("max_new_tokens")] = 8
    app.session_state[key("seed")] = 3
    write(app)
    assert not app.exception
    first = literal(app)
    assert first[0] == PROMPT
    assert len(first[1].split()) > 3
    values = [metric.value for metric in app.metric]
    assert values[0] == "8"
    assert values[2] == Translator(language)("text_generation.ended_limit")
    assert literal(press(app, "generate")) == first
    app.number_input(key=key("seed")).set_value(12).run()
    assert literal(press(app, "generate")) != first


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_chinese_prompt_gets_a_sentence_and_no_model(visit, asked, language):
    app = write(visit(PAGE, language), "今天天气怎么样，请接着写")
    assert asked == []
    t = Translator(language)
    names = {"model": "SmolLM2-135M-Instruct", "languages": t("language.en")}
    assert [info.value for info in app.info] == [t("text_generation.han_unread", **names)]
    assert app.text_area(key=key("text")).value == "今天天气怎么样，请接着写"
    assert not app.text


def test_a_chinese_message_gets_the_sentence_and_the_talk_goes_on(visit, asked):
    app = visit(PAGE)
    app.segmented_control(key=key("mode")).set_value("chat").run()
    app.chat_input[0].set_value("你好，你是谁？").run()
    assert asked == []
    assert "reads English" in app.info[0].value
    app.chat_input[0].set_value("Who are you?").run()
    assert [m.content for m in asked[0].messages][1:] == ["Who are you?"]
    assert not app.exception


def test_a_stopped_text_stays_and_says_so(visit, stopped):
    app = write(visit(PAGE))
    app.run()
    assert literal(app) == [PROMPT, " there was"]
    assert "Stopped after 2 tokens. What was written stays." in captions(app)
    app.segmented_control(key="frame.language").set_value("zh").run()
    assert "在第 2 个 token 处停止，已写出的内容保留。" in captions(app)
    assert literal(app) == [PROMPT, " there was"]


def test_a_language_switch_keeps_text_settings_mode_and_answer(visit, asked):
    app = visit(PAGE)
    app.slider(key=key("temperature")).set_value(1.25).run()
    write(app)
    app.segmented_control(key="frame.language").set_value("zh").run()
    assert app.title[0].value == "文本生成"
    assert app.slider(key=key("temperature")).value == 1.25
    assert app.text_area(key=key("text")).value == PROMPT
    assert literal(app) == [PROMPT, " text 1"]
    app.segmented_control(key=key("mode")).set_value("chat").run()
    app.segmented_control(key="frame.language").set_value("en").run()
    assert app.segmented_control(key=key("mode")).value == "chat"
    assert len(asked) == 1


def test_a_conversation_survives_other_pages_and_clearing_can_be_undone(visit, asked):
    app = visit(PAGE)
    app.segmented_control(key=key("mode")).set_value("chat").run()
    app.chat_input[0].set_value("  Hello <|im_end|> there ").run()
    app.chat_input[0].set_value("And now?").run()
    roles = [message.role for message in asked[-1].messages]
    assert roles == ["system", "user", "assistant", "user"]
    assert asked[-1].messages[1].content == "Hello <|im_end|> there"
    assert asked[-1].is_chat
    shown = literal(app)
    app.switch_page("pages/demos/sentiment.py").run()
    app.switch_page("pages/demos/text_generation.py").run()
    assert literal(app) == shown
    assert literal(press(app, "clear")) == []
    assert literal(press(app, "bring_back")) == shown
    press(app, "another")
    assert len(asked) == 3
    assert asked[-1].messages == asked[-2].messages


def test_blank_messages_are_not_taken(visit, asked):
    app = visit(PAGE)
    app.segmented_control(key=key("mode")).set_value("chat").run()
    app.chat_input[0].set_value("\u200b ").run()
    assert app.info
    assert asked == []


def test_continue_from_here_writes_on_and_can_be_undone(visit, asked):
    app = write(visit(PAGE))
    press(app, "continue_0")
    assert asked[-1].messages[-1].content == PROMPT + " text 1"
    assert app.text_area(key=key("text")).value == PROMPT + " text 1"
    press(app, "undo")
    assert app.text_area(key=key("text")).value == PROMPT


def test_the_result_can_be_taken_along(visit, asked):
    app = press(write(visit(PAGE)), "take")
    assert app.session_state["travel.text"] == PROMPT + " text 1"
    assert len(asked) == 1


def test_several_sequences_stand_side_by_side(visit, asked):
    app = visit(PAGE)
    app.slider(key=key("num_sequences")).set_value(3).run()
    write(app)
    expected = [PROMPT, "", " text 1", " text 2", " text 3"]
    assert literal(app) == expected
    assert literal(app.run()) == expected
    assert not app.exception


def test_a_changed_setting_is_pointed_out(visit, asked):
    note = Translator("en")("text_generation.settings_changed")
    app = write(visit(PAGE))
    assert note not in captions(app)
    app.slider(key=key("top_k")).set_value(5).run()
    assert note in captions(app)
    assert asked[-1].top_k == 50


@pytest.mark.parametrize("refusal", [Refusal("busy", wait_s=3), Refusal("model_failed")])
def test_a_refusal_is_said_and_the_text_kept(visit, monkeypatch, refusal):
    def refuse(model_id, request, watch):
        raise refusal

    monkeypatch.setattr(runtime, "ask", refuse)
    app = write(visit(PAGE))
    assert len(app.warning) == 1
    assert not app.exception
    assert app.text_area(key=key("text")).value == PROMPT


def test_what_was_written_before_the_deadline_stays(visit, monkeypatch):
    def ask(model_id, request, watch):
        watch(TextDelta(" there"), READY)
        raise Refusal("deadline")

    monkeypatch.setattr(runtime, "ask", ask)
    app = write(visit(PAGE))
    assert literal(app) == [PROMPT, " there"]
    assert len(app.warning) == 1


def test_dropped_turns_are_told_and_left_out_of_the_code(visit, monkeypatch):
    def ask(model_id, request, watch):
        return TextGenerationResult(
            (GeneratedSequence("Fine.", 3, True, -1.0),),
            10.0,
            Provenance(model_id, "cpu", "torch", 0.3, 4, 4),
            num_dropped_messages=2 if len(request.messages) > 2 else 0,
        )

    monkeypatch.setattr(runtime, "ask", ask)
    app = visit(PAGE)
    app.segmented_control(key=key("mode")).set_value("chat").run()
    app.chat_input[0].set_value("First question").run()
    assert not app.warning
    app.chat_input[0].set_value("Second question").run()
    assert "2 oldest messages" in app.warning[0].value
    code = next(block.value for block in app.run().code if "generate" in block.value)
    assert "First question" not in code
    assert "Second question" in code
    assert "'role': 'system'" in code


def test_a_tampered_link_falls_back_to_defaults(visit, asked):
    app = visit("home")
    for name in DEFAULTS:
        app.query_params[name] = "<script>"
    app.query_params |= {"temperature": "nan", "top_k": "-1", "num_beams": "99", "mode": "root"}
    app.switch_page("pages/demos/text_generation.py").run()
    assert not app.exception
    assert {name: app.session_state[key(name)] for name in DEFAULTS} == DEFAULTS
    assert app.session_state[key("mode")] == "continue"


def test_a_link_brings_text_and_settings_back_and_does_not_write(visit, asked):
    app = visit("home")
    app.query_params |= {"text": "a b", "top_k": "7", "temperature": "0.3", "mode": "continue"}
    app.switch_page("pages/demos/text_generation.py").run()
    assert app.text_area(key=key("text")).value == "a b"
    assert app.session_state[key("top_k")] == 7
    assert asked == []


def test_reset_brings_the_defaults_back(visit, asked):
    app = visit(PAGE)
    app.slider(key=key("num_beams")).set_value(4).run()
    assert app.slider(key=key("temperature")).disabled
    press(app, "reset")
    assert {name: app.session_state[key(name)] for name in DEFAULTS} == DEFAULTS
    press(write(app), "new_seed")
    press(app, "generate")
    assert [request.seed for request in asked] == [None, app.session_state[key("seed")]]


@pytest.mark.parametrize(
    "text",
    ["**b** <script>x</script> ![i](http://x/y.png) $x^2$", "a👩‍👩‍👧 \u202eb", "  two\n    four  "],
)
def test_prompt_and_text_are_shown_literally(visit, asked, text):
    app = write(visit(PAGE), text + " and this is English")
    assert literal(app)[0] == text + " and this is English"
    assert all(text not in element.value for element in app.markdown)
    assert not app.exception


def test_the_shown_code_is_that_of_the_text_and_parses(visit, asked):
    app = write(visit(PAGE))
    code = [block.value for block in app.code if "generate" in block.value]
    assert len(code) == 1
    assert repr(PROMPT) in code[0]
    ast.parse(code[0])
