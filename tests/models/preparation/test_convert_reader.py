"""Trained weights of a span head over a base make the reader that torch would make."""

import hashlib
import json

import numpy as np
import pytest

from components.models.backends import openvino
from components.models.preparation import prepare
from components.records import assets
from components.records.model import TrainedSource
from components.records.refusal import Refusal
from tests.models.preparation.tiny_sources import make_card, wheel_source
from tests.models.reader_parts import save_tiny_base


@pytest.fixture
def base(tmp_path, monkeypatch):
    """Card of a tiny random BERT, with a pooler, in the folder of PATHFINDER_MODELS."""
    folder = tmp_path / "models" / "tiny"
    save_tiny_base(folder, num_layers=2, seed=3)
    monkeypatch.setenv("PATHFINDER_MODELS", str(tmp_path / "models"))
    return make_card(wheel_source({path.name: path.read_bytes() for path in folder.iterdir()}))


@pytest.fixture
def trained(tmp_path, base):
    """The reader as it was trained, and its trained tensors in half precision."""
    import torch
    from transformers import AutoModelForQuestionAnswering

    torch.manual_seed(4)
    model = AutoModelForQuestionAnswering.from_pretrained(tmp_path / "models" / "tiny").eval()
    tensors = {}
    for name, parameter in model.named_parameters():
        if "embeddings" not in name:
            parameter.data = (parameter.data + 0.1 * torch.randn_like(parameter)).half().float()
            tensors[name] = parameter.detach().half().numpy()
    return model, tensors


@pytest.fixture
def reader_card(tmp_path, monkeypatch, use_catalog, base):
    monkeypatch.setattr(assets, "ASSETS", tmp_path / "assets")

    def write(tensors, **more):
        from safetensors.numpy import save_file

        folder = tmp_path / "assets" / "models" / "trained"
        folder.mkdir(parents=True, exist_ok=True)
        save_file(tensors, folder / "model.safetensors")
        config = {
            "base": base.id,
            "architecture": "BertForQuestionAnswering",
            "sha256": hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest(),
            "temperature": 1.2,
            "no_answer_threshold": -0.7,
        }
        (folder / "config.json").write_text(json.dumps(config | more))
        source = TrainedSource(base.id, "trained")
        card = make_card(source, model_id="trained", architecture="question-answerer")
        use_catalog(base, card)
        return card

    return write


def test_the_reader_gives_the_logits_it_was_trained_to_give(trained, reader_card):
    import torch

    from components.models.backends.loading import load_model

    model, tensors = trained
    card = reader_card(tensors)
    folder = prepare(card)
    loaded = load_model(card, folder, device="cpu")
    assert type(loaded.model).__name__ == "BertForQuestionAnswering"
    assert loaded.model.config.no_answer_threshold == -0.7
    assert loaded.model.config.calibration_temperature == 1.2
    expected = model.state_dict()
    assert loaded.model.state_dict().keys() == expected.keys()
    for name, weights in loaded.model.state_dict().items():
        assert torch.equal(weights, expected[name]), name
    assert loaded.reader is not None
    assert loaded.backend == loaded.reader.backend
    ids = [0, 5, 2, 2, 6, 7, 2]
    with torch.inference_mode():
        output = model(input_ids=torch.tensor([ids]))
    [found] = loaded.reader.compute_span_logits([ids], [4])
    np.testing.assert_allclose(found[0], output.start_logits[0], atol=0.05)
    np.testing.assert_allclose(found[1], output.end_logits[0], atol=0.05)


@pytest.mark.skipif(not openvino.is_installed(), reason="OpenVINO is not installed")
def test_it_is_converted_beside_its_weights(trained, reader_card):
    folder = prepare(reader_card(trained[1]))
    assert (folder / "openvino" / "model.xml").exists()


@pytest.mark.parametrize("fault", ["head", "shape", "classifier", "architecture"])
def test_weights_that_do_not_fit_are_refused(fault, trained, reader_card):
    tensors, more = dict(trained[1]), {}
    if fault == "head":
        del tensors["qa_outputs.bias"]
    elif fault == "shape":
        tensors["qa_outputs.weight"] = np.zeros((3, 16), np.float16)
    elif fault == "classifier":
        tensors["classifier.bias"] = np.zeros(2, np.float16)
    else:
        more["architecture"] = "BertForSomethingElse"
    with pytest.raises(Refusal) as caught:
        prepare(reader_card(tensors, **more))
    assert caught.value.values["reason"] == "unusable"
