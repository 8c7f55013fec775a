"""A model of a family that is not known is refused where models are chosen, with the reason."""

from dataclasses import replace

import pytest

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from tests.service_parts import CARDS, Machine, make_offers

NEW = replace(
    CARDS["gpt2"],
    id="new-model",
    name="New Model",
    family="mamba",
    tasks=("text_generation", "attention"),
)


@pytest.fixture
def offers(monkeypatch):
    """What is offered where the catalog has one more model, and all are prepared."""
    cards = {**CARDS, NEW.id: NEW}
    offers = make_offers(Machine(set(cards), set(cards)), cards=cards)
    monkeypatch.setattr(runtime, "offers", lambda: offers)
    return offers


def test_it_is_offered_nowhere(offers):
    for task in NEW.tasks:
        usable, others = offers.divide(task)
        assert NEW not in [*usable, *others, *offers.with_terms(task)]
        [(card, reason)] = offers.unfit(task)
        assert (card, reason.key) == (NEW, "family_unknown")
    assert offers.why_unfit(NEW).key == "family_unknown"


def test_no_model_of_the_catalog_is_refused(offers):
    for card in CARDS.values():
        assert offers.why_unfit(card) is None
        for task in card.tasks:
            assert card not in [unfit for unfit, _ in offers.unfit(task)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picker_gives_the_reason(visit, shown_texts, offers, language):
    t = Translator(language)
    app = visit("attention", language)
    assert not app.exception
    options = app.selectbox(key="attention.model").options
    assert CARDS["gpt2"].name in options
    assert NEW.name not in options
    assert t("common.unfit") in shown_texts(app)
    assert t("refusal.family_unknown", model=NEW.name, family="mamba") in shown_texts(app)
