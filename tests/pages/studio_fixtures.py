"""Learner data in a folder of the test, and profiles in a few states."""

import pytest

from components.interface.frame import learner, runtime
from components.records.learner import LessonMark, SelfRating


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
        content = learner.content()
        if state == "new":
            return
        store = learner.opened_store().store
        profile = store.create_profile("Ada")
        known = content.skills if state == "full" else ["python", "statistics", "sql"]
        level = 3 if state == "full" else 2
        marks = [LessonMark(name, "done") for name in list(content.lessons)[:1]]
        store.append(profile.id, *[SelfRating(name, level) for name in known], *marks)

    return make_profile_
