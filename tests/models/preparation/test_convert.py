"""Trained weights over a base make the classifier that torch would make."""

import json

import numpy as np
import pytest

from components.models.preparation import is_prepared, prepare
from components.records.refusal import Refusal
from tests.models.preparation.tiny_sources import make_card, wheel_source

LABELS = ("negative", "neutral", "positive")
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "film"]


@pytest.fixture
def base(tmp_path, monkeypatch):
    """Card of a tiny random BERT that lies in the folder of PATHFINDER_MODELS."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(3)
    folder = tmp_path / "models" / "tiny"
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=16,
    )
    BertModel(config).save_pretrained(folder)
    vocabulary = {token: index for index, token in enumerate(VOCABULARY)}
    BertTokenizerFast(vocab=vocabulary).save_pretrained(folder)
    monkeypatch.setenv("PATHFINDER_MODELS", str(tmp_path / "models"))
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return make_card(wheel_source(files))


@pytest.fixture
def trained(tmp_path, base):
    """The classifier as it was trained, and its trained tensors in half precision."""
    import torch
    from transformers import AutoModelForSequenceClassification

    torch.manual_seed(4)
    model = AutoModelForSequenceClassification.from_pretrained(
        tmp_path / "models" / "tiny", num_labels=3
    ).eval()
    tensors = {}
    for name, parameter in model.named_parameters():
        if "embeddings" not in name:
            parameter.data = (parameter.data + 0.1 * torch.randn_like(parameter)).half().float()
            tensors[name] = parameter.detach().half().numpy()
    return model, tensors


def logits(model, tokenizer):
    import torch

    with torch.inference_mode():
        return model(**tokenizer("good film bad", return_tensors="pt")).logits


def test_classifier_gives_the_logits_it_was_trained_to_give(base, trained, trained_card):
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model, tensors = trained
    folder = prepare(trained_card(base, tensors))
    loaded = AutoModelForSequenceClassification.from_pretrained(
        folder, local_files_only=True, use_safetensors=True
    ).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    assert type(loaded).__name__ == "BertForSequenceClassification"
    assert loaded.dtype == torch.float32
    assert loaded.config.id2label == dict(enumerate(LABELS))
    assert loaded.config.label2id == {label: index for index, label in enumerate(LABELS)}
    assert loaded.config.calibration_temperature == 1.3
    expected = model.state_dict()
    assert loaded.state_dict().keys() == expected.keys()
    for name, weights in loaded.state_dict().items():
        assert torch.equal(weights, expected[name]), name
    # Where in memory the weights lie may change the last bit of a sum.
    torch.testing.assert_close(logits(loaded, tokenizer), logits(model, tokenizer))


def test_base_is_prepared_with_it_and_named_in_the_progress(base, trained, trained_card):
    seen = []
    prepare(trained_card(base, trained[1]), seen.append)
    assert is_prepared(base)
    assert [progress.model_id for progress in seen][-2:] == ["trained", "trained"]
    assert "tiny" in {progress.model_id for progress in seen}


def test_other_trained_weights_are_noticed(base, trained, trained_card):
    card = trained_card(base, trained[1])
    prepare(card)
    assert is_prepared(card)
    tensors = dict(trained[1])
    tensors["classifier.bias"] = tensors["classifier.bias"] + np.float16(1)
    card = trained_card(base, tensors)
    assert not is_prepared(card)
    prepare(card)
    assert is_prepared(card)


def refused(card):
    with pytest.raises(Refusal) as caught:
        prepare(card)
    assert not is_prepared(card)
    return caught.value.values["reason"]


def test_weights_that_are_not_those_of_their_config(base, trained, trained_card):
    assert refused(trained_card(base, trained[1], sha256="0" * 64)) == "checksum"


def test_missing_weights_and_missing_config(base, trained, trained_card, tmp_path):
    card = trained_card(base, trained[1])
    folder = tmp_path / "assets" / "models" / "trained"
    (folder / "model.safetensors").unlink()
    assert refused(card) == "not_found"
    (folder / "config.json").unlink()
    assert refused(card) == "not_found"


def test_config_that_is_no_json_or_lacks_a_key(base, trained, trained_card, tmp_path):
    card = trained_card(base, trained[1])
    config = tmp_path / "assets" / "models" / "trained" / "config.json"
    config.write_text("{")
    assert refused(card) == "unusable"
    config.write_text(json.dumps({"id2label": {}}))
    assert refused(card) == "unusable"


@pytest.mark.parametrize("fault", ["name", "shape", "head", "labels"])
def test_weights_that_do_not_fit(fault, base, trained, trained_card):
    tensors = dict(trained[1])
    if fault == "name":
        tensors["bert.nothing.weight"] = np.zeros(3, np.float16)
    elif fault == "shape":
        tensors["bert.pooler.dense.bias"] = np.zeros(17, np.float16)
    elif fault == "head":
        del tensors["classifier.bias"]
    labels = LABELS[:2] if fault == "labels" else LABELS
    assert refused(trained_card(base, tensors, labels)) == "unusable"


def test_weights_of_another_base_are_refused(base, trained, trained_card):
    assert refused(trained_card(base, trained[1], trained_over="another")) == "unusable"
