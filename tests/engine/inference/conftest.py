"""The bundled decoder, loaded once: with OpenVINO, and as it is where only torch is installed."""

from dataclasses import replace

import pytest

from components.models.backends.capabilities import Capabilities


@pytest.fixture(scope="session")
def quick_decoder(prepared_model):
    from components.models.backends.loading import load_model
    from components.models.catalog import load_catalog

    model_id = "smollm2-135m-instruct"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHFINDER_BACKEND", "openvino")
        return load_model(load_catalog()[model_id], prepared_model(model_id), device="cpu")


@pytest.fixture(scope="session")
def decoder(quick_decoder):
    return replace(quick_decoder, capabilities=Capabilities(), backend="torch")
