"""What the process keeps for its visitors: one registry, and offers that pages show."""

import pytest

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.models import catalog
from components.records.model import HubStatus
from tests.service_parts import make_offers


def test_visitors_share_one_registry():
    assert runtime.engines() is runtime.engines()
    assert runtime.offers() is runtime.offers()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reason", ["no_network", "offline", "timeout"])
def test_a_page_says_why_a_model_is_out_of_reach(monkeypatch, visit, shown_texts, language, reason):
    status = HubStatus(is_reachable=False, reason=reason)
    monkeypatch.setattr(runtime, "offers", lambda: make_offers(hub=status))
    app = visit("sentiment", language)
    shown = shown_texts(app)
    assert Translator(language)(f"hub.{reason}") in shown
    options = app.selectbox(key="sentiment.model").options
    needy = [card for card in catalog.models_for("sentiment") if catalog.needs_hub(card)]
    assert needy
    for card in needy:
        assert card.name in shown
        assert not [option for option in options if card.id in option or card.name in option]
    assert not app.exception
