"""What a learner leaves behind: small facts that are only added; progress is derived of them."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

LessonStatus = Literal["todo", "doing", "done", "skip"]
AnswerPlace = Literal["quiz", "lesson", "review"]
Rating = Literal["again", "hard", "good", "easy"]


def new_id() -> str:
    """Return a random UUID; made before a fact is saved, so that saving it again adds nothing."""
    return str(uuid.uuid4())


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Profile:
    """One learner on this machine.

    Attributes:
        id: UUID; knowing it opens nothing.
        name: As the learner wrote it; others may have the same.
        created_at: UTC.
    """

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True)
class Fact:
    """Something that happened, once.

    Attributes:
        id: UUID, made by the side that saves it.
        at: When, in UTC.
    """

    id: str = field(default_factory=new_id, kw_only=True)
    at: datetime = field(default_factory=now, kw_only=True)


@dataclass(frozen=True)
class Answer(Fact):
    """An answer to a question.

    Attributes:
        skill: What was tested.
        question: Id of the question.
        given: Indexes of the choices, the order of the steps, or the number, as texts.
        is_right: Whether it was.
        difficulty: Of the question when it was answered, in logits.
        chance: Probability of a right answer by guessing, 0 to 1.
        place: Where it was asked.
    """

    skill: str
    question: str
    given: tuple[str, ...]
    is_right: bool
    difficulty: float
    chance: float
    place: AnswerPlace


@dataclass(frozen=True)
class SelfRating(Fact):
    """The level that a learner claims: 0 none, 1 can explain, 2 can use, 3 can design and debug."""

    skill: str
    level: int


@dataclass(frozen=True)
class LessonMark(Fact):
    """How far a learner is with a lesson; the latest mark counts."""

    lesson: str
    status: LessonStatus


@dataclass(frozen=True)
class Review(Fact):
    """How well a question was remembered, by the learner's own judgement."""

    question: str
    rating: Rating


@dataclass(frozen=True)
class Attempt(Fact):
    """An answer in one's own words and the learner's mark of it.

    Attributes:
        question: Id of the interview question.
        author: `learner`, or the id of the model whose answer the learner marked.
        language: Of the answer, ISO 639-1.
        text: The answer.
        covered: Ids of the rubric points that the learner found in it.
        wrong: Sentences of it that the learner marked as wrong.
    """

    question: str
    author: str
    language: str
    text: str
    covered: tuple[str, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Learning:
    """Everything that one learner has left behind, each kind in the order of time."""

    answers: tuple[Answer, ...] = ()
    ratings: tuple[SelfRating, ...] = ()
    marks: tuple[LessonMark, ...] = ()
    reviews: tuple[Review, ...] = ()
    attempts: tuple[Attempt, ...] = ()

    def lesson_status(self) -> dict[str, LessonStatus]:
        """Return lesson → the latest mark; lessons without one are missing."""
        return {mark.lesson: mark.status for mark in self.marks}

    def claimed_levels(self) -> dict[str, int]:
        """Return skill → the level claimed last."""
        return {rating.skill: rating.level for rating in self.ratings}


@dataclass(frozen=True)
class Backup:
    """A copy of all learners' data.

    Attributes:
        name: Its file's name.
        made_at: UTC.
        size_bytes: Of the file.
    """

    name: str
    made_at: datetime
    size_bytes: int
