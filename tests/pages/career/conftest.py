"""The career studio with a data folder of the test's own: on small content, or as it is shipped."""

from datetime import timedelta

import pytest

from components.career import content
from components.career.storage import open_store
from components.interface.frame import learner as learners
from components.interface.frame import runtime
from components.records.learner import Answer, LessonMark, SelfRating, now
from tests.career.studio_content import RAG, small_content


@pytest.fixture
def studio(monkeypatch, tmp_path):
    """Give the opened store that the pages use; nobody has learnt yet."""
    made = small_content()
    monkeypatch.setattr(content, "load_content", lambda *folder: made)
    monkeypatch.setenv("PATHFINDER_DATA", str(tmp_path / "learner"))
    return open_store(tmp_path / "learner")


def answer(question, is_right=True, days_ago=9.0, skill="rag", place="quiz"):
    at = now() - timedelta(days=days_ago)
    return Answer(skill, question, ("1",), is_right, 0.0, 0.25, place, at=at)


@pytest.fixture
def learner(studio):
    """Make a learner: `new`, with `some` progress, or with `all` questions answered lately."""

    def make(state):
        if state == "new":
            return None
        profile = studio.store.create_profile("Ada <b>")
        facts = [SelfRating("rag", 2), LessonMark("gone", "done")]
        if state == "some":
            facts += [answer(f"rag-{n}", n != 1) for n in range(3)]
        else:
            facts += [answer(question.id, days_ago=0.1) for question in RAG]
        studio.store.append(profile.id, *facts)
        return profile

    return make


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """Keep the learner's data in a folder of the test."""
    monkeypatch.setenv("PATHFINDER_DATA", str(tmp_path))
    yield tmp_path
    runtime.learner_store.clear()


@pytest.fixture
def make_profile(own_data):
    """Make a profile in a state: `new` (none), `some` skills, `full` (all, at level 3)."""

    def make_profile_(state):
        content = learners.content()
        if state == "new":
            return
        store = learners.opened_store().store
        profile = store.create_profile("Ada")
        known = content.skills if state == "full" else ["python", "statistics", "sql"]
        level = 3 if state == "full" else 2
        marks = [LessonMark(name, "done") for name in list(content.lessons)[:1]]
        store.append(profile.id, *[SelfRating(name, level) for name in known], *marks)

    return make_profile_
