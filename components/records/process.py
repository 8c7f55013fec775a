"""What is known about the process that serves the app."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ProcessFacts:
    """The serving process, now.

    Attributes:
        memory_bytes: Memory it holds: its resident set.
        cpu_s: Processor time it has used, over all cores, in seconds.
        started_at: When it began, in seconds since 1970.
        age_s: How long ago that was, in seconds.
        num_sessions: Open browser tabs; None if Streamlit does not report it.
        versions: Package → installed version, of the packages the answers depend on.
    """

    memory_bytes: int
    cpu_s: float
    started_at: float
    age_s: float
    num_sessions: int | None
    versions: Mapping[str, str]
