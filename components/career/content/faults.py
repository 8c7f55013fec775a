"""Checks across content files: ids, prerequisites, aliases, lengths, pages."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

import networkx as nx

from components.career.content.lengths import (
    compare_lengths,
    count_han,
    count_words,
    list_texts,
)
from components.career.content.loading import Content
from components.career.content.numbers import compute_number
from components.career.content.schema import Concept, InterviewQuestion, Lesson, Role, Skill
from components.career.normalising import normalise
from components.career.terms import find_term
from components.records.fields import Bilingual

MIN_ESSENTIAL = 6
LESSON_WORDS, LESSON_CHARACTERS = (300, 700), (500, 1_200)
PARITY = (0.5, 2.0)
"""Length of the Chinese text, in English words, divided by that of the English one."""
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]*)\)")


def find_faults(content: Content, pages: Collection[str]) -> list[str]:
    """List inconsistencies within and between files that are each valid on their own.

    Args:
        pages: Stems of the app's pages, which skills and lessons link to.

    Returns:
        One line per fault: file, field, what to fix; empty if there is none.
    """
    return [
        *_prerequisite_faults(content),
        *_alias_faults(content),
        *(f for skill in content.skills.values() for f in _skill_faults(skill, pages)),
        *(f for role in content.roles.values() for f in _role_faults(role, content)),
        *(f for lesson in content.lessons.values() for f in _lesson_faults(lesson, content, pages)),
        *(f for concept in content.concepts.values() for f in _concept_faults(concept, pages)),
        *_reference_faults(content),
        *_text_faults(content),
    ]


def _prerequisite_faults(content: Content) -> Iterator[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for skill in content.skills.values():
        for prerequisite in skill.requires:
            if prerequisite.skill not in content.skills:
                yield f"assets/skills/{skill.id}.yaml: requires: no skill {prerequisite.skill}"
            graph.add_edge(prerequisite.skill, skill.id)
    for cycle in nx.simple_cycles(graph):
        yield f"assets/skills: requires: a circle: {' → '.join([*cycle, cycle[0]])}"


def _alias_faults(content: Content) -> Iterator[str]:
    owners: dict[str, set[str]] = {}
    for skill in content.skills.values():
        for language in ("en", "zh"):
            for name, count in Counter(
                normalise(alias) for alias in getattr(skill.aliases, language)
            ).items():
                owners.setdefault(name, set()).add(skill.id)
                if count > 1:
                    place = f"assets/skills/{skill.id}.yaml: aliases.{language}"
                    yield f"{place}: {name!r} stands twice"
    for name, skills in owners.items():
        if len(skills) > 1:
            yield f"assets/skills: aliases: {name!r} names {', '.join(sorted(skills))}"


def _skill_faults(skill: Skill, pages: Collection[str]) -> Iterator[str]:
    for stem in skill.demos:
        if stem not in pages:
            yield f"assets/skills/{skill.id}.yaml: demos: the app has no page {stem}"


def _role_faults(role: Role, content: Content) -> Iterator[str]:
    place = f"assets/roles/{role.id}.yaml: skills"
    for name, count in Counter(need.id for need in role.skills).items():
        if name not in content.skills:
            yield f"{place}: no skill {name}"
        if count > 1:
            yield f"{place}: {name} stands {count} times"
    essential = sum(need.need == "essential" for need in role.skills)
    if essential < MIN_ESSENTIAL:
        yield f"{place}: {essential} essential skills, at least {MIN_ESSENTIAL} are needed"


def _lesson_faults(lesson: Lesson, content: Content, pages: Collection[str]) -> Iterator[str]:
    place = f"assets/lessons/{lesson.id}.yaml"
    if lesson.skill not in content.skills:
        yield f"{place}: skill: no skill {lesson.skill}"
    if lesson.demo.page not in pages:
        yield f"{place}: demo.page: the app has no page {lesson.demo.page}"
    yield from (
        f"{place}: questions: no question {name}"
        for name in lesson.questions
        if name not in content.questions
    )
    words, characters = count_words(lesson.body.en), count_han(lesson.body.zh)
    if not LESSON_WORDS[0] <= words <= LESSON_WORDS[1]:
        yield f"{place}: body.en: {words} words, {LESSON_WORDS} are meant"
    if not LESSON_CHARACTERS[0] <= characters <= LESSON_CHARACTERS[1]:
        yield f"{place}: body.zh: {characters} characters, {LESSON_CHARACTERS} are meant"
    try:
        compute_number(lesson.number.code)
    except ValueError as error:
        yield f"{place}: number.code: {' '.join(str(error).split())}"


def _concept_faults(concept: Concept, pages: Collection[str]) -> Iterator[str]:
    if concept.page is not None and concept.page not in pages:
        yield f"assets/concepts.yaml: {concept.id}: page: the app has no page {concept.page}"


def _term_faults(entry: InterviewQuestion) -> Iterator[str]:
    """Find terms that say nothing: they stand in the prompt, or are a character found in any text.

    A wrong answer holds such a term as well, and then only the similarity of sentences decides.
    """
    for point in entry.rubric:
        for language, terms in (("en", point.must.en), ("zh", point.must.zh)):
            prompt = getattr(entry.prompt, language)
            yield from (
                f"{point.id}.must.{language}: {term} stands in the prompt"
                for term in terms
                if find_term(prompt, [term])
            )
            yield from (
                f"{point.id}.must.{language}: {term} is a single character"
                for term in terms
                if len(term) == 1 and term.isalpha()
            )


def _reference_faults(content: Content) -> Iterator[str]:
    for name, skill_id in content.skill_by_question.items():
        if skill_id not in content.skills:
            yield f"assets/questions/{skill_id}.yaml: {name}: no skill {skill_id}"
    for entry in content.interviews.values():
        place = f"assets/interviews: {entry.id}"
        yield from (
            f"{place}: skills: no skill {name}"
            for name in entry.skills
            if name not in content.skills
        )
        yield from (f"{place}: rubric.{fault}" for fault in _term_faults(entry))
        points = [point.id for point in entry.rubric]
        if len(set(points)) < len(points):
            yield f"{place}: rubric: an id stands twice"
        yield from (
            f"{place}: examples.{number}.covers: no rubric point {name}"
            for number, example in enumerate(entry.examples)
            for name in example.covers
            if name not in points
        )
        if {example.lang for example in entry.examples} != {"en", "zh"}:
            yield f"{place}: examples: one of each language is needed"
    for answer in content.faq.values():
        yield from (
            f"assets/faq/{answer.id}.yaml: lessons: no lesson {name}"
            for name in answer.lessons
            if name not in content.lessons
        )


def _text_faults(content: Content) -> Iterator[str]:
    for folder in ("roles", "skills", "lessons", "questions", "interviews", "faq"):
        for entity in getattr(content, folder).values():
            for field, text in list_texts(entity):
                place = f"assets/{folder}: {entity.id}: {field}"
                yield from (f"{place}: {fault}" for fault in _faults_of_text(text))


def _faults_of_text(text: Bilingual) -> Iterator[str]:
    for language in ("en", "zh"):
        said = getattr(text, language)
        for target in _LINK.findall(said):
            if not re.match(r"https://\S+\.\S+", target):
                yield f"{language}: the link {target!r} does not begin with https://"
        if said.count("$$") % 2 or len(re.findall(r"(?<![\\$])\$(?!\$)", said)) % 2:
            yield f"{language}: a formula is not closed; a dollar sign is written \\$"
    ratio = compare_lengths(text)
    if ratio is not None and not PARITY[0] <= ratio <= PARITY[1]:
        yield f"zh is {ratio:.1f} times as long as en; {PARITY[0]} to {PARITY[1]} are meant"
