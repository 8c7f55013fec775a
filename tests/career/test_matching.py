"""Matching with made-up vectors, whose scores are known; and the gaps that follow."""

import numpy as np
import pytest

from components.career.chunking import split_chunks
from components.career.content.schema import Role, Skill
from components.career.gaps import fit_to_posting, fit_to_role
from components.career.matching import (
    Thresholds,
    compute_likeness,
    compute_scores,
    load_thresholds,
    match_skills,
)
from components.records.matching import SkillMatch
from tests.career.samples import role, skill

SKILLS = {name: Skill.model_validate(skill(name)) for name in ("alpha", "beta", "gamma")}
LIMITS = {"en": Thresholds(0.42, 0.28), "zh": Thresholds(0.42, 0.15)}
NOTHING = Thresholds(2, 2)


def embed_with(cosines):
    """Make vectors whose cosine with the first skill's card is what the table says, else 0."""

    axes = {}

    def embed(texts):
        vectors = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            is_first_card = text.startswith(("Alpha: ", "技能alpha："))
            cosine = 1.0 if is_first_card else cosines.get(text, 0.0)
            vectors[row, 0] = cosine
            vectors[row, axes.setdefault(text, len(axes) + 1)] = np.sqrt(1 - cosine**2)
        return vectors

    return {"en": embed, "zh": embed}


def match(text, cosines=None, limits=LIMITS):
    return {m.skill_id: m for m in match_skills(text, SKILLS, embed_with(cosines or {}), limits)}


def test_a_name_is_evidence_with_its_line():
    found = match("Something else\n- Used Alpha one daily")["alpha"]
    assert (found.band, found.reason, found.line_number) == ("evidence", "alias", 2)
    assert found.line == "Used Alpha one daily"
    assert found.alias == "alpha one"
    assert found.mentions == 1


@pytest.mark.parametrize(("cosine", "band"), [(0.91, "evidence"), (0.7, "possible"), (0.3, "none")])
def test_a_meaning_falls_into_its_band(cosine, band):
    line = "Kept up 99 zzz."
    found = match(line, {line: cosine})["alpha"]
    assert found.score == pytest.approx(cosine / 2, abs=0.05)
    assert found.band == band
    assert found.reason == (None if band == "none" else "meaning")
    assert found.line == line, "the nearest line is told in every band"


def test_each_language_has_its_own_scale():
    found = match("呜呼噫嘻喵。", {"呜呼噫嘻喵。": 0.85})["alpha"]
    assert (found.language, found.band) == ("zh", "possible")
    likeness = compute_likeness(["呜呼噫嘻喵。"], SKILLS, "zh")[0, 0]
    assert found.score == pytest.approx(((0.85 - 0.75) / 0.25 + likeness) / 2)


def test_a_wish_is_only_possible_even_where_the_meaning_is_near():
    line = "I want to learn alpha."
    assert match(line, {line: 0.99})["alpha"].band == "possible"
    assert match(line, {line: 0.99})["alpha"].mentions == 0
    unnamed = "I want to learn that."
    found = match(unnamed, {unnamed: 0.99})["alpha"]
    assert (found.band, found.reason) == ("possible", "wish")


def test_named_lines_are_counted_and_the_nearest_is_shown():
    text = "Alpha here.\nAlpha there."
    found = match(text, {"Alpha there.": 0.5})["alpha"]
    assert (found.mentions, found.line) == (2, "Alpha there.")


def test_no_words_are_no_match():
    assert {m.band for m in match("").values()} == {"none"}
    assert match("—")["alpha"].line_number == 0


def test_half_of_a_score_is_likeness_of_letters():
    chunks = split_chunks(SKILLS["alpha"].card.en)
    scores = compute_scores(chunks, SKILLS, embed_with({}))
    assert scores.shape == (len(chunks), 3)
    assert scores[0, 0] > scores[0, 1], "the letters are alike"
    assert scores.max() <= 0.5 + 1e-9


def found(name, band="evidence", line="a line", mentions=1):
    return SkillMatch(name, band, line, 1, "alias", name, 1.0, "en", mentions)


ROLE = Role.model_validate(
    role("r", {"alpha": 3, "beta": (2, "optional", 2), "gamma": (1, "essential", 1)})
)


def test_gaps_come_by_weight_and_possible_counts_half():
    fit = fit_to_role(ROLE, [found("alpha", "possible"), found("gamma")])
    assert [(gap.skill_id, gap.weight, gap.band) for gap in fit.gaps] == [
        ("alpha", 3, "possible"),
        ("beta", 1, "none"),
    ]
    assert fit.shown == ("gamma",)
    assert fit.share == pytest.approx((1.5 + 1) / 5)


def test_nothing_found_is_zero_and_not_everything():
    fit = fit_to_role(ROLE, match("Baked bread.").values())
    assert fit.share == 0
    assert len(fit.gaps) == 3


def test_a_posting_weighs_by_mentions_and_what_is_nice_to_have_counts_half():
    posting = [
        found("alpha", mentions=9),
        found("beta", line="Nice to have: beta"),
        found("gamma", "possible", mentions=0),
    ]
    fit = fit_to_posting(posting, [found("alpha")])
    assert [(gap.skill_id, gap.weight) for gap in fit.gaps] == [("beta", 0.5), ("gamma", 0.5)]
    assert fit.share == pytest.approx(3 / 4)


def test_a_posting_without_skills_gives_no_percentage():
    assert fit_to_posting([found("alpha", "none")], [found("alpha")]) is None


def test_shipped_thresholds_are_ordered():
    limits = load_thresholds()
    assert set(limits) == {"en", "zh"}
    assert all(limit.evidence >= limit.possible > 0 for limit in limits.values())
