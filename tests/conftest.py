"""Fixtures of the whole suite; GPU tests are skipped where there is none."""

from pathlib import Path

import pytest

pytest_plugins = [
    "tests.model_fixtures",
    "tests.page_fixtures",
    "tests.pages.table_fixtures",
]
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def _learner_data_of_its_own(tmp_path_factory):
    """Keep the tests, and the servers they start, away from the user's learner data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHFINDER_DATA", str(tmp_path_factory.mktemp("learner")))
        yield


def pytest_collection_modifyitems(items):
    gpu_tests = [item for item in items if item.get_closest_marker("gpu")]
    if not gpu_tests:
        return
    from components.models.device import probe_devices

    devices = probe_devices()
    if not (devices["cuda"] or devices["mps"]):
        for item in gpu_tests:
            item.add_marker(pytest.mark.skip(reason="no CUDA or MPS device"))
