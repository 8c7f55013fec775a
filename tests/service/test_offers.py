"""Which models are offered: the hub, what is prepared, terms, and memory."""

import time

import pytest

from components.models.hub import HubWatch
from components.records.model import HubStatus
from components.records.refusal import Refusal
from components.records.service import Health
from components.service.engines import Engines
from tests.service_parts import CARDS, Machine, StandIn, engines_in, make_offers

HUB = HubStatus(is_reachable=True)
TASKS = ["sentiment", "text_generation", "attention"]
WITH_TERMS = next(card for card in CARDS.values() if card.terms is not None)
WISH = CARDS["distilbert-sst2"]


@pytest.mark.parametrize("task", TASKS)
def test_hub_models_are_offered_while_the_hub_answers(task):
    usable, unusable = make_offers(hub=HUB).divide(task)
    assert unusable == []
    assert usable[0].is_bundled, "the default needs no hub"
    assert not all(card.is_bundled for card in usable)


@pytest.mark.parametrize("task", TASKS)
def test_hub_models_are_out_of_reach_without_the_hub(task):
    usable, unusable = make_offers().divide(task)
    assert usable
    assert all(card.is_bundled for card in usable)
    assert not any(card.is_bundled for card in unusable)


def test_a_model_that_was_prepared_before_needs_no_hub():
    assert not make_offers().is_usable(WISH)
    assert make_offers(Machine(prepared={WISH.id})).is_usable(WISH)


def test_every_task_has_a_default_that_can_be_used():
    offers = make_offers()
    for task in {task for card in CARDS.values() for task in card.tasks}:
        assert offers.default(task) == offers.usable(task)[0]


def test_a_model_with_terms_waits_for_them():
    machine, task = Machine(), WITH_TERMS.tasks[0]
    offers = make_offers(machine, HUB, engines_in(Health("starting"), []))
    assert offers.awaits_terms(WITH_TERMS)
    assert WITH_TERMS in offers.with_terms(task)
    assert all(WITH_TERMS not in cards for cards in offers.divide(task))
    offers.accept_terms(WITH_TERMS)
    assert machine.accepted == {WITH_TERMS.id}
    assert WITH_TERMS in offers.usable(task)


def test_accepting_terms_starts_the_model_once():
    started = []

    def start(model_id):
        started.append(model_id)
        return StandIn(Health("starting"))

    offers = make_offers(engines=Engines(start))
    offers.accept_terms(WITH_TERMS)
    offers.accept_terms(WITH_TERMS)
    assert started == [WITH_TERMS.id]


def test_terms_that_cannot_be_remembered_start_nothing():
    class Full(Machine):
        def accept_terms(self, card):
            raise Refusal("model_fetch_failed", model=card.name, reason="disk_error")

    with pytest.raises(Refusal, match="model_fetch_failed"):
        make_offers(Full()).accept_terms(WITH_TERMS)


def test_the_bundled_models_are_warmed_up():
    engines = engines_in(Health("ready"), [])
    make_offers(engines=engines).warm_up()
    assert set(engines.running()) == {card.id for card in CARDS.values() if card.is_bundled}


def offers_with(free_mb, held=(), prepared=()):
    engines = engines_in(Health("ready"), held)
    return make_offers(Machine(set(prepared), free_mb=free_mb), HUB, engines)


def test_what_fits_or_is_in_memory_stays():
    assert offers_with(2_000).fitting("sentiment", WISH) == WISH
    assert offers_with(1, held=[WISH.id]).fitting("sentiment", WISH) == WISH


def test_the_smallest_that_has_room_answers():
    wish, smol = CARDS["qwen2.5-0.5b-instruct"], "smollm2-135m-instruct"
    fitting = offers_with(2_000, prepared=CARDS).fitting("text_generation", wish)
    assert fitting.id == "gpt2"
    held = offers_with(1, held=[smol], prepared=CARDS)
    assert held.fitting("text_generation", wish).id == smol
    assert offers_with(2_000).fitting("text_generation", wish).id == smol, "no other is at hand"


def test_where_nothing_fits_the_wish_stays():
    assert offers_with(100).fitting("sentiment", WISH) == WISH


def test_memory_is_told_in_megabytes():
    needed_mb, free_mb = offers_with(600).memory_mb(WISH)
    assert free_mb == 600
    assert needed_mb > WISH.parameters * 4 / 1e6


def test_nobody_waits_for_the_hub():
    def check():
        time.sleep(0.2)
        return HUB

    watch = HubWatch(check)
    started = time.monotonic()
    assert watch.status() == HubStatus(is_reachable=False, reason="checking")
    assert time.monotonic() - started < 0.1
    deadline = time.monotonic() + 5
    while not watch.status().is_reachable:
        assert time.monotonic() < deadline
        time.sleep(0.02)
