"""The first page: quick, honest about the models, one click to each demo."""

import json
import time

import pytest

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator, load_catalogs
from components.interface.frame.menu import MENU, PAGES
from components.interface.shared.model_table import describe_model
from components.models.hub import HubWatch
from components.records.service import Health
from components.service.engines import Engines
from components.service.offers import Offers
from tests.service_parts import CARDS, forbid_start, make_offers

LANGUAGES = ["en", "zh"]


def rows_of(app):
    (table,) = app.get("bidi_component")
    return {row["model"]: row for row in json.loads(table.proto.json)["rows"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_model_and_what_is_private(visit, shown_texts, language):
    app = visit("home", language)
    assert not app.exception
    assert set(rows_of(app)) == {card.name for card in runtime.offers().cards.values()}
    assert Translator(language)("home.private") in shown_texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_introduced_by_its_own_lead(visit, shown_texts, language):
    """A new page needs no message of home's."""
    t = Translator(language)
    shown = shown_texts(visit("home", language))
    stems = [stem for section in ("demos", "lab", "career") for stem in MENU[section]]
    assert [s for s in stems if s not in PAGES and t(f"{s}.lead") not in shown] == []


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_click_opens_a_demo_with_its_text(visit, page, language, monkeypatch):
    asked = []
    monkeypatch.setattr(runtime, "ask", lambda *args: asked.append(args) or 1 / 0)
    app = visit("home", language)
    app.button(key=f"home.try_{page}").click().run()
    assert app.text_area(key=f"{page}.text").value == Translator(language)(f"home.example.{page}")


def test_models_that_need_the_hub_say_why_they_are_not_there(visit, monkeypatch):
    monkeypatch.setattr(runtime, "offers", make_offers)
    t = Translator("en")
    cards = {card.name: card for card in runtime.offers().cards.values()}
    for row in rows_of(visit("home")).values():
        card = cards[row["model"]]
        assert (row["tone"] == "unavailable") == (not card.is_bundled)
        reason = t("home.awaits_terms" if card.terms else "home.hub.no_network")
        assert row["state_more"] == ("" if card.is_bundled else reason)


@pytest.mark.parametrize(
    "reason", ["checking", "offline", "no_network", "timeout", "bad_answer", "ok"]
)
def test_every_reason_has_words(reason):
    assert all(f"home.hub.{reason}" in catalog for catalog in load_catalogs().values())


@pytest.mark.parametrize("state", ["starting", "ready", "failed", "closed"])
def test_a_row_tells_state_and_device(state):
    card = runtime.offers().cards["sentiment-en"]
    device = "cuda" if state == "ready" else None
    row = describe_model(Translator("en"), card, Health(state, device=device), None)
    assert row["tone"] == state
    assert row["state"] == Translator("en")(f"state.{state}")
    assert row["device"] == (Translator("en")("device.cuda") if device else "–")
    assert describe_model(Translator("en"), card, None, None)["tone"] == "idle"


def test_the_page_waits_neither_for_the_hub_nor_for_a_model(visit, monkeypatch):
    monkeypatch.setattr(runtime, "ask", lambda *args: 1 / 0)
    engines, hub = Engines(forbid_start), HubWatch(lambda: time.sleep(5))
    offers = Offers(engines, CARDS, hub.status)
    monkeypatch.setattr(runtime, "engines", lambda: engines)
    monkeypatch.setattr(runtime, "offers", lambda: offers)
    app = visit("home")
    durations_s = []
    for _ in range(5):
        started = time.perf_counter()
        app.run()
        durations_s.append(time.perf_counter() - started)
    assert not app.exception
    assert min(durations_s) < 0.1
