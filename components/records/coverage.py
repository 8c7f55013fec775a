"""What the studio covers: concepts, the material of each concept, skill and role, and the gaps."""

from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class ConceptCoverage:
    """Where one concept is taught.

    Attributes:
        concept_id: Its slug.
        group: Which group of the list it belongs to.
        lessons: Ids of the lessons that name it, in the order of ids.
        demos: Lesson → stem of the live page that shows it.
        questions: Ids of the questions at the end of those lessons, each once.
        page: Stem of the page that serves it; None for a concept that lessons teach.
        gaps: What is missing, of `lesson`, `demo`, `questions`, `page`; empty if it is covered.
    """

    concept_id: str
    group: str
    lessons: tuple[str, ...]
    demos: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    page: str | None
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class SkillCoverage:
    """What one skill has.

    Attributes:
        skill_id: Which skill.
        num_lessons: Lessons of it.
        num_questions: Quiz questions of it.
        num_resources: External first-hand resources.
        gaps: What is missing, of `questions`, `resources`.
    """

    skill_id: str
    num_lessons: int
    num_questions: int
    num_resources: int
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class RoleCoverage:
    """What one role requires; `gaps` holds `essential` where that is too little to plan with."""

    role_id: str
    num_essential: int
    num_optional: int
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class FolderParity:
    """Length of a kind's Chinese texts, in English words, divided by that of its English ones.

    Attributes:
        folder: `lessons`, `faq` …
        ratios: One per lesson, answer …, over all its texts, ascending; without the shortest ones.
        gaps: `median` where the languages differ as a whole.
    """

    folder: str
    ratios: tuple[float, ...]
    gaps: tuple[str, ...]

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """Return the first quartile, the median and the third; None without texts."""
        if not self.ratios:
            return None
        if len(self.ratios) == 1:
            return self.ratios * 3
        low, _, high = quantiles(self.ratios, n=4, method="inclusive")
        return low, median(self.ratios), high


@dataclass(frozen=True)
class Total:
    """How many of a kind there are, and how many a first release needs."""

    kind: str
    count: int
    goal: int


@dataclass(frozen=True)
class Coverage:
    """The whole report."""

    concepts: tuple[ConceptCoverage, ...]
    skills: tuple[SkillCoverage, ...]
    roles: tuple[RoleCoverage, ...]
    parity: tuple[FolderParity, ...]
    totals: tuple[Total, ...]
