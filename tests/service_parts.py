"""A made-up machine: what it has prepared, accepted and free, and engines that compute nothing."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from components.engine.worker import Engine
from components.models import memory
from components.models.catalog import load_catalog
from components.records.model import CalibrationMeasure, HubStatus, ModelCard
from components.records.service import Health, Stats
from components.service.engines import Engines
from components.service.offers import Offers

CARDS = load_catalog()
NO_HUB = HubStatus(is_reachable=False, reason="no_network")


@dataclass
class Machine:
    """What a machine has.

    Attributes:
        prepared: Ids of models besides the bundled ones.
        accepted: Ids of models whose terms were accepted.
        free_mb: Memory, in megabytes.
    """

    prepared: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    free_mb: float = math.inf

    def is_prepared(self, card: ModelCard) -> bool:
        return card.is_bundled or card.id in self.prepared

    def are_terms_accepted(self, card: ModelCard) -> bool:
        return card.terms is None or card.id in self.accepted

    def accept_terms(self, card: ModelCard) -> None:
        self.accepted.add(card.id)

    def needed_bytes(self, card: ModelCard) -> int:
        return memory.needed_bytes(card)

    def free_bytes(self) -> int:
        return 2**62 if math.isinf(self.free_mb) else round(self.free_mb * 1e6)


class StandIn:
    """In the place of an engine, with one state."""

    def __init__(self, health: Health, stats: Stats | None = None) -> None:
        self._health, self._stats, self.is_closed = health, stats or Stats(), False

    def health(self) -> Health:
        return self._health

    def stats(self) -> Stats:
        return self._stats

    def close(self) -> None:
        self.is_closed = True

    def as_engine(self) -> Engine:
        return cast(Engine, self)


def forbid_start(model_id: str) -> Engine:
    """Start nothing: a test that gets here fails."""
    raise AssertionError(f"{model_id} was started")


def engines_in(health: Health, model_ids: Iterable[str]) -> Engines:
    """Return a registry in which these models, and any asked for later, have one state."""
    engines = Engines(lambda model_id: StandIn(health).as_engine())
    for model_id in model_ids:
        engines.engine(model_id)
    return engines


class RunningEngines(Engines):
    """A registry of engines that run, each in a state of its own; it starts no other."""

    def __init__(self, states: Mapping[str, tuple[Health, Stats]]) -> None:
        super().__init__(forbid_start)
        self._states = dict(states)

    def running(self) -> dict[str, tuple[Health, Stats]]:
        return self._states


def make_offers(
    machine: Machine | None = None,
    hub: HubStatus = NO_HUB,
    engines: Engines | None = None,
    cards: Mapping[str, ModelCard] = CARDS,
    calibration: CalibrationMeasure | None = None,
) -> Offers:
    """Offer models on a made-up machine; by default those that are bundled, and nothing runs."""
    machine, engines = machine or Machine(), engines or Engines(forbid_start)
    return Offers(engines, cards, lambda: hub, machine, machine, lambda _model_id: calibration)
