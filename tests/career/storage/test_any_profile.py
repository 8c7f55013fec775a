"""Any JSON of the right shape is imported, and what pages derive from it holds, or is refused."""

import json
import math
import uuid
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.career.history import count_due, count_weeks
from components.career.mastery import compute_mastery
from components.career.review import due_states, fold_reviews, preview_due
from components.career.storage import export_profile, import_profile
from components.records.learner import now
from components.records.refusal import Refusal

NUMBERS = (
    st.floats() | st.integers(-3, 3) | st.integers() | st.sampled_from([1.0, 0.0, 800, -800, 2**63])
)
TEXTS = st.text(max_size=6) | st.sampled_from(["rag", "rag-1", "a/b", "x" * 121])
TIMES = st.datetimes().map(lambda at: at.replace(tzinfo=UTC).isoformat()) | st.sampled_from(
    ["2026-01-05T09:30:00+00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"]
)
IDS = st.uuids().map(str)
LISTS = st.lists(TEXTS, max_size=3)


def facts(**fields):
    return st.lists(st.fixed_dictionaries({"id": IDS, "at": TIMES, **fields}), max_size=4)


LEARNING = st.fixed_dictionaries(
    {
        "answers": facts(
            skill=TEXTS,
            question=TEXTS,
            given=LISTS,
            is_right=st.booleans(),
            difficulty=NUMBERS,
            chance=NUMBERS,
            place=st.sampled_from(["quiz", "lesson", "review"]),
        ),
        "ratings": facts(skill=TEXTS, level=NUMBERS),
        "marks": facts(lesson=TEXTS, status=st.sampled_from(["todo", "done", "skip"])),
        "reviews": facts(question=TEXTS, rating=st.sampled_from(["again", "easy"])),
        "attempts": facts(
            question=TEXTS,
            author=TEXTS,
            language=st.sampled_from(["en", "zh"]),
            text=TEXTS,
            covered=LISTS,
            wrong=LISTS,
        ),
    }
)


def derive(learning):
    """What the career pages compute from a learner's facts."""
    at = now()
    mastery = compute_mastery(learning, at)
    states = fold_reviews(learning)
    due_states(states.values(), at)
    count_due(states.values(), at, UTC)
    count_weeks(learning, at, UTC)
    for question, state in states.items():
        preview_due(state, question, at)
    return mastery


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(learning=LEARNING, name=st.text(max_size=90), created=TIMES)
def test_any_profile_is_imported_whole_or_refused(store, learning, name, created):
    profile = {"id": str(uuid.uuid4()), "name": name, "created_at": created}
    content = {
        "format": "llm-pathfinder-profile",
        "version": 1,
        "profile": profile,
        "learning": learning,
        "documents": {},
    }
    try:
        imported = import_profile(store, json.dumps(content).encode())
    except Refusal:
        return
    held = store.learning(imported.id)
    assert {f.id for f in held.answers} == {f["id"] for f in learning["answers"]}
    for skill in derive(held).values():
        assert skill.demonstrated is None or math.isfinite(skill.demonstrated)
        assert 0 <= skill.level <= 3
    data = export_profile(store, imported.id)
    assert export_profile(store, import_profile(store, data, into=imported.id).id) == data


SOUND = datetime(2026, 1, 5, tzinfo=UTC).isoformat()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    difficulty=st.floats(-10, 10),
    chance=st.floats(0, 0.99),
    years=st.integers(2000, 2199),
    is_right=st.lists(st.booleans(), min_size=1, max_size=8),
)
def test_every_value_within_its_range_is_imported(store, difficulty, chance, years, is_right):
    answers = [
        {
            "id": str(uuid.uuid4()),
            "at": f"{years}-03-0{number + 1}T00:00:00+00:00",
            "skill": "rag",
            "question": f"rag-{number}",
            "given": ["1"],
            "is_right": is_this,
            "difficulty": difficulty,
            "chance": chance,
            "place": "quiz",
        }
        for number, is_this in enumerate(is_right)
    ]
    learning = {"answers": answers, "ratings": [], "marks": [], "reviews": [], "attempts": []}
    profile = {"id": str(uuid.uuid4()), "name": str(uuid.uuid4()), "created_at": SOUND}
    content = {
        "format": "llm-pathfinder-profile",
        "version": 1,
        "profile": profile,
        "learning": learning,
        "documents": {},
    }
    imported = import_profile(store, json.dumps(content).encode())
    (skill,) = derive(store.learning(imported.id)).values()
    assert 0 <= skill.demonstrated <= 3
