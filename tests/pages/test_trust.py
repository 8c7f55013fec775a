"""Bad input on every page that takes text: one plain sentence, the draft kept, nobody hurt."""

import pytest

from components.interface import runtime
from components.interface.i18n import Translator
from components.interface.widgets.onward import PAGES

LANGUAGES = ("en", "zh")
JOINED = "I love it 👩‍👩‍👧‍👦 cafe\u0301 e\u0301\u0323\u0302 🇨🇳👍🏽"
every_page = pytest.mark.parametrize("page", list(PAGES))


@pytest.fixture
def no_model(monkeypatch):
    """Fail when a model is asked."""

    def ask(*args, **kwargs):
        raise AssertionError("the model was called")

    monkeypatch.setattr(runtime, "ask", ask)


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u200d\ufeff\u2060"])
def test_row_1_blank_text_asks_for_text(
    visit, no_model, page, language, text, ask_page, shown_texts
):
    app = ask_page(visit(page, language), page, text)
    assert Translator(language)("refusal.text_empty") in shown_texts(app)
    assert not app.exception


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_row_2_a_million_characters_are_refused_with_their_count(
    visit, no_model, page, language, ask_page, shown_texts
):
    app = ask_page(visit(page, language), page, "字" * 1_000_000)
    assert "1,000,000" in shown_texts(app)
    assert "20,000" in shown_texts(app)
    assert len(app.text_area(key=f"{page}.text").value) == 1_000_000, "the draft is kept"
    assert not app.exception


@every_page
def test_row_3_more_tokens_than_the_model_takes_are_never_dropped_silently(
    visit, page, ask_page, shown_texts
):
    app = ask_page(visit(page), page, "1 2 " * 5_000)
    shown = shown_texts(app)
    assert not app.exception
    if page == "text_generation":
        assert "Shorten the prompt" in shown
    else:
        assert "Only the first" in shown
    assert any(character.isdigit() for character in shown)


@every_page
def test_row_4_joined_emoji_and_stacked_accents_give_a_result(visit, page, ask_page, shown_texts):
    app = ask_page(visit(page), page, JOINED)
    assert f"{page}.answer" in app.session_state
    assert not app.exception


@every_page
@pytest.mark.parametrize(
    "text", ["هذا فيلم رائع جدا", "good \u202eevil\u202c film, I \u2067liked\u2069 it"]
)
def test_row_5_right_to_left_text_is_answered_or_declined_in_words(
    visit, page, text, ask_page, shown_texts
):
    app = ask_page(visit(page), page, text)
    assert not app.exception
    is_declined = "mostly in another script" in shown_texts(app)
    assert is_declined or f"{page}.answer" in app.session_state


@every_page
def test_row_6_control_characters_are_taken_out_with_a_note(visit, page, ask_page, shown_texts):
    app = ask_page(visit(page), page, "I like\x00 it\x07 a lot.")
    assert "control characters removed: 2" in shown_texts(app)
    assert f"{page}.answer" in app.session_state
    assert not app.exception


@every_page
def test_row_7_lone_surrogates_become_replacement_characters(visit, page, ask_page, shown_texts):
    app = ask_page(visit(page), page, "I like it \ud83d a lot.")
    assert "replaced by �: 1" in shown_texts(app)
    assert app.text_area(key=f"{page}.text").value == "I like it \ufffd a lot."
    assert f"{page}.answer" in app.session_state
    assert not app.exception


@every_page
def test_row_8_markup_is_literal_text(visit, page, ask_page, shown_texts):
    text = "I like <script>alert(1)</script> and <img src=x onerror=alert(1)>."
    app = ask_page(visit(page), page, text)
    assert not app.exception
    assert f"{page}.answer" in app.session_state
    for kind in ("markdown", "caption", "html"):
        assert not [e for e in app.get(kind) if "<script" in str(getattr(e, "value", ""))]


@every_page
def test_a_session_lives_on_after_bad_input(visit, page, ask_page, shown_texts):
    app = visit(page)
    for text in ("\x00", "字" * 30_000, "\ud800"):
        ask_page(app, page, text)
    ask_page(app, page, "I like it a lot.")
    assert f"{page}.answer" in app.session_state
    assert not app.exception
