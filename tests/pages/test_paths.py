"""Roles, skills, lessons, matches, plans and questions: every page × language × profile state."""

import pytest

from components.interface import career, runtime
from components.interface.i18n import Translator
from components.records.learner import LessonMark, SelfRating

PAGES = ("roles", "skills", "lessons", "match", "plan", "faq")
LANGUAGES = ("en", "zh")
STATES = ("new", "some", "full")


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    """Keep the learner's data in a folder of the test."""
    monkeypatch.setenv("PATHFINDER_DATA", str(tmp_path))
    yield tmp_path
    runtime.learner_store.clear()


@pytest.fixture
def learner(own_data):
    """Make a profile in a state: nothing, some skills, everything."""

    def learner_(state):
        content = career.content()
        if state == "new":
            return
        store = career.opened_store().store
        profile = store.create_profile("Ada")
        skills = list(content.skills)
        known = skills if state == "full" else ["python", "statistics", "sql"]
        level = 3 if state == "full" else 2
        marks = [LessonMark(name, "done") for name in list(content.lessons)[:1]]
        store.append(profile.id, *[SelfRating(name, level) for name in known], *marks)

    return learner_


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_page_in_every_state(visit, learner, shown_texts, page, language, state):
    learner(state)
    app = visit(page, language)
    assert not app.exception
    assert Translator(language)(f"{page}.title") in shown_texts(app)
