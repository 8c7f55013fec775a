"""Reads the content files under `assets/` and tells their authors what to fix."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from components.career.content.fields import Entity
from components.career.content.schema import (
    Concept,
    Faq,
    InterviewQuestion,
    Lesson,
    Question,
    Role,
    Skill,
)
from components.records.assets import ASSETS

_Entity = TypeVar("_Entity", bound=Entity)


class ContentError(ValueError):
    """Content files that are invalid; one line per fault: file, field, what is wrong."""


@dataclass(frozen=True)
class Content:
    """All of the studio's content, by id, in the order of ids.

    Attributes:
        roles: Roles.
        skills: Skills.
        lessons: Lessons.
        questions: Quiz questions of all skills.
        interviews: Interview questions of all modules.
        faq: Questions people ask.
        skill_by_question: Question → the skill whose file holds it.
        concepts: What the studio sets out to cover, in the order of the file.
    """

    roles: Mapping[str, Role]
    skills: Mapping[str, Skill]
    lessons: Mapping[str, Lesson]
    questions: Mapping[str, Question]
    interviews: Mapping[str, InterviewQuestion]
    faq: Mapping[str, Faq]
    skill_by_question: Mapping[str, str]
    concepts: Mapping[str, Concept] = field(default_factory=dict)

    def questions_of(self, skill_id: str) -> tuple[Question, ...]:
        """Return a skill's questions as its file lists them; none for a skill without a file."""
        return tuple(
            question
            for question in self.questions.values()
            if self.skill_by_question[question.id] == skill_id
        )

    def lessons_of(self, skill_id: str) -> tuple[Lesson, ...]:
        """Return a skill's lessons in their order; empty for a skill without lessons."""
        lessons = [lesson for lesson in self.lessons.values() if lesson.skill == skill_id]
        return tuple(sorted(lessons, key=lambda lesson: (lesson.order, lesson.id)))


@cache
def load_content(folder: Path = ASSETS) -> Content:
    """Read and validate every file, once per process.

    Args:
        folder: Where `roles/`, `skills/`, `lessons/`, `questions/`, `interviews/`, `faq/` and
            `concepts.yaml` lie; what is missing is empty.

    Returns:
        The content; `find_faults` checks what its files say about each other.

    Raises:
        ContentError: Files are not YAML, miss a field or have one too many, or an id differs from
            the file's stem or is used twice. All of them are named.
    """
    faults: list[str] = []
    questions = _read_lists(_files(folder / "questions"), Question, faults)
    interviews = _read_lists(_files(folder / "interviews"), InterviewQuestion, faults)
    concepts = _read_lists(folder.glob("concepts.yaml"), Concept, faults)
    content = Content(
        _read_entities(folder / "roles", Role, faults),
        _read_entities(folder / "skills", Skill, faults),
        _read_entities(folder / "lessons", Lesson, faults),
        {name: question for name, (_, question) in questions.items()},
        {name: question for name, (_, question) in interviews.items()},
        _read_entities(folder / "faq", Faq, faults),
        {name: stem for name, (stem, _) in questions.items()},
        {name: concept for name, (_, concept) in concepts.items()},
    )
    if faults:
        raise ContentError("\n".join(faults))
    return content


def _read_entities(folder: Path, schema: type[_Entity], faults: list[str]) -> dict[str, _Entity]:
    found = {}
    for path, entity in _read_files(_files(folder), schema, faults):
        if entity.id != path.stem:
            faults.append(f"{_name(path)}: id: has to be the file's name, {path.stem}")
        found[path.stem] = entity
    return found


def _read_lists(
    paths: Iterable[Path], schema: type[_Entity], faults: list[str]
) -> dict[str, tuple[str, _Entity]]:
    found: dict[str, tuple[str, _Entity]] = {}
    for path, entities in _read_files(paths, list[schema], faults):  # type: ignore[valid-type]
        for entity in entities:
            if entity.id in found:
                other = found[entity.id][0]
                faults.append(f"{_name(path)}: {entity.id}: this id stands in {other}.yaml too")
            found[entity.id] = (path.stem, entity)
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _read_files(
    paths: Iterable[Path], schema: Any, faults: list[str]
) -> Iterator[tuple[Path, Any]]:
    adapter = TypeAdapter(schema)
    for path in paths:
        try:
            yield path, adapter.validate_python(_read_yaml(path))
        except yaml.YAMLError as error:
            faults.append(f"{_name(path)}: is not YAML: {' '.join(str(error).split())}")
        except ValidationError as error:
            faults += [f"{_name(path)}: {line}" for line in _describe(error)]


def _describe(error: ValidationError) -> Iterator[str]:
    for item in error.errors(include_url=False):
        field = ".".join(str(part) for part in item["loc"]) or "the file"
        yield f"{field}: {item['msg'].removeprefix('Value error, ')}"


def _name(path: Path) -> str:
    folder = "" if path.parent == ASSETS else f"{path.parent.name}/"
    return f"assets/{folder}{path.name}"


class _UniqueKeyLoader(yaml.CSafeLoader):
    """A loader that refuses a key written twice, of which YAML would keep the last in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Construct a mapping whose keys differ."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", node.value[number][0].start_mark
                )
        return super().construct_mapping(node, deep)


def _read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), _UniqueKeyLoader)
