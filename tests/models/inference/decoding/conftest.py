"""The bundled decoder, loaded once."""

import pytest


@pytest.fixture(scope="session")
def decoder(prepared_model):
    from components.models.backends.pytorch import load_model
    from components.models.catalog import load_catalog

    model_id = "smollm2-135m-instruct"
    return load_model(load_catalog()[model_id], prepared_model(model_id), device="cpu")
