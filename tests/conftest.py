"""Fixtures of the whole suite; GPU tests are skipped where there is none."""

from pathlib import Path

import pytest

pytest_plugins = [
    "tests.page_fixtures",
    "tests.pages.table_fixtures",
    "tests.pages.studio_fixtures",
]
ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items):
    gpu_tests = [item for item in items if item.get_closest_marker("gpu")]
    if not gpu_tests:
        return
    from components.models.device import probe_devices

    devices = probe_devices()
    if not (devices["cuda"] or devices["mps"]):
        for item in gpu_tests:
            item.add_marker(pytest.mark.skip(reason="no CUDA or MPS device"))
