"""One learner as one file: a round trip is equal, twice is once, other files are refused."""

import json

import pytest

from components.career.storage import export_profile, import_profile, open_store, transfer
from components.records.learner import Learning, SelfRating
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
    assert import_profile(elsewhere, data) == ada
    assert export_profile(elsewhere, ada.id) == data
    assert elsewhere.learning(ada.id) == store.learning(ada.id)


def test_two_machines_can_be_brought_together(store, ada, elsewhere):
    import_profile(elsewhere, export_profile(store, ada.id))
    elsewhere.append(ada.id, SelfRating("rag", 3))
    store.append(ada.id, SelfRating("attention", 1))
    import_profile(store, export_profile(elsewhere, ada.id))
    import_profile(elsewhere, export_profile(store, ada.id))
    assert store.learning(ada.id) == elsewhere.learning(ada.id)
    assert len(store.learning(ada.id).ratings) == 3


def test_a_name_that_is_taken_gets_a_number(store, ada, elsewhere):
    elsewhere.create_profile("Ada")
    assert import_profile(elsewhere, export_profile(store, ada.id)).name == "Ada (2)"


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
