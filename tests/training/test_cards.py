"""The shipped model cards are what their recipes write from the shipped measures."""

import json
from types import ModuleType

import pytest

from components.records.assets import ASSETS
from components.training.reader import qa_card
from components.training.sentiment import bilingual_card, sentiment_card


@pytest.mark.parametrize(
    ("name", "card"),
    [
        ("sentiment-en", sentiment_card),
        ("sentiment-multi", bilingual_card),
        ("reader-multi", qa_card),
    ],
)
def test_the_shipped_card_is_the_recipe_s(name: str, card: ModuleType) -> None:
    folder = ASSETS / "models" / name
    config, report = (
        json.loads((folder / file).read_text(encoding="utf-8"))
        for file in ("config.json", "metrics.json")
    )
    shipped = (folder / "README.md").read_text(encoding="utf-8")
    # The reader's card says by hand that its schedule was shortened on the way.
    before, by_hand, after = shipped.partition(" These weights come from one run")
    if by_hand:
        after = after[after.index("\n\n") :]
    assert card.render_card(config, report) == before + after
