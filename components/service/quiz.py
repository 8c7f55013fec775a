"""One adaptive quiz: what was asked, what was right, what comes next, when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from components.career.assessment import (
    MOST,
    Ability,
    choose_question,
    estimate_ability,
    guess_chance,
    is_over,
    is_right,
)
from components.career.content.schema import Question
from components.records.learner import Answer, new_id


@dataclass
class Quiz:
    """A quiz under way; a question's `fact` is made when it is asked, so that a retry saves once.

    Attributes:
        skill: What is tested.
        abilities: Before the first answer and after each.
        asked: Ids of the questions so far, the present one last.
        right: Whether each answer was.
        fact: Id of the present answer.
        given: The present answer once it is saved.
        is_ended: True if the learner ended it or nothing is left to ask.
    """

    skill: str
    abilities: list[Ability]
    asked: list[str] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    fact: str = ""
    given: tuple[str, ...] | None = None
    is_ended: bool = False

    @classmethod
    def begin(cls, skill: str, answers: Sequence[Answer], questions: Sequence[Question]) -> "Quiz":
        """Begin a quiz with its first question.

        Args:
            skill: What is tested.
            answers: The learner's answers to the skill's questions so far.
            questions: Those that can be asked.
        """
        quiz = cls(skill, [estimate_ability(answers)])
        quiz.ask_next(questions)
        return quiz

    def ask_next(self, questions: Sequence[Question]) -> None:
        """Choose the next question, or end where none is left or the estimate is settled."""
        question = choose_question(self.abilities[-1].theta, questions, self.asked)
        self.given, self.fact = None, new_id()
        if question is None or is_over([ability.theta for ability in self.abilities]):
            self.is_ended = True
        else:
            self.asked.append(question.id)

    def count(self, questions: Sequence[Question]) -> int:
        """Return how many questions it has at most, those already answered included.

        Args:
            questions: Those that can be asked.
        """
        before = self.asked[: len(self.right)]
        return min(MOST, len(self.right) + sum(q.id not in before for q in questions))

    def answer_to(self, question: Question, given: tuple[str, ...]) -> Answer:
        """Make the fact that is saved for an answer."""
        return Answer(
            self.skill,
            question.id,
            given,
            is_right(question, given),
            question.difficulty,
            guess_chance(question),
            "quiz",
            id=self.fact,
        )

    def take(self, answer: Answer, answers: Sequence[Answer]) -> None:
        """Continue after an answer was saved.

        Args:
            answer: Of `answer_to`.
            answers: All that the learner has answered, this one included.
        """
        self.given = answer.given
        self.right.append(answer.is_right)
        mine = [one for one in answers if one.skill == self.skill]
        self.abilities.append(estimate_ability(mine))
