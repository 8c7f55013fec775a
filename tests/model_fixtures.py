"""Real prepared models for the tests that need one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from components.models.catalog import load_catalog
from components.models.preparation import prepare


@pytest.fixture(scope="session")
def prepared_model() -> Callable[[str], Path]:
    """Give a function: model id → prepared folder in the user's own cache.

    `make setup` has prepared the bundled models before; then this only checks them.
    """

    def folder(model_id: str) -> Path:
        return prepare(load_catalog()[model_id])

    return folder
