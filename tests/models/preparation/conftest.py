"""A cache folder, a package index and a model hub of each test's own; all stay here."""

import hashlib
import json
import threading
from http.server import ThreadingHTTPServer

import pytest

from components.models import catalog
from components.records import assets
from components.records.model import TrainedSource
from tests.models.preparation.tiny_sources import FILES, FakeHub, make_card, make_handler

LABELS = ("negative", "neutral", "positive")


@pytest.fixture
def hub(monkeypatch):
    state = FakeHub({"some-one/tiny": dict(FILES)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(state))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("HF_ENDPOINT", state.url)
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache folder of this test, an empty package index, and no hub."""
    for name in ("PATHFINDER_MODELS", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATHFINDER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    (tmp_path / "index").mkdir()
    return tmp_path / "cache"


@pytest.fixture
def index(tmp_path):
    """Folder that pip takes for the package index."""
    return tmp_path / "index"


@pytest.fixture
def use_catalog(monkeypatch):
    """Give a function that replaces the catalog by some cards."""

    def use(*cards):
        monkeypatch.setattr(catalog, "load_catalog", lambda: {card.id: card for card in cards})

    return use


@pytest.fixture
def trained_card(tmp_path, monkeypatch, use_catalog):
    """Give a function that writes trained weights and returns the cards of base and classifier."""
    monkeypatch.setattr(assets, "ASSETS", tmp_path / "assets")

    def write(base, tensors, labels=LABELS, sha256=None, trained_over=None):
        from safetensors.numpy import save_file

        folder = tmp_path / "assets" / "models" / "trained"
        folder.mkdir(parents=True, exist_ok=True)
        save_file(tensors, folder / "model.safetensors")
        found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
        config = {
            "base": trained_over or base.id,
            "id2label": {str(index): label for index, label in enumerate(labels)},
            "sha256": sha256 or found,
            "temperature": 1.3,
            "max_tokens": 16,
        }
        (folder / "config.json").write_text(json.dumps(config))
        card = make_card(
            TrainedSource(base.id, "trained"),
            model_id="trained",
            architecture="sequence-classifier",
        )
        use_catalog(base, card)
        return card

    return write
