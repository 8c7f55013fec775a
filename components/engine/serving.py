"""Creates the engine of a model, by its id."""

from collections.abc import Callable
from functools import partial

from components.engine import inference
from components.engine.runners import Run, Runner, Together
from components.engine.turns import TakingTurns
from components.engine.worker import Engine
from components.models.backends.loaded import LoadedModel
from components.models.catalog import load_catalog
from components.models.memory import require_memory
from components.models.preparation import prepare
from components.records.model import ModelCard, PreparationProgress
from components.records.refusal import Refusal


def start_engine(model_id: str) -> Engine:
    """Start the engine of a model; returns at once, the model is prepared and loaded behind it.

    Args:
        model_id: Id in the catalog.

    Returns:
        An engine whose health reports the progress of the start.

    Raises:
        Refusal: `model_unknown` when the catalog has no such model.
    """
    card = load_catalog().get(model_id)
    if card is None:
        raise Refusal("model_unknown", model=model_id)
    return Engine(
        load=partial(_load, card), run=inference.run, name=card.id, make_runner=_make_runner
    )


def serve(loaded: LoadedModel) -> Engine:
    """Start an engine around a model in memory, which no other code may use from then on."""
    return Engine(
        lambda _: loaded, run=inference.run, name=loaded.card.id, make_runner=_make_runner
    )


def _make_runner(loaded: LoadedModel, run_one: Run) -> Runner:
    batches = Together(loaded, run_one, inference.run_together, inference.can_join)
    return TakingTurns(loaded, inference, batches)


def _load(card: ModelCard, on_progress: Callable[[PreparationProgress], None]) -> LoadedModel:
    from components.models.backends.loading import load_model

    require_memory(card)
    folder = prepare(card, on_progress)
    on_progress(PreparationProgress(card.id, "load"))
    return load_model(card, folder)
