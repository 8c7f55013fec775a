"""Which models can be asked now, which wait for their terms, and which are out of reach."""

from collections.abc import Callable, Mapping
from typing import Protocol

from components.engine.anatomy.can_serve import can_serve
from components.models import catalog, memory, preparation
from components.models.hub import HubWatch, check_hub
from components.records.model import CalibrationMeasure, HubStatus, ModelCard
from components.records.refusal import Refusal
from components.service.engines import Engines


class Preparing(Protocol):
    """What this machine has of a model; the module `components.models.preparation` is one."""

    def is_prepared(self, card: ModelCard) -> bool:
        """Return whether a model lies in the cache folder."""

    def are_terms_accepted(self, card: ModelCard) -> bool:
        """Return whether a model's terms were accepted here, or it has none."""

    def accept_terms(self, card: ModelCard) -> None:
        """Remember that a model's terms were accepted; raises `Refusal` where that fails."""


class Room(Protocol):
    """How much memory there is; the module `components.models.memory` is one."""

    def needed_bytes(self, card: ModelCard) -> int:
        """Estimate what a model takes."""

    def free_bytes(self) -> int:
        """Read what is free."""


class Offers:
    """The models that a front can offer.

    Args:
        engines: What runs already has room, and accepting terms starts an engine here.
        cards: The catalog: model id → card.
        hub_status: Returns whether the model hub answers, without waiting for it.
        preparing: What is prepared and accepted on this machine.
        room: How much memory a model needs and how much is free.
        calibration_of: Returns how well a classifier is calibrated; None if it was not measured.
    """

    def __init__(
        self,
        engines: Engines,
        cards: Mapping[str, ModelCard],
        hub_status: Callable[[], HubStatus],
        preparing: Preparing = preparation,
        room: Room = memory,
        calibration_of: Callable[[str], CalibrationMeasure | None] = catalog.load_calibration,
    ) -> None:
        self.cards, self.hub_status, self.calibration_of = cards, hub_status, calibration_of
        self._engines, self._preparing, self._room = engines, preparing, room

    def divide(self, task: str) -> tuple[list[ModelCard], list[ModelCard]]:
        """Divide the models of a task into those that can be used now and those that cannot.

        A hub model counts as usable while the hub answers, or when it was prepared before. Models
        that wait for their terms to be accepted are neither, see `with_terms`, nor are those that
        are built in another way than the task needs, see `unfit`.

        Args:
            task: Page stem.

        Returns:
            Usable models, the default first, and those out of reach.
        """
        cards = self._cards_for(task)
        usable = [card for card in cards if self.is_usable(card)]
        others = [card for card in cards if card not in usable and not self.awaits_terms(card)]
        return usable, others

    def usable(self, task: str) -> list[ModelCard]:
        """List the models of a task that can be used now, the default first."""
        return self.divide(task)[0]

    def default(self, task: str) -> ModelCard:
        """Return the model that answers a task where none was chosen."""
        return self._cards_for(task)[0]

    def with_terms(self, task: str) -> list[ModelCard]:
        """List the models of a task that wait for someone to accept their terms."""
        return [card for card in self._cards_for(task) if self.awaits_terms(card)]

    def unfit(self, task: str) -> list[tuple[ModelCard, Refusal]]:
        """List the models that the catalog names for a task and that cannot do it, and why."""
        reasons = [(card, can_serve(card, task)) for card in catalog.models_for(task, self.cards)]
        return [(card, reason) for card, reason in reasons if reason is not None]

    def why_unfit(self, card: ModelCard) -> Refusal | None:
        """Return why a model can do nothing of what the catalog names; None if it can."""
        reasons = [can_serve(card, task) for task in card.tasks]
        return reasons[0] if all(reasons) else None

    def is_usable(self, card: ModelCard) -> bool:
        """Return whether a model can be asked now."""
        if self._is_at_hand(card):
            return True
        is_in_reach = not catalog.needs_hub(card) or self.hub_status().is_reachable
        return is_in_reach and not self.awaits_terms(card)

    def awaits_terms(self, card: ModelCard) -> bool:
        """Return whether a model is prepared only after someone accepts its terms."""
        return not (self._preparing.are_terms_accepted(card) or self._is_at_hand(card))

    def accept_terms(self, card: ModelCard) -> None:
        """Accept a model's terms for this machine and begin to prepare it; returns at once.

        Raises:
            Refusal: `model_fetch_failed` where this cannot be remembered.
        """
        self._preparing.accept_terms(card)
        self._engines.forget_if_failed(card.id)
        self._engines.engine(card.id)

    def fitting(self, task: str, wish: ModelCard) -> ModelCard:
        """Return the model that answers where a visitor wishes for one.

        Args:
            task: Page stem.
            wish: The model chosen.

        Returns:
            The wish, where it is in memory, loading, or fits into the memory that is free; else the
            smallest model of the task that does and needs no fetching; the wish again where none
            does.
        """
        if self._has_room(wish):
            return wish
        cards = self._cards_for(task)
        fitting = [card for card in cards if self._is_at_hand(card) and self._has_room(card)]
        return min(fitting, key=lambda card: card.parameters, default=wish)

    def warm_up(self) -> None:
        """Start the engines of all bundled models; returns at once."""
        for card in self.cards.values():
            if card.is_bundled:
                self._engines.engine(card.id)

    def memory_mb(self, card: ModelCard) -> tuple[float, float]:
        """Return what a model needs and what is free, in megabytes (10⁶ bytes)."""
        return self._room.needed_bytes(card) / 1e6, self._room.free_bytes() / 1e6

    def _cards_for(self, task: str) -> list[ModelCard]:
        cards = catalog.models_for(task, self.cards)
        return [card for card in cards if can_serve(card, task) is None]

    def _has_room(self, card: ModelCard) -> bool:
        health = self._engines.health(card.id)
        is_held = health is not None and health.state in ("starting", "ready")
        return is_held or self._room.needed_bytes(card) <= self._room.free_bytes()

    def _is_at_hand(self, card: ModelCard) -> bool:
        return card.is_bundled or self._preparing.is_prepared(card)


def open_offers(engines: Engines) -> Offers:
    """Offer the models of `assets/models.toml`, watching the hub from now on."""
    return Offers(engines, catalog.load_catalog(), HubWatch(check_hub).status)
