"""What a lesson's link brings to its live page: every setting, the sample, and the words."""

import pytest

from components.career.content import load_content
from components.interface.career.lessons.lesson import demo_link
from components.interface.frame.i18n import Translator
from components.interface.frame.menu import SCRIPTS

LESSONS = load_content().lessons
WITH_SETTINGS = sorted(key for key, lesson in LESSONS.items() if lesson.demo.settings)

BROUGHT = {"document_answering": "shelf", "sentiment_table": "source", "question_answering": "text"}
"""Where a page keeps what its example brings."""


def follow(visit, lesson_id, language):
    """Follow a lesson's link without its text, so that no model is asked; give page and link."""
    lesson = LESSONS[lesson_id]
    app = visit("lessons", language)
    link = demo_link(Translator(language), lesson)
    for name in link.keys() - {"text"}:
        app.query_params[name] = link[name]
    app.switch_page(SCRIPTS[lesson.demo.page][0]).run()
    assert not app.exception
    return app, link


@pytest.mark.parametrize("lesson_id", WITH_SETTINGS)
def test_a_page_takes_every_setting_of_the_link(visit, lesson_id):
    app, link = follow(visit, lesson_id, "en")
    page = LESSONS[lesson_id].demo.page
    for name, wish in link.items():
        if name not in ("text", "example"):
            value = app.session_state[f"{page}.{name}"]
            assert type(value)(wish) == value, name
    if "example" in link:
        assert app.session_state[f"{page}.{BROUGHT[page]}"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_arrive_in_the_visitors_language(visit, language):
    app, link = follow(visit, "from-names-to-facts", language)
    assert app.text_input(key="question_answering.question").value == link["question"]


def test_a_link_to_a_conversation_offers_its_text_as_the_first_message(visit):
    app = visit("home")
    app.query_params |= {"text": "My cat is called Plum.", "mode": "chat"}
    app.switch_page("pages/demos/text_generation.py").run()
    assert not app.session_state["text_generation.turns"]
    app.session_state["text_generation.max_new_tokens"] = 4
    app.button(key="text_generation.example_chat_0").click().run()
    assert not app.exception
    (turn,) = app.session_state["text_generation.turns"]
    assert turn.message == "My cat is called Plum."
    assert turn.draft.request.is_chat
    assert turn.draft.state == "done"
