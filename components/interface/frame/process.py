"""Reads what the operating system and Streamlit report about this process; frees its memory."""

import ctypes
import platform
import sys
import time
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import psutil
from streamlit import runtime as streamlit_runtime

from components.records.process import ProcessFacts

PACKAGES = ("torch", "transformers", "openvino", "streamlit")
"""Packages that affect the numbers a visitor sees and how they arrive."""


def read_process() -> ProcessFacts:
    """Read the state of the process; takes well under a millisecond."""
    process = psutil.Process()
    with process.oneshot():
        times = process.cpu_times()
        started_at = process.create_time()
        return ProcessFacts(
            memory_bytes=process.memory_info().rss,
            cpu_s=times.user + times.system,
            started_at=started_at,
            age_s=max(0.0, time.time() - started_at),
            num_sessions=count_sessions(),
            versions=installed_versions(),
        )


def count_sessions() -> int | None:
    """Count the browser tabs that are connected; None outside a server.

    The number is the one at `/_stcore/metrics`. Should Streamlit move it, this number is missing
    and nothing else.
    """
    if not streamlit_runtime.exists():
        return None
    family = "active_sessions"
    try:
        (stat,) = streamlit_runtime.get_instance().stats_mgr.get_stats([family])[family]
        return int(stat.value)  # type: ignore[attr-defined]
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


@cache
def installed_versions() -> dict[str, str]:
    """Return package → version, Python first; packages that are not installed are left out."""
    versions = {"Python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions


def give_back_memory() -> None:
    """Hand freed memory back to the system; the GNU allocator keeps large blocks by itself."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
