"""A store in a folder of its own, and facts to put into it."""

from datetime import UTC, datetime, timedelta

import pytest

from components.career.storage import open_store
from components.records.learner import Answer, Attempt, LessonMark, Review, SelfRating

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def opened(tmp_path):
    return open_store(tmp_path / "data")


@pytest.fixture
def store(opened):
    return opened.store


@pytest.fixture
def facts():
    """One of every kind."""
    at = [START + timedelta(minutes=minute) for minute in range(5)]
    return (
        Answer("rag", "rag-1", ("2",), True, 0.5, 0.25, "quiz", at=at[0]),
        SelfRating("rag", 2, at=at[1]),
        LessonMark("rag-intro", "done", at=at[2]),
        Review("rag-1", "good", at=at[3]),
        Attempt("explain-rag", "learner", "zh", "检索增强\u202e😀", ("retrieve",), at=at[4]),
    )
