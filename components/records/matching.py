"""What a résumé or a job posting shows of each skill, and what is missing for a role."""

from dataclasses import dataclass
from typing import Literal

Band = Literal["evidence", "possible", "none"]
"""How sure a line shows a skill: it names it or says it plainly, it may mean it, neither."""
Reason = Literal["alias", "meaning", "wish"]
"""Why a line was matched: a name of the skill stands in it, it means what the skill's card says, or
it is about the skill and says that it is still to come."""


@dataclass(frozen=True)
class SkillMatch:
    """The line that shows a skill best.

    Attributes:
        skill_id: Which skill.
        band: How sure.
        line: The line or clause, as it stands in the document; empty for a document without one.
        line_number: Its line there, from 1; 0 for a document without one.
        reason: Why it was matched; None in band `none`.
        alias: The name that stands in the line; empty if none does.
        score: Similarity of the line to the skill's card, in the units of its language's model.
        language: Which language's model compared it.
        mentions: In how many lines a name of the skill stands.
    """

    skill_id: str
    band: Band
    line: str
    line_number: int
    reason: Reason | None
    alias: str
    score: float
    language: Literal["en", "zh"]
    mentions: int


@dataclass(frozen=True)
class Gap:
    """A skill that is asked for and not shown, or not surely.

    Attributes:
        skill_id: Which skill.
        band: What was found of it.
        weight: What it counts among all that is asked for.
    """

    skill_id: str
    band: Band
    weight: float


@dataclass(frozen=True)
class Fit:
    """How much of what is asked for was found.

    Attributes:
        gaps: Missing skills, weightiest first.
        shown: Ids of the skills with evidence, weightiest first.
        weights: Skill → weight of all that is asked for, the weightiest first.
        share: Weight of what was found (a possible match counts half) by the weight of all, 0 to 1;
            0 if nothing was found.
    """

    gaps: tuple[Gap, ...]
    shown: tuple[str, ...]
    weights: dict[str, float]
    share: float
