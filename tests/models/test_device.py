"""Which device a model goes to, without the devices."""

from types import SimpleNamespace

import pytest

from components.models.device import choose_device, probe_devices


def probe(*names):
    return lambda: {name: name in names for name in ("cuda", "mps", "cpu")}


@pytest.mark.parametrize(
    ("there", "expected"),
    [(("cuda", "mps", "cpu"), "cuda"), (("mps", "cpu"), "mps"), (("cpu",), "cpu")],
)
def test_the_fastest_device_is_chosen(there, expected, monkeypatch):
    monkeypatch.delenv("PATHFINDER_DEVICE", raising=False)
    assert choose_device(probe(*there)) == expected


@pytest.mark.parametrize(
    ("wish", "there", "expected"),
    [
        ("cpu", ("cuda", "cpu"), "cpu"),
        ("mps", ("cuda", "cpu"), "cuda"),
        ("toaster", ("cpu",), "cpu"),
    ],
)
def test_a_wish_counts_where_the_device_is_there(wish, there, expected, monkeypatch):
    monkeypatch.setenv("PATHFINDER_DEVICE", wish)
    assert choose_device(probe(*there)) == expected


def test_the_cpu_is_always_there():
    assert probe_devices()["cpu"] is True


@pytest.mark.gpu
def test_models_run_on_the_gpu_with_the_cpu_s_numbers(monkeypatch):
    import numpy as np

    from components.engine.inference.attention import compute_attention
    from components.engine.inference.encoding import encode
    from components.models.backends.loading import load_model
    from components.models.catalog import load_catalog
    from components.models.preparation import prepared_folder

    monkeypatch.delenv("PATHFINDER_DEVICE", raising=False)
    card = load_catalog()["all-minilm-l6-v2"]
    folder = prepared_folder(card.id)
    weights = {}
    for device in (choose_device(), "cpu"):
        loaded = load_model(card, folder, device)
        assert loaded.device == device
        weights[device] = compute_attention(loaded, encode(loaded, "The cat sat.").input_ids)
    on_gpu, on_cpu = weights.values()
    np.testing.assert_allclose(on_gpu, on_cpu, atol=1e-3)


def test_a_model_that_does_not_fit_goes_to_the_cpu_and_says_so(monkeypatch, tmp_path):
    import torch
    import transformers

    from components.models.backends import loading
    from components.models.catalog import load_catalog

    calls = []

    def load_on(card, folder, device):
        calls.append(device)
        if device != "cpu":
            raise torch.OutOfMemoryError
        return object()

    monkeypatch.setattr(loading, "_load_on", load_on)
    monkeypatch.setattr(transformers.AutoTokenizer, "from_pretrained", lambda *a, **k: object())
    monkeypatch.setattr(loading, "_choose_embedder", lambda *a: SimpleNamespace(backend="torch"))
    loaded = loading.load_model(load_catalog()["all-minilm-l6-v2"], tmp_path, "cuda")
    assert (calls, loaded.device, loaded.fallback) == (["cuda", "cpu"], "cpu", "out_of_gpu_memory")
