"""How far a learner is with a skill: what is claimed, what was shown, what is still there."""

from dataclasses import dataclass

_SLACK = 0.1


@dataclass(frozen=True)
class SkillMastery:
    """Three readings of one skill on the scale of its levels, 0 (nothing) to 3.

    Attributes:
        skill: Id of the skill.
        claimed: By the learner's own rating; None if there is none.
        demonstrated: By answers to questions, a cautious estimate; None before the first answer.
        retained: What of that is still remembered by the forgetting curve; None likewise.
    """

    skill: str
    claimed: int | None = None
    demonstrated: float | None = None
    retained: float | None = None

    @property
    def level(self) -> int:
        """The whole level that counts: what is retained, else what is claimed, else 0.

        A level is held until more than a tenth of it is lost.

        Example:
            >>> SkillMastery("rag", 3, 2.3, 1.95).level, SkillMastery("rag", 3).level
            (2, 3)
        """
        if self.retained is not None:
            return int(self.retained + _SLACK)
        return self.claimed or 0
