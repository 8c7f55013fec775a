"""What a content file under `assets/` may hold; one file per entity, both languages inline.

Every file is YAML. The id of an entity is its file's stem; ids are stable slugs, because learners'
progress refers to them. `assets/questions/<skill>.yaml`, `assets/interviews/<module>.yaml` and
`assets/concepts.yaml` hold lists.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, HttpUrl, model_validator

from components.career.content.fields import Entity, Group, Level, Source, Terms
from components.records.fields import Bilingual, Line, Record, Slug


class Aliases(Record):
    """Words by which people name a skill, as they stand in résumés and postings."""

    en: tuple[Line, ...] = Field(min_length=3)
    zh: tuple[Line, ...] = Field(min_length=3)


class Prerequisite(Record):
    """A skill to have first, and the reason."""

    skill: Slug
    why: Bilingual


class Resource(Record):
    """First-hand material elsewhere.

    Attributes:
        kind: What it is.
        title: As its authors write it.
        url: Where it is.
        lang: Language of the material.
        minutes: Time it takes.
        level: For whom.
    """

    kind: Literal["paper", "course", "docs", "book", "video", "code", "standard"]
    title: Line
    url: HttpUrl
    lang: Literal["en", "zh"]
    minutes: int = Field(gt=0)
    level: Level


class Skill(Entity):
    """`assets/skills/<id>.yaml`.

    Attributes:
        id: The file's stem.
        area: Where the map draws it.
        name: Short.
        card: One or two sentences that say what a person with this skill does; the matcher embeds
            them.
        aliases: Of the skill; no alias names two skills.
        requires: A directed graph without cycles.
        levels: What one can do at each.
        resources: At least one.
        demos: Stems of the app's pages that show it live.
    """

    area: Literal["foundations", "modelling", "data", "applications", "systems", "quality", "craft"]
    name: Bilingual
    card: Bilingual
    aliases: Aliases
    requires: tuple[Prerequisite, ...] = ()
    levels: dict[Level, Bilingual] = Field(min_length=3, max_length=3)
    resources: tuple[Resource, ...] = Field(min_length=1)
    demos: tuple[str, ...] = ()


class SkillNeed(Record):
    """What a role asks of a skill; weight 1 (nice) to 3 (daily work)."""

    id: Slug
    level: Level
    need: Literal["essential", "optional"]
    weight: Annotated[int, Field(ge=1, le=3)]


class Role(Entity):
    """`assets/roles/<id>.yaml`.

    Attributes:
        id: The file's stem.
        name: As postings write it.
        summary: One sentence.
        does: Three to six things such people do.
        day: A working day, 60 to 120 words.
        skills: At least six essential ones.
        evidence: Postings' studies, surveys, guides; dated where they make market claims.
    """

    name: Bilingual
    summary: Bilingual
    does: tuple[Bilingual, ...] = Field(min_length=3, max_length=6)
    day: Bilingual
    skills: tuple[SkillNeed, ...]
    evidence: tuple[Source, ...] = Field(min_length=1)


class Concept(Entity):
    """An entry of `assets/concepts.yaml`: what the studio sets out to cover.

    Attributes:
        id: The slug by which lessons name it.
        group: Where the report lists it.
        name: As engineers call it.
        page: Stem of the page that serves it, where that is a page about careers and no lesson.
    """

    group: Group
    name: Bilingual
    page: str | None = None


class LiveDemo(Record):
    """The page that shows what a lesson says; `text` travels there, `settings` as in its links.

    Words among the settings, such as a question, are in both languages.
    """

    page: str
    text: Bilingual | None = None
    settings: dict[str, str | int | float | bool | Bilingual] = Field(default={})
    look_for: Bilingual


class CheckedNumber(Record):
    """A number of the lesson that a doctest computes; `code` holds prompts and output."""

    code: Line
    says: Bilingual


class Lesson(Entity):
    """`assets/lessons/<id>.yaml`.

    Attributes:
        id: The file's stem.
        skill: Which skill it belongs to.
        level: For whom.
        order: Place among the skill's lessons.
        title: Short.
        goal: One sentence: what one can do afterwards.
        body: Markdown, 300 to 700 words or 500 to 1,200 Chinese characters; formulas between $.
        concepts: Slugs of the concepts it explains.
        demo: The live page that shows it.
        number: Computed, not believed.
        sources: Each opened and checked.
        questions: Ids of the questions it ends in, two or more.
    """

    skill: Slug
    level: Level
    order: int = 1
    title: Bilingual
    goal: Bilingual
    body: Bilingual
    concepts: tuple[Slug, ...] = Field(min_length=1)
    demo: LiveDemo
    number: CheckedNumber
    sources: tuple[Source, ...] = Field(min_length=1)
    questions: tuple[Slug, ...] = Field(min_length=2)


class Choice(Record):
    """An answer to choose; a wrong one is a real misconception, and `why` speaks to it."""

    text: Bilingual
    is_right: bool = False
    why: Bilingual


class Question(Entity):
    """An entry of `assets/questions/<skill>.yaml`.

    Attributes:
        id: Unique over all files.
        kind: `mcq`: one choice is right; `multi`: two or more; `order`: `steps` in their order;
            `number`: a number with a tolerance.
        level: Which level it tests.
        difficulty: Elo offset, -2 (almost everybody) to 2 (hardly anybody).
        prompt: Markdown.
        choices: Three to five for `mcq`, four or five for `multi`.
        steps: Three to six, in the right order, for `order`.
        answer: For `number`.
        tolerance: Largest absolute difference that still counts.
        explanation: What to take away.
    """

    kind: Literal["mcq", "multi", "order", "number"]
    level: Level
    difficulty: float = Field(ge=-2, le=2)
    prompt: Bilingual
    choices: tuple[Choice, ...] = Field(default=(), max_length=5)
    steps: tuple[Bilingual, ...] = Field(default=(), max_length=6)
    answer: float | None = None
    tolerance: float = 0.0
    explanation: Bilingual

    @model_validator(mode="after")
    def _has_its_answer(self) -> Self:
        right = sum(choice.is_right for choice in self.choices)
        is_whole = {
            "mcq": len(self.choices) >= 3 and right == 1,
            "multi": len(self.choices) >= 4 and 2 <= right < len(self.choices),
            "order": len(self.steps) >= 3,
            "number": self.answer is not None,
        }[self.kind]
        if not is_whole:
            raise ValueError(f"{self.id}: a question of kind {self.kind} lacks its answer")
        return self


class RubricPoint(Record):
    """What a good answer says.

    Attributes:
        id: Unique within the question.
        says: One sentence; compared with the answer's sentences.
        must: One of them has to stand in the answer for the point to count as covered.
        contradicts: Phrases of the typical mistake: "compare yourself".
    """

    id: Slug
    says: Bilingual
    must: Terms = Terms()
    contradicts: Terms = Terms()


class GradedExample(Record):
    """An answer as a candidate would give it, graded by hand; the grader is measured on them."""

    lang: Literal["en", "zh"]
    answer: Line
    grade: Literal["strong", "fair", "weak"]
    covers: tuple[Slug, ...] = ()


class InterviewQuestion(Entity):
    """An entry of `assets/interviews/<module>.yaml`.

    Attributes:
        id: Unique over all files.
        module: Kind of interview round.
        skills: What it tests.
        level: For whom.
        prompt: As an interviewer asks it.
        rubric: Three to six points.
        strong: What a strong answer contains; likewise `fair` and `weak`.
        follow_up: What the interviewer asks next.
        examples: Graded by hand, at least one of each language.
    """

    module: Literal["breadth", "coding", "design", "behavioural"]
    skills: tuple[Slug, ...] = Field(min_length=1)
    level: Level
    prompt: Bilingual
    rubric: tuple[RubricPoint, ...] = Field(min_length=3, max_length=6)
    strong: Bilingual
    fair: Bilingual
    weak: Bilingual
    follow_up: Bilingual
    examples: tuple[GradedExample, ...] = Field(min_length=2)


class Faq(Entity):
    """`assets/faq/<id>.yaml`.

    Attributes:
        id: The file's stem.
        question: As people ask it.
        also_asked: Other wordings, for the search.
        answer: Markdown, 60 to 180 words.
        lessons: Where it is explained.
        sources: For claims that need one.
    """

    question: Bilingual
    also_asked: Terms
    answer: Bilingual
    lessons: tuple[Slug, ...] = ()
    sources: tuple[Source, ...] = ()
