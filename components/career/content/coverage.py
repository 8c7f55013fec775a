"""What is covered, computed from the content itself: concepts, skills, roles, languages, totals."""

from collections.abc import Collection, Iterator, Mapping

from components.career.content.faults import MIN_ESSENTIAL
from components.career.content.fields import Entity
from components.career.content.lengths import compare_lengths, list_texts
from components.career.content.loading import Content
from components.career.content.schema import Concept, Lesson, Role, Skill
from components.records.coverage import (
    ConceptCoverage,
    Coverage,
    FolderParity,
    RoleCoverage,
    SkillCoverage,
    Total,
)
from components.records.fields import Bilingual

MIN_LESSONS_A_CONCEPT = 1
MIN_QUESTIONS_A_CONCEPT = 2
MIN_QUESTIONS_A_SKILL = 3
MIN_RESOURCES_A_SKILL = 1
MEDIAN_PARITY = (0.75, 1.33)
"""Allowed range of a folder's median; single texts may differ more, see `faults.PARITY`."""
FOLDERS = ("roles", "skills", "lessons", "questions", "interviews", "faq")
GOALS = {
    "roles": 12,
    "skills": 80,
    "lessons": 60,
    "questions": 240,
    "interviews": 90,
    "faq": 60,
    "resources": 120,
}
"""What a first release needs."""


def compute_coverage(content: Content, pages: Collection[str]) -> Coverage:
    """Compute the report.

    Args:
        pages: Stems of the app's pages.

    Returns:
        Concepts in the order of their list, skills and roles by id, one parity a folder that holds
        anything, one total per kind.
    """
    counts = {folder: len(getattr(content, folder)) for folder in FOLDERS}
    counts["resources"] = len(
        {str(resource.url) for skill in content.skills.values() for resource in skill.resources}
    )
    return Coverage(
        tuple(_cover_concept(concept, content, pages) for concept in content.concepts.values()),
        tuple(_cover_skill(skill, content) for skill in content.skills.values()),
        tuple(_cover_role(role) for role in content.roles.values()),
        tuple(_compare(folder, content) for folder in FOLDERS if counts[folder]),
        tuple(Total(kind, counts[kind], goal) for kind, goal in GOALS.items()),
    )


def list_gaps(coverage: Coverage) -> tuple[str, ...]:
    """List what is missing for a first release, one line each; empty if nothing is."""
    return (
        *(
            f"concept {each.concept_id}: no {gap}"
            for each in coverage.concepts
            for gap in each.gaps
        ),
        *(line for skill in coverage.skills for line in _skill_gaps(skill)),
        *(line for role in coverage.roles for line in _role_gaps(role)),
        *(line for folder in coverage.parity for line in _parity_gaps(folder)),
        *(f"{t.kind}: {t.count} of {t.goal}" for t in coverage.totals if t.count < t.goal),
    )


def _cover_concept(concept: Concept, content: Content, pages: Collection[str]) -> ConceptCoverage:
    lessons = [lesson for lesson in content.lessons.values() if concept.id in lesson.concepts]
    demos = tuple((lesson.id, lesson.demo.page) for lesson in lessons if lesson.demo.page in pages)
    questions = tuple(_questions_of(lessons, content))
    if concept.page is not None:
        lacks = {"page": concept.page not in pages}
    else:
        lacks = {
            "lesson": len(lessons) < MIN_LESSONS_A_CONCEPT,
            "demo": not demos,
            "questions": len(questions) < MIN_QUESTIONS_A_CONCEPT,
        }
    return ConceptCoverage(
        concept.id,
        concept.group,
        tuple(lesson.id for lesson in lessons),
        demos,
        questions,
        concept.page,
        _true_ones(lacks),
    )


def _questions_of(lessons: list[Lesson], content: Content) -> dict[str, None]:
    return {
        name: None for lesson in lessons for name in lesson.questions if name in content.questions
    }


def _cover_skill(skill: Skill, content: Content) -> SkillCoverage:
    questions = len(content.questions_of(skill.id))
    resources = len(skill.resources)
    lacks = {
        "questions": questions < MIN_QUESTIONS_A_SKILL,
        "resources": resources < MIN_RESOURCES_A_SKILL,
    }
    lessons = len(content.lessons_of(skill.id))
    return SkillCoverage(skill.id, lessons, questions, resources, _true_ones(lacks))


def _true_ones(claims: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, is_true in claims.items() if is_true)


def _cover_role(role: Role) -> RoleCoverage:
    essential = sum(need.need == "essential" for need in role.skills)
    gaps = ("essential",) if essential < MIN_ESSENTIAL else ()
    return RoleCoverage(role.id, essential, len(role.skills) - essential, gaps)


def _compare(folder: str, content: Content) -> FolderParity:
    found = (_ratio(entity) for entity in getattr(content, folder).values())
    ratios = tuple(sorted(ratio for ratio in found if ratio is not None))
    quartiles = FolderParity(folder, ratios, ()).quartiles
    low, high = MEDIAN_PARITY
    is_uneven = quartiles is not None and not low <= quartiles[1] <= high
    return FolderParity(folder, ratios, ("median",) if is_uneven else ())


def _ratio(entity: Entity) -> float | None:
    texts = [text for _, text in list_texts(entity)]
    joined = {code: "\n\n".join(getattr(text, code) for text in texts) for code in ("en", "zh")}
    return compare_lengths(Bilingual(**joined))


def _skill_gaps(skill: SkillCoverage) -> Iterator[str]:
    counts = {"questions": skill.num_questions, "resources": skill.num_resources}
    least = {"questions": MIN_QUESTIONS_A_SKILL, "resources": MIN_RESOURCES_A_SKILL}
    for gap in skill.gaps:
        yield f"skill {skill.skill_id}: {counts[gap]} {gap}, at least {least[gap]} are needed"


def _role_gaps(role: RoleCoverage) -> Iterator[str]:
    if role.gaps:
        counted = f"{role.num_essential} essential skills"
        yield f"role {role.role_id}: {counted}, at least {MIN_ESSENTIAL} are needed"


def _parity_gaps(folder: FolderParity) -> Iterator[str]:
    if folder.gaps and folder.quartiles:
        ratio = f"{folder.quartiles[1]:.2f} times as long as en in the middle"
        yield f"{folder.folder}: zh is {ratio}; {MEDIAN_PARITY} are meant"
