"""Plain code finds the folder that the app prepared, on whatever machine it runs."""

from pathlib import Path

import pytest

from components.export.model_folder import folder_import, folder_lines
from components.models.catalog import load_catalog
from components.models.preparation.store import folder_of

CARDS = load_catalog().values()


@pytest.mark.parametrize("backend", ["torch", "openvino"])
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
@pytest.mark.parametrize("named", [None, "~/somewhere else"])
def test_the_lines_name_the_prepared_folder_and_no_home(card, backend, named, monkeypatch):
    monkeypatch.delenv("PATHFINDER_CACHE", raising=False)
    if named:
        monkeypatch.setenv("PATHFINDER_CACHE", named)
    code = f"{folder_import()}\n{folder_lines(card, backend)}"
    assert str(Path.home()) not in code
    assert max(map(len, code.splitlines())) <= 100
    scope = {}
    exec(code, scope)
    assert Path(scope["folder"]) == folder_of(card)


def test_a_comment_says_where_else_the_weights_are():
    cards = load_catalog()
    revision = "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"
    same = f"# Hub: sentence-transformers/all-MiniLM-L6-v2, revision {revision}\n"
    assert folder_lines(cards["all-minilm-l6-v2"]).startswith(same)
    assert folder_lines(cards["multilingual-e5-small"]).startswith("# Hub, unquantised: intfloat/")
    for card, backend in (("reader-multi", "torch"), ("all-minilm-l6-v2", "openvino")):
        line = f"# Made by: llm-pathfinder prepare {card}\n"
        assert folder_lines(cards[card], backend).startswith(line)
