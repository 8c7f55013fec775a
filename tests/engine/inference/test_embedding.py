"""Vectors of texts: the library's own numbers, in order, whatever is batched with what."""

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from components.engine.inference.embedding import run
from components.models.backends.embedder import load_prompts, pool
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.answer import Progress
from components.records.embedding import EmbeddingRequest
from components.records.refusal import Refusal

TEXTS = (
    "Attention compares every token with every other token.",
    "Kurz.",
    "注意力机制让每个 token 看到其他 token。",
    "",
    "A longer text about cooking soup. " * 20,
)


@pytest.fixture(scope="module", params=["all-minilm-l6-v2", "multilingual-e5-small"])
def model(request, prepared_model):
    folder = prepared_model(request.param)
    return load_model(load_catalog()[request.param], folder, "cpu"), folder


def test_vectors_are_those_of_sentence_transformers(model):
    loaded, folder = model
    library = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    library.max_seq_length = 512
    for role, prompt in (("query", "query"), ("passage", "passage"), ("symmetric", "query")):
        result = run(loaded, EmbeddingRequest(TEXTS, role), lambda event: None)
        prefix = load_prompts(folder).get(prompt, "")
        expected = library.encode([prefix + text for text in TEXTS], normalize_embeddings=True)
        cosines = (result.vectors * expected).sum(axis=1)
        assert result.vectors.dtype == np.float32
        assert cosines.min() > 0.999, "OpenVINO may compute in bfloat16"


def test_torch_gives_them_to_the_last_digits(prepared_model, monkeypatch):
    monkeypatch.setenv("PATHFINDER_BACKEND", "torch")
    folder = prepared_model("all-minilm-l6-v2")
    loaded = load_model(load_catalog()["all-minilm-l6-v2"], folder, "cpu")
    library = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    library.max_seq_length = 512
    result = run(loaded, EmbeddingRequest(TEXTS), lambda event: None)
    assert result.provenance.backend == "torch"
    assert np.abs(result.vectors - library.encode(list(TEXTS))).max() < 1e-5


def test_progress_reaches_the_end_with_a_text_that_is_too_long(model):
    loaded, _ = model
    events = []
    result = run(loaded, EmbeddingRequest(("word " * 600, "short")), events.append)
    assert result.vectors.shape[0] == 2
    assert events[0] == Progress(0, 2)
    assert events[-1] == Progress(2, 2)


def test_no_text_is_refused(model):
    with pytest.raises(Refusal) as refused:
        run(model[0], EmbeddingRequest(()), lambda event: None)
    assert refused.value.key == "text_empty"


def test_pooling_leaves_padding_out():
    states = np.array([[[1.0, 0.0], [1.0, 0.0], [0.0, 50.0]], [[0.0, 2.0]] * 3], dtype=np.float32)
    assert pool(states, [2, 3]).tolist() == [[1.0, 0.0], [0.0, 1.0]]
