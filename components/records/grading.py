"""What a grader says of a free-text answer; it may confirm, never declare wrong."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["covered", "not_found", "compare"]
"""`compare`: the grader abstains, and the learner compares."""
Doubt = Literal["contradiction", "term_missing", "between", "stuffed"]
"""Why it abstains."""


@dataclass(frozen=True)
class PointGrade:
    """One point of a rubric against an answer.

    Attributes:
        point: Id of the point.
        verdict: What the grader says.
        sentence: The answer's sentence that is closest to the point; empty if there is none.
        similarity: Cosine of the two, −1 to 1.
        doubt: Why it abstains; None for the other verdicts.
    """

    point: str
    verdict: Verdict
    sentence: str
    similarity: float
    doubt: Doubt | None = None


@dataclass(frozen=True)
class GraderError:
    """How often a grader was wrong on points that people had graded, in one language.

    Attributes:
        num_answers: Answers graded by hand.
        num_points: Points of all of them.
        num_covered: Points it called covered.
        num_falsely_covered: Those of them that people had not found.
        num_not_found: Points it called not found.
        num_missed: Those of them that people had found.
    """

    num_answers: int
    num_points: int
    num_covered: int
    num_falsely_covered: int
    num_not_found: int
    num_missed: int

    @property
    def num_abstained(self) -> int:
        """Points it left to the learner."""
        return self.num_points - self.num_covered - self.num_not_found
