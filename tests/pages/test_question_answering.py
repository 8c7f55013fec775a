"""The page that asks a passage, on the real bundled reader."""

import json

import pytest

from components.interface.demos.question_answering.question_input import MAX_QUESTION
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator, load_catalogs

PAGE = "question_answering"
LANGUAGES = sorted(load_catalogs())
EN = Translator("en")


@pytest.fixture
def ask(visit):
    """Type a passage and a question; gives the AppTest."""

    def ask_(text, question, language="en"):
        app = visit(PAGE, language)
        app.text_area(key=f"{PAGE}.text").set_value(text).run()
        app.text_input(key=f"{PAGE}.question").set_value(question).run()
        assert not app.exception
        return app

    return ask_


def result_of(app):
    return app.session_state[f"{PAGE}.answer"][1]


def passage_of(app):
    """What the passage widget was given."""
    (data,) = [
        data
        for element in app.get("bidi_component")
        if "pieces" in (data := json.loads(element.proto.json))
    ]
    return data["pieces"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(1, 9))
def test_every_example_is_one_click_from_its_answer(visit, shown_texts, language, number):
    t = Translator(language)
    app = visit(PAGE, language)
    app.button(key=f"{PAGE}.example_{number}").click().run()
    assert not app.exception
    shown = shown_texts(app)
    assert t(f"{PAGE}.example.{number}.look") in shown
    result, text = result_of(app), app.text_area(key=f"{PAGE}.text").value
    assert "".join(piece["text"] for piece in passage_of(app)) == text
    best = next(piece for piece in passage_of(app) if piece.get("mark") == "1")
    assert best["text"] == result.answers[0].text
    if result.has_answer:
        assert f"\u200b{result.answers[0].text}\u200b" in [element.value for element in app.text]
    else:
        assert t(f"{PAGE}.null") in shown
    assert len(app.get("plotly_chart")) == (3 if len(result.window.tokens) > 16 else 2)
    assert "AutoTokenizer" in app.code[-1].value


def test_an_answer_far_down_is_found_in_windows_that_are_told(visit, shown_texts):
    app = visit(PAGE)
    app.button(key=f"{PAGE}.example_7").click().run()
    result = result_of(app)
    assert result.num_windows > 1
    assert "Torvik" in result.answers[0].text
    assert f"It was read in {result.num_windows} overlapping windows" in shown_texts(app)


def test_a_text_that_does_not_say_is_told_so(ask, shown_texts):
    app = ask("The ferry carries 320 passengers.", "Who invented the telephone?")
    assert not result_of(app).has_answer
    assert EN(f"{PAGE}.null") in shown_texts(app)
    pieces = passage_of(app)
    assert all(piece.get("hatched") for piece in pieces if "mark" in piece)


def test_marks_lie_between_graphemes_and_at_the_right_occurrence(ask):
    text = "👩‍👩‍👧‍👦 Tom met Ida. 中文 cafe\u0301. Then Ida left, and Tom stayed in Oslo 🇳🇴."
    app = ask(text, "Where did Tom stay?")
    answer = result_of(app).answers[0]
    assert answer.text.startswith("Oslo")
    assert text[answer.start : answer.end] == answer.text
    pieces = [piece["text"] for piece in passage_of(app)]
    assert "".join(pieces) == text
    assert not any(piece.startswith(("\u0301", "\u200d", "\U0001f3fd")) for piece in pieces)


def test_without_a_question_the_reader_is_not_asked(visit, shown_texts, monkeypatch):
    monkeypatch.setattr(runtime, "ask", lambda *args: 1 / 0)
    app = visit(PAGE)
    app.text_area(key=f"{PAGE}.text").set_value("The ferry carries 320 passengers.").run()
    assert EN("refusal.question_empty") in shown_texts(app)
    app.text_input(key=f"{PAGE}.question").set_value(" \u200b ").run()
    assert EN("refusal.question_empty") in shown_texts(app)
    app.text_input(key=f"{PAGE}.question").set_value("?" * (MAX_QUESTION + 1)).run()
    assert "This question has 501 characters" in shown_texts(app)
    assert not app.exception


