"""Real prepared models for the tests that need one."""

import pytest

from components.models.catalog import load_catalog
from components.models.engine import Engine
from components.models.preparation import prepare
from tests.models.engine_steps import StepModel, run_steps


@pytest.fixture(scope="session")
def prepared_model():
    """Give a function: model id → prepared folder in the user's own cache.

    `make setup` has prepared the bundled models before; then this only checks them.
    """

    def folder(model_id):
        return prepare(load_catalog()[model_id])

    return folder


@pytest.fixture
def model():
    """A model whose every step the test decides."""
    return StepModel()


@pytest.fixture
def engine(model):
    """An engine around it, with room for three waiting jobs."""
    engine = Engine(lambda report: model, run_steps, "steps", capacity=3)
    yield engine
    model.gate.set()
    engine.close()
