"""One learner as one file: a round trip is equal, twice is once, other files are refused."""

import json
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from components.career.storage import export_profile, import_profile, open_store, transfer
from components.records.learner import Answer, Learning, SelfRating
from components.records.refusal import Refusal


@pytest.fixture
def ada(store, facts):
    profile = store.create_profile("Ada")
    store.append(profile.id, *facts)
    store.save_document(profile.id, "resume", "Built a search. 做过检索。")
    return profile


@pytest.fixture
def elsewhere(tmp_path):
    return open_store(tmp_path / "elsewhere").store


def change(data, **values):
    return json.dumps(json.loads(data) | values).encode()


def test_a_round_trip_is_equal_and_twice_is_once(store, ada, elsewhere):
    data = export_profile(store, ada.id)
    assert import_profile(elsewhere, data) == ada
    assert export_profile(elsewhere, ada.id) == data
    assert import_profile(elsewhere, data, into=ada.id) == ada
    assert export_profile(elsewhere, ada.id) == data
    assert elsewhere.learning(ada.id) == store.learning(ada.id)


def test_two_machines_can_be_brought_together(store, ada, elsewhere):
    import_profile(elsewhere, export_profile(store, ada.id))
    elsewhere.append(ada.id, SelfRating("rag", 3))
    store.append(ada.id, SelfRating("attention", 1))
    import_profile(store, export_profile(elsewhere, ada.id), into=ada.id)
    import_profile(elsewhere, export_profile(store, ada.id), into=ada.id)
    assert store.learning(ada.id) == elsewhere.learning(ada.id)
    assert len(store.learning(ada.id).ratings) == 3


def test_a_file_never_reaches_the_profile_that_it_names(store, ada):
    """Somebody who got hold of the file makes a profile of their own, with all that is in it."""
    data = export_profile(store, ada.id)
    forged = json.loads(data)
    forged["learning"]["ratings"] = [_dump_fact(SelfRating("rag", 0))]
    copy = import_profile(store, json.dumps(forged).encode())
    assert copy.id != ada.id
    assert copy.name == ada.name
    assert store.learning(copy.id).answers == store.learning(ada.id).answers
    assert export_profile(store, ada.id) == data


def test_a_file_can_go_into_another_profile_of_ones_own(store, ada):
    bob = store.create_profile("Bob")
    data = export_profile(store, ada.id)
    for _ in range(2):
        assert import_profile(store, data, into=bob.id) == bob
        assert store.learning(bob.id) == store.learning(ada.id)
    store.delete_profile(bob.id)
    with pytest.raises(Refusal, match="profile_gone"):
        import_profile(store, data, into=bob.id)


def test_a_deleted_profile_comes_back(store, ada):
    data = export_profile(store, ada.id)
    store.delete_profile(ada.id)
    with pytest.raises(Refusal, match="profile_gone"):
        export_profile(store, ada.id)
    import_profile(store, data)
    assert export_profile(store, ada.id) == data


def spoiled(data):
    """Files that are no export, each with its reason."""
    content = json.loads(data)
    learning = content["learning"]
    (rating,) = learning["ratings"]
    yield "import_unreadable", b""
    yield "import_unreadable", b"\xff\xfe not json"
    yield "import_unreadable", b"[1, 2]"
    yield "import_unreadable", b'{"version": 1}'
    yield "import_unreadable", change(data, format="another")
    yield "import_newer", change(data, version=2)
    yield "import_unreadable", change(data, version="1.5")
    yield "import_unreadable", change(data, profile=content["profile"] | {"id": "../../x"})
    yield "import_unreadable", change(data, profile=content["profile"] | {"name": " "})
    for bad in ({"level": 9}, {"at": "2026-01-05T09:30:00"}, {"id": "no uuid"}, {"level": "high"}):
        yield "import_unreadable", change(data, learning=learning | {"ratings": [rating | bad]})


def test_what_is_no_export_is_refused_and_changes_nothing(store, ada, elsewhere):
    data = export_profile(store, ada.id)
    for key, bad in spoiled(data):
        with pytest.raises(Refusal, match=key):
            import_profile(elsewhere, bad)
        assert elsewhere.profiles() == []
        assert elsewhere.learning(ada.id) == Learning()


def test_a_large_file_is_refused_before_it_is_read(store, monkeypatch):
    monkeypatch.setattr(transfer, "MAX_BYTES", 10)
    with pytest.raises(Refusal, match="import_large"):
        import_profile(store, b"{" * 11)


BAD_VALUES = {
    "answers": (
        {"chance": 1.0},
        {"chance": -0.1},
        {"difficulty": 800},
        {"difficulty": -800},
        {"skill": "x" * 121},
        {"skill": "not a slug"},
        {"question": ""},
        {"given": ["x" * 20_001]},
        {"given": ["1"] * 201},
        {"at": "9999-12-31T23:59:59+00:00"},
        {"at": "0001-01-01T00:00:00+14:00"},
    ),
    "ratings": ({"level": 2**63}, {"level": -1}, {"at": "9999-12-31T23:59:59+00:00"}),
    "marks": ({"status": "finished"}, {"lesson": "a\u0000b"}),
    "reviews": ({"rating": "perfect"}, {"at": "1999-12-31T23:59:59+00:00"}),
    "attempts": ({"text": "x" * 20_001}, {"text": "a\u0007b"}, {"language": "english, please"}),
}


@pytest.mark.parametrize(
    ("kind", "bad"), [(kind, bad) for kind, values in BAD_VALUES.items() for bad in values]
)
def test_a_value_out_of_its_range_is_refused(store, ada, elsewhere, kind, bad):
    data = export_profile(store, ada.id)
    learning = json.loads(data)["learning"]
    (fact,) = learning[kind]
    with pytest.raises(Refusal, match="import_unreadable"):
        import_profile(elsewhere, change(data, learning=learning | {kind: [fact | bad]}))
    assert elsewhere.profiles() == []


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999"])
def test_a_number_that_is_none_is_refused(store, ada, elsewhere, number):
    data = export_profile(store, ada.id).replace(
        b'"difficulty": 0.5', b'"difficulty": ' + number.encode()
    )
    assert number.encode() in data
    with pytest.raises(Refusal, match="import_unreadable"):
        import_profile(elsewhere, data)


def _dump_fact(fact):
    return json.loads(TypeAdapter(type(fact)).dump_json(fact))


def test_many_answers_come_in_pieces_and_others_can_save_meanwhile(store, elsewhere):
    profile = store.create_profile("Ada")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    many = [
        Answer(
            "rag", f"rag-{n % 50}", ("1",), True, 0.0, 0.25, "quiz", at=at + timedelta(minutes=n)
        )
        for n in range(3 * transfer.PIECE)
    ]
    content = json.loads(export_profile(store, profile.id))
    content["learning"]["answers"] = json.loads(TypeAdapter(list[Answer]).dump_json(many))
    bob = elsewhere.create_profile("Bob")
    waits = []

    def save_now_and_then():
        while not is_done.is_set():
            started = time.monotonic()
            elsewhere.append(bob.id, SelfRating("rag", 1))
            waits.append(time.monotonic() - started)
            time.sleep(0.005)

    is_done = threading.Event()
    thread = threading.Thread(target=save_now_and_then)
    thread.start()
    imported = import_profile(elsewhere, json.dumps(content).encode())
    is_done.set()
    thread.join()
    assert len(elsewhere.learning(imported.id).answers) == len(many)
    assert len(waits) > 2, "somebody else saved between two pieces"
