"""The report of what is covered as one table, for spreadsheets."""

from collections.abc import Iterator, Mapping

from components.export.csv_table import csv_table
from components.records.coverage import Coverage

HEADER = (
    "kind",
    "id",
    "name",
    "lessons",
    "questions",
    "resources",
    "essential_skills",
    "low_hours",
    "high_hours",
    "count",
    "goal",
    "lesson_ids",
    "pages",
    "missing",
)
_Row = dict[str, str | int]


def coverage_csv(
    coverage: Coverage, names: Mapping[str, str], hours: Mapping[str, tuple[int, int]]
) -> bytes:
    """Write one row per concept, skill, role and total; cells that do not apply stay empty.

    Args:
        coverage: The report.
        names: `concept <id>`, `skill <id>`, `role <id>` → name, translated.
        hours: Skill → hours to level 2, low and high.

    Returns:
        UTF-8 with a byte order mark.
    """
    rows = [
        *_concepts(coverage, names),
        *_skills(coverage, names, hours),
        *_roles(coverage, names),
        *_totals(coverage),
    ]
    return csv_table(HEADER, ([row.get(column, "") for column in HEADER] for row in rows))


def _concepts(coverage: Coverage, names: Mapping[str, str]) -> Iterator[_Row]:
    for concept in coverage.concepts:
        pages = [concept.page] if concept.page else [page for _, page in concept.demos]
        yield {
            "kind": "concept",
            "id": concept.concept_id,
            "name": names[f"concept {concept.concept_id}"],
            "lessons": len(concept.lessons),
            "questions": len(concept.questions),
            "lesson_ids": " ".join(concept.lessons),
            "pages": " ".join(dict.fromkeys(pages)),
            "missing": " ".join(concept.gaps),
        }


def _skills(
    coverage: Coverage, names: Mapping[str, str], hours: Mapping[str, tuple[int, int]]
) -> Iterator[_Row]:
    for skill in coverage.skills:
        low, high = hours[skill.skill_id]
        yield {
            "kind": "skill",
            "id": skill.skill_id,
            "name": names[f"skill {skill.skill_id}"],
            "lessons": skill.num_lessons,
            "questions": skill.num_questions,
            "resources": skill.num_resources,
            "low_hours": low,
            "high_hours": high,
            "missing": " ".join(skill.gaps),
        }


def _roles(coverage: Coverage, names: Mapping[str, str]) -> Iterator[_Row]:
    for role in coverage.roles:
        yield {
            "kind": "role",
            "id": role.role_id,
            "name": names[f"role {role.role_id}"],
            "essential_skills": role.num_essential,
            "missing": " ".join(role.gaps),
        }


def _totals(coverage: Coverage) -> Iterator[_Row]:
    for total in coverage.totals:
        yield {"kind": "total", "id": total.kind, "count": total.count, "goal": total.goal}