def test_a_long_question_is_cut_and_says_so(ask, shown_texts):
    app = ask("Der Turm. The tower is 31 metres tall.", "谁建造了这座高大的塔楼？" * 20)
    read = result_of(app).question_read
    assert read is not None
    assert EN(f"{PAGE}.question_cut", read=len(read)) in shown_texts(app)


def test_a_link_brings_back_an_example_and_its_question(visit, shown_texts):
    app = visit("home", "zh")
    app.switch_page(f"pages/demos/{PAGE}.py")
    app.query_params["example"] = "4"
    app.run()
    zh = Translator("zh")
    assert app.text_area(key=f"{PAGE}.text").value == zh(f"{PAGE}.example.4.text")
    assert app.text_input(key=f"{PAGE}.question").value == zh(f"{PAGE}.example.4.question")
    assert link_of(app) == "?example=4"


def test_a_link_may_carry_another_question_on_an_example(visit):
    app = visit("home")
    app.switch_page(f"pages/demos/{PAGE}.py")
    app.query_params["example"] = "5"
    app.query_params["question"] = "Which meal is not included?"
    app.run()
    assert app.text_area(key=f"{PAGE}.text").value == EN(f"{PAGE}.example.5.text")
    assert app.text_input(key=f"{PAGE}.question").value == "Which meal is not included?"
    assert link_of(app) == "?example=5"
    app.checkbox(key=f"{PAGE}.link_text").check().run()
    assert link_of(app) == "?example=5&question=Which+meal+is+not+included%3F"


def test_the_visitors_text_and_question_go_into_a_link_only_when_asked(ask):
    app = ask("The ferry carries 320 passengers.", "How many passengers?")
    assert "question" not in link_of(app)
    app.checkbox(key=f"{PAGE}.link_text").check().run()
    assert "question=How+many+passengers%3F" in link_of(app)
    assert "text=The+ferry+carries+320+passengers." in link_of(app)


@pytest.mark.parametrize("value", ["0", "9", "x", "<script>", "1e3"])
def test_a_tampered_link_falls_back(visit, value):
    app = visit("home")
    app.switch_page(f"pages/demos/{PAGE}.py")
    app.query_params["example"] = value
    app.query_params["model"] = value
    app.run()
    assert not app.exception
    assert not app.text_area(key=f"{PAGE}.text").value


def test_undo_brings_back_text_and_question(ask):
    app = ask("The ferry carries 320 passengers.", "How many passengers?")
    app.button(key=f"{PAGE}.example_1").click().run()
    app.button(key=f"{PAGE}.undo").click().run()
    assert app.text_area(key=f"{PAGE}.text").value == "The ferry carries 320 passengers."
    assert app.text_input(key=f"{PAGE}.question").value == "How many passengers?"


def test_undo_brings_back_a_question_of_ones_own_on_an_example(visit):
    app = visit(PAGE)
    app.button(key=f"{PAGE}.example_5").click().run()
    app.text_input(key=f"{PAGE}.question").set_value("Which meal is not included?").run()
    app.button(key=f"{PAGE}.example_5").click().run()
    assert app.text_input(key=f"{PAGE}.question").value == EN(f"{PAGE}.example.5.question")
    app.button(key=f"{PAGE}.undo").click().run()
    assert app.text_input(key=f"{PAGE}.question").value == "Which meal is not included?"


def test_a_switch_of_language_keeps_everything_and_computes_nothing(ask, monkeypatch):
    app = ask("The ferry carries 320 passengers.", "How many passengers?")
    before = result_of(app)
    monkeypatch.setattr(runtime, "ask", lambda *args: 1 / 0)
    app.button_group(key="frame.language").set_value("zh").run()
    assert not app.exception
    assert result_of(app) is before
    assert app.text_input(key=f"{PAGE}.question").value == "How many passengers?"


def link_of(app):
    """What the popover shows; the test's browser has no address of its own."""
    return app.code[0].value
