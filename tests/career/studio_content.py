"""A small studio: two skills, questions of every kind, one interview; nothing that is shipped."""

from typing import Any

from components.career.content import Content
from components.career.content.schema import InterviewQuestion, Question, Skill
from components.records.fields import Bilingual


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": f"{text}（中文）"}


def skill(name: str, area: str = "applications") -> Skill:
    levels = {level: both(f"can do {name} at {level}") for level in (1, 2, 3)}
    resource = {
        "kind": "paper",
        "title": "Attention Is All You Need",
        "url": "https://arxiv.org/abs/1706.03762",
        "lang": "en",
        "minutes": 60,
        "level": 2,
    }
    entity = {
        "id": name,
        "area": area,
        "name": both(name.title()),
        "card": both(f"Does {name}."),
        "aliases": {"en": ("a1", "a2", "a3"), "zh": ("甲", "乙", "丙")},
        "levels": levels,
        "resources": (resource,),
    }
    return Skill.model_validate(entity)


def mcq(name: str, difficulty: float = 0.0) -> Question:
    choices = [
        {"text": both(f"{name} choice {i}"), "is_right": i == 1, "why": both(f"why {i} of {name}")}
        for i in range(4)
    ]
    return question(name, "mcq", difficulty, choices=choices)


def question(name: str, kind: str, difficulty: float = 0.0, **rest: Any) -> Question:
    entity = {
        "id": name,
        "kind": kind,
        "level": 1,
        "difficulty": difficulty,
        "prompt": both(f"What of {name}?"),
        "explanation": both(f"take {name} away"),
    }
    return Question.model_validate(entity | rest)


def multi(name: str) -> Question:
    choices = [
        {"text": both(f"{name} part {i}"), "is_right": i in (0, 2), "why": both(f"why {i}")}
        for i in range(4)
    ]
    return question(name, "multi", 0.5, choices=choices)


def order(name: str) -> Question:
    return question(name, "order", 0.0, steps=[both(f"{name} step {i}") for i in range(3)])


def number(name: str) -> Question:
    return question(name, "number", 0.0, answer=2.5, tolerance=0.1)


_ENTITY = {
    "id": "explain-rag",
    "module": "breadth",
    "skills": ("rag",),
    "level": 2,
    "prompt": {"en": "How does RAG work?", "zh": "RAG 是怎么工作的？"},
    "rubric": (
        {
            "id": "retrieve",
            "says": {
                "en": "It searches a collection for passages that fit the question.",
                "zh": "先从文档库里检索与问题相关的段落。",
            },
            "must": {"en": ("retrieve", "search"), "zh": ("检索", "搜索")},
        },
        {
            "id": "ground",
            "says": {
                "en": "The model answers from the passages that stand in its prompt.",
                "zh": "把检索到的段落放进提示词，模型据此回答。",
            },
            "must": {"en": ("prompt", "context"), "zh": ("提示词", "上下文")},
            "contradicts": {"en": ("weights are updated",), "zh": ("更新权重",)},
        },
        {
            "id": "cite",
            "says": {
                "en": "The answer can cite its sources, so that it can be checked.",
                "zh": "答案可以标注出处，方便核对。",
            },
        },
    ),
    "strong": both("all three"),
    "fair": both("two"),
    "weak": both("one"),
    "follow_up": both("What if nothing is found?"),
    "examples": (
        {
            "lang": "en",
            "answer": "It searches for relevant passages and puts them into the prompt.",
            "grade": "fair",
            "covers": ("retrieve", "ground"),
        },
        {
            "lang": "zh",
            "answer": "先检索相关的文档，再放进提示词里让模型回答。",
            "grade": "fair",
            "covers": ("retrieve", "ground"),
        },
    ),
}
INTERVIEW = InterviewQuestion.model_validate(_ENTITY)

RAG = [mcq(f"rag-{i}", -1 + i / 4) for i in range(6)]
RAG += [multi("rag-m"), order("rag-o"), number("rag-n")]


SECOND = INTERVIEW.model_copy(
    update={"id": "explain-rag-again", "prompt": Bilingual(**both("And once more?"))}
)


def small_content() -> Content:
    """Make the content."""
    questions = {q.id: q for q in RAG}
    return Content(
        roles={},
        skills={"rag": skill("rag"), "sql": skill("sql", "data")},
        lessons={},
        questions=questions,
        interviews={each.id: each for each in (INTERVIEW, SECOND)},
        faq={},
        skill_by_question=dict.fromkeys(questions, "rag"),
    )


__all__ = ["INTERVIEW", "RAG", "mcq", "multi", "number", "order", "small_content"]
