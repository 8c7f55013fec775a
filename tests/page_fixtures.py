"""A page of the app in a session of its own, on the real bundled models."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from components.interface.frame.menu import HOME, PAGES, SCRIPTS

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT_S = 120
QUESTION = "What do I like?"
"""Asked about a text where a test gives no question."""

Visit = Callable[..., AppTest]
"""Stem of a page and language, English by default → the page, already run."""


@pytest.fixture
def visit() -> Visit:
    """Open a page in a language and give the AppTest, already run."""

    def visit_(page: str, language: str = "en") -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT_S)
        app.query_params["lang"] = language
        app.run()
        if page != HOME:
            app.switch_page(SCRIPTS[page][0]).run()
        return app

    return visit_


@pytest.fixture
def open_page(visit: Visit, request: pytest.FixtureRequest) -> Callable[..., AppTest]:
    """Open the page of a test file, its `PAGE`, with a text and the parameters of a link."""
    page, first = request.module.PAGE, request.module.TEXT

    def open_page_(text: str = first, language: str = "en", **params: str) -> AppTest:
        app = visit(page, language)
        for name, value in params.items():
            app.query_params[name] = value
        app.text_area(key=f"{page}.text").set_value(text).run()
        assert not app.exception
        return app

    return open_page_


KINDS = ("title", "subheader", "markdown", "caption", "text", "info", "warning", "error", "success")


@pytest.fixture
def shown_texts() -> Callable[[AppTest], str]:
    """Give everything a visitor can read that is not a widget, as one string."""
    return lambda app: "\n".join(
        str(e.value) for kind in KINDS for e in app.get(kind) if isinstance(e, Element)
    )


@pytest.fixture
def ask_page() -> Callable[[AppTest, str, str], AppTest]:
    """Type a text on a page, and ask or press its button where it has one; gives the AppTest."""

    def ask(app: AppTest, page: str, text: str) -> AppTest:
        if any("\ud800" <= character <= "\udfff" for character in text):
            # No browser sends a lone surrogate; a text that travels from elsewhere may have one.
            app.switch_page("pages/start/home.py").run()
            app.session_state["travel.text"] = text
            app.switch_page(PAGES[page][0]).run()
        else:
            app.text_area(key=f"{page}.text").set_value(text).run()
        if page == "question_answering" and not app.text_input(key=f"{page}.question").value:
            app.text_input(key=f"{page}.question").set_value(QUESTION).run()
        if page == "text_generation":
            app.session_state["text_generation.max_new_tokens"] = 4
            buttons = [b for b in app.button if b.key == "text_generation.generate"]
            if buttons:
                buttons[0].click().run()
        return app

    return ask
