"""Nothing of a model with terms is fetched before somebody accepts them."""

import json
from dataclasses import replace

import pytest

from components.models.preparation import (
    __main__ as command,
)
from components.models.preparation import (
    accept_terms,
    are_terms_accepted,
    is_prepared,
    prepare,
)
from components.records.refusal import Refusal
from tests.models.preparation.tiny_sources import make_card, make_wheel, wheel_source

TERMS = "https://example.org/terms"


@pytest.fixture
def card(index, monkeypatch):
    monkeypatch.delenv("PATHFINDER_ACCEPT_TERMS", raising=False)
    make_wheel(index)
    return replace(make_card(wheel_source()), is_bundled=False, terms=TERMS)


def test_before_acceptance_it_is_refused_and_nothing_is_written(card, cache):
    with pytest.raises(Refusal) as caught:
        prepare(card)
    assert caught.value.key == "terms_not_accepted"
    assert caught.value.values == {"model": "Tiny", "terms": TERMS}
    assert not is_prepared(card)
    assert not cache.exists()


def test_acceptance_is_remembered_with_its_time_and_lets_it_be_prepared(card, cache):
    accept_terms(card)
    (entry,) = json.loads((cache / "accepted-terms.json").read_text("utf-8")).values()
    assert entry["terms"] == TERMS
    assert entry["accepted_at"].endswith("+00:00")
    assert are_terms_accepted(card)
    assert (prepare(card) / "config.json").is_file()


def test_acceptances_of_several_models_are_kept(card):
    other = replace(card, id="other")
    accept_terms(card)
    assert not are_terms_accepted(other)
    accept_terms(other)
    assert are_terms_accepted(card)
    assert are_terms_accepted(other)


@pytest.mark.parametrize(
    ("setting", "is_accepted"),
    [("tiny", True), ("other, tiny", True), ("tiny2", False), ("", False), ("1", False)],
)
def test_the_operator_s_setting_names_models(card, monkeypatch, setting, is_accepted):
    monkeypatch.setenv("PATHFINDER_ACCEPT_TERMS", setting)
    assert are_terms_accepted(card) is is_accepted
    if is_accepted:
        prepare(card)
    else:
        with pytest.raises(Refusal):
            prepare(card)


def test_other_terms_ask_again(card):
    accept_terms(card)
    assert not are_terms_accepted(replace(card, terms=TERMS + "/2"))


@pytest.mark.parametrize("content", ["", "[]", '{"tiny": 1}', '{"tiny": {}}', "\x00"])
def test_a_damaged_file_asks_again_and_is_mended(card, cache, content):
    cache.mkdir()
    (cache / "accepted-terms.json").write_text(content, encoding="utf-8")
    assert not are_terms_accepted(card)
    accept_terms(card)
    assert are_terms_accepted(card)


def test_what_is_prepared_stays_usable(card, cache):
    accept_terms(card)
    prepare(card)
    (cache / "accepted-terms.json").unlink()
    assert prepare(card)


def test_a_model_without_terms_needs_nothing(index):
    make_wheel(index)
    plain = make_card(wheel_source())
    accept_terms(plain)
    assert are_terms_accepted(plain)
    assert prepare(plain)


def test_a_folder_that_cannot_be_written_accepts_nothing(card, cache):
    cache.write_text("a file in the folder's place")
    with pytest.raises(Refusal) as caught:
        accept_terms(card)
    assert caught.value.values["reason"] == "disk_error"
    assert not are_terms_accepted(card)


def test_the_command_names_the_terms_and_how_to_accept_them(card, capsys, monkeypatch):
    monkeypatch.setattr(command, "load_catalog", lambda: {"tiny": card})
    assert command.main(["tiny"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert TERMS in said
    assert "PATHFINDER_ACCEPT_TERMS=tiny" in said
    monkeypatch.setenv("PATHFINDER_ACCEPT_TERMS", "tiny")
    assert command.main(["tiny"]) == 0
