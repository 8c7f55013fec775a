"""What fits into the memory that is left, on made-up readings; and what running out looks like."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from components.engine import serving
from components.engine.worker import Engine
from components.models import memory
from components.models.catalog import load_catalog
from components.records.refusal import Refusal

GB = 10**9
CARD = load_catalog()["sentiment-en"]


@pytest.fixture
def free(monkeypatch):
    """Set how many bytes are free."""
    return lambda count: monkeypatch.setattr(memory, "free_bytes", lambda: count)


def write_group(folder, names, limit, usage, stat):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in zip(names, (limit, usage, stat), strict=True):
        (folder / name).write_text(text)


def machine(tmp_path, groups):
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text(groups)
    return tmp_path, tmp_path / "sys/fs/cgroup"


V2 = ("memory.max", "memory.current", "memory.stat")
V1 = ("memory.limit_in_bytes", "memory.usage_in_bytes", "memory.stat")


def test_a_group_leaves_its_limit_less_its_use_and_file_pages_count_as_free(tmp_path):
    root, mount = machine(tmp_path, "0::/app.slice/web.service\n")
    write_group(mount / "app.slice/web.service", V2, "max\n", "700\n", "anon 1\ninactive_file 50\n")
    write_group(mount / "app.slice", V2, "1000\n", "700\n", "anon 600\ninactive_file 50\n")
    assert list(memory.rooms_in_groups(root)) == [350], "the group above has the limit"


def test_groups_of_the_first_version_count_with_all_that_contain_them(tmp_path):
    root, mount = machine(tmp_path, "5:cpu:/x\n4:cpuset,memory:/docker/abc\n0::/\n")
    write_group(mount / "memory/docker/abc", V1, "500", "600", "total_inactive_file 20\n")
    write_group(mount / "memory/docker", V1, "2000", "600", "total_inactive_file 100\n")
    assert list(memory.rooms_in_groups(root)) == [0, 1500]


def test_in_a_container_the_path_of_the_host_is_missing_and_the_top_counts(tmp_path):
    root, mount = machine(tmp_path, "0::/../../kubepods/pod1\n")
    write_group(mount, V2, "1000", "400", "inactive_file 0\n")
    assert list(memory.rooms_in_groups(root)) == [600]


@pytest.mark.parametrize("groups", [None, "", "0::/\n"])
def test_without_groups_or_limits_the_system_alone_tells(tmp_path, groups):
    root = tmp_path if groups is None else machine(tmp_path, groups)[0]
    assert list(memory.rooms_in_groups(root)) == []


def test_the_smallest_room_counts(monkeypatch):
    system = SimpleNamespace(available=7 * GB)
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: system)
    for rooms, expected in (([], 7 * GB), ([3 * GB, 9 * GB], 3 * GB), ([9 * GB], 7 * GB)):
        monkeypatch.setattr(memory, "rooms_in_groups", lambda root, rooms=rooms: iter(rooms))
        assert memory.free_bytes() == expected


def test_this_machine_has_some_memory_and_not_more_than_all():
    assert 0 < memory.free_bytes() <= memory.psutil.virtual_memory().total
    assert all(room >= 0 for room in memory.rooms_in_groups(Path("/")))


def test_a_billion_weights_need_eight_billion_bytes_and_room_to_work():
    card = replace(CARD, parameters=10**9)
    assert memory.needed_bytes(card) == 8 * GB + memory.WORKING_BYTES


def test_a_model_fits_up_to_the_last_byte(free):
    free(memory.needed_bytes(CARD))
    memory.require_memory(CARD)
    assert memory.fits(CARD)
    free(memory.needed_bytes(CARD) - 1)
    assert not memory.fits(CARD)
    with pytest.raises(Refusal, match="memory_short") as refused:
        memory.require_memory(CARD)
    needed = round(memory.needed_bytes(CARD) / 1e6)
    assert refused.value.values == {"model": CARD.name, "needed_mb": needed, "free_mb": needed}


def test_an_engine_without_memory_refuses_and_loads_nothing(free, monkeypatch):
    def prepare(card, on_progress):
        raise AssertionError("nothing is fetched for a model that cannot be loaded")

    free(100 * 10**6)
    monkeypatch.setattr(serving, "prepare", prepare)
    engine = serving.start_engine(CARD.id)
    engine._thread.join(10)
    failure = engine.health().failure
    assert (failure.key, failure.values["free_mb"]) == ("memory_short", 100)
    with pytest.raises(Refusal, match="memory_short"):
        engine.submit("anything", "somebody")
    engine.close()


def beyond_all_memory(library):
    if library == "numpy":
        np.zeros(10**14)
    elif library == "torch":
        torch.empty(10**14)
    elif library == "python":
        bytearray(10**14)
    else:
        import openvino
        from openvino import opset13

        texts = opset13.parameter([-1, -1], openvino.Type.f32)
        product = openvino.Model([opset13.matmul(texts, texts, False, True)], [texts])
        request = openvino.Core().compile_model(product, "CPU").create_infer_request()
        request.infer([np.ones((5_000_000, 1), np.float32)])


@pytest.mark.parametrize("library", ["python", "numpy", "torch", "openvino"])
def test_running_out_of_memory_is_told_from_other_faults(library):
    with pytest.raises((MemoryError, RuntimeError)) as error:
        beyond_all_memory(library)
    assert memory.is_out_of_memory(error.value), error.value


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("The size of tensor a (3) must match the size of tensor b (4)"),
        ValueError("out of memory"),
        Refusal("busy"),
    ],
)
def test_other_faults_are_no_lack_of_memory(error):
    assert not memory.is_out_of_memory(error)


def test_a_job_that_runs_out_of_memory_ends_in_words_and_the_engine_lives_on():
    def run(model, request, emit):
        return beyond_all_memory(request)

    engine = Engine(lambda report: SimpleNamespace(), run, "large")
    for library in ("torch", "numpy"):
        job = engine.submit(library, "somebody")
        list(engine.stream(job, poll_s=0.01))
        with pytest.raises(Refusal, match="out_of_memory"):
            job.result()
    engine.close()


def test_a_gpu_s_own_class_is_one():
    assert memory.is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate"))
