"""An engine around a model whose every step the test decides."""

import pytest

from components.engine.worker import Engine
from tests.engine.engine_steps import StepModel, run_steps


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
