"""Small content of every kind, valid as it is; tests change the part that they are about."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from components.career.content.loading import Content, load_content

Entity = dict[str, Any]
"""What a content file holds, before it is read."""
Need = int | tuple[int, str, int]


def both(text: str = "A text.") -> dict[str, str]:
    return {"en": text, "zh": "一段文字。"}


def skill(name: str, requires: Iterable[str] = (), **more: Any) -> Entity:
    return {
        "id": name,
        "area": "foundations",
        "name": {"en": name.title(), "zh": f"技能{name}"},
        "card": {"en": f"Works with {name}.", "zh": f"会用{name}。"},
        "aliases": {
            "en": [name, f"{name} one", f"{name} two"],
            "zh": [f"{name}甲", f"{name}乙", f"{name}丙"],
        },
        "requires": [{"skill": other, "why": both("It builds on it.")} for other in requires],
        "levels": {level: both(f"Level {level}.") for level in (1, 2, 3)},
        "resources": [
            {
                "kind": "paper",
                "title": "Attention Is All You Need",
                "url": "https://arxiv.org/abs/1706.03762",
                "lang": "en",
                "minutes": 60,
                "level": 2,
            }
        ],
        "demos": ["attention"],
    } | more


def role(name: str, needs: Mapping[str, Need], **more: Any) -> Entity:
    """Make a role; `needs` maps skills to weights, or to (level, need, weight)."""
    rows = {k: (2, "essential", v) if isinstance(v, int) else v for k, v in needs.items()}
    return {
        "id": name,
        "name": both(name),
        "summary": both(),
        "does": [both(), both(), both()],
        "day": both(),
        "skills": [
            {"id": k, "level": level, "need": need, "weight": weight}
            for k, (level, need, weight) in rows.items()
        ],
        "evidence": [{"title": "A study", "url": "https://arxiv.org/abs/2506.00058"}],
    } | more


def question(name: str, **more: Any) -> Entity:
    wrong = {"text": both("Wrong."), "why": both("No.")}
    return {
        "id": name,
        "kind": "mcq",
        "level": 1,
        "difficulty": 0,
        "prompt": both("Which?"),
        "choices": [{"text": both("Right."), "is_right": True, "why": both("Yes.")}, wrong, wrong],
        "explanation": both(),
    } | more


def lesson(name: str, skill_id: str, questions: Iterable[str], **more: Any) -> Entity:
    return {
        "id": name,
        "skill": skill_id,
        "level": 1,
        "title": both(name),
        "goal": both(),
        "body": {"en": "word " * 350, "zh": "字" * 600},
        "concepts": ["attention"],
        "demo": {"page": "attention", "look_for": both()},
        "number": {"code": ">>> 2 ** 5\n32\n", "says": both()},
        "sources": [{"title": "A paper", "url": "https://arxiv.org/abs/1706.03762"}],
        "questions": list(questions),
    } | more


def faq(name: str, lessons: Iterable[str] = (), **more: Any) -> Entity:
    return {
        "id": name,
        "question": both("How?"),
        "also_asked": {"en": [], "zh": []},
        "answer": both(),
        "lessons": list(lessons),
    } | more


def files(skills: Sequence[Entity] | None = None) -> dict[str, Any]:
    """Give the files of a small world: path under `assets/` → what it holds."""
    skills = skills or [skill(letter) for letter in "abcdef"]
    names = [entry["id"] for entry in skills]
    return {
        **{f"skills/{entry['id']}.yaml": entry for entry in skills},
        "roles/engineer.yaml": role("engineer", dict.fromkeys(names, 1)),
        "questions/a.yaml": [question("a-1"), question("a-2")],
        "lessons/first.yaml": lesson("first", "a", ["a-1", "a-2"]),
        "faq/how.yaml": faq("how", ["first"]),
    }


def write(folder: Path, entities: Mapping[str, Any]) -> Path:
    for name, entity in entities.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = entity if isinstance(entity, str) else yaml.safe_dump(entity, allow_unicode=True)
        path.write_text(text, "utf-8")
    return folder


def load(folder: Path, entities: Mapping[str, Any]) -> Content:
    return load_content(write(folder, entities))
