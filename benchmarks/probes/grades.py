"""Answers that say the opposite of a rubric's point, and the points themselves."""

from collections.abc import Sequence

from benchmarks.probes.tally import Probe, Tally
from benchmarks.probes.vectors import start_encoder
from components.career.content import load_content
from components.career.grading import BARS, grade_answer

_GRADER = "multilingual-e5-small"


def run_opposites(probes: Sequence[Probe]) -> Tally:
    """Grade each answer against its point, and the point's own words."""
    tally = Tally()
    interviews = {question.id: question for question in load_content().interviews.values()}
    with start_encoder(_GRADER) as embed:
        for probe in probes:
            question, language = interviews[probe["question"]], probe["lang"]
            point = next(p for p in question.rubric if p.id == probe["point"])
            for kind, answer, is_covered in (
                (f"{probe['kind']} {language}", probe["answer"], False),
                (f"the point itself {language}", getattr(point.says, language), True),
            ):
                grades = grade_answer(answer, question, language, embed, BARS[language])
                verdict = next(grade.verdict for grade in grades if grade.point == point.id)
                tally.add(kind, (verdict == "covered") == is_covered)
    return tally
