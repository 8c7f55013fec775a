"""The career studio on small content, with a data folder and a learner of the test's own."""

from datetime import timedelta

import pytest

from components.career import content
from components.career.storage import open_store
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
