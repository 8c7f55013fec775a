"""Whether a model fits into the free memory, checked before it is loaded."""

from collections.abc import Iterator
from pathlib import Path

import psutil

from components.records.model import ModelCard
from components.records.refusal import Refusal

BYTES_A_WEIGHT = 4
COPIES = 2.0
"""Weights count twice: while they are read, and for a second library that may hold them too."""
WORKING_BYTES = 256 * 2**20
"""What a model needs besides its weights, to compile and to compute one request, in bytes.

Measured on a CPU, loaded and asked: sentiment-en took 323 MB, estimated are 450; SmolLM2-135M-
Instruct with both libraries took 1,221 MB, estimated are 1,345.
"""

_V2_FILES = ("memory.max", "memory.current", "inactive_file")
_V1_FILES = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
_OUT_OF_MEMORY = (
    "out of memory",  # torch on a GPU
    "can't allocate memory",  # torch on Linux
    "not enough memory",  # torch on Windows
    "failed to allocate",  # OpenVINO
    "bad alloc",  # C++
)
CACHE_BYTES = 384 * 2**20
"""What a decoder keeps of texts that are being written, and of prompts that may come again."""


def needed_bytes(card: ModelCard) -> int:
    """Estimate the memory that a model takes in float32, in bytes, from its number of weights."""
    cache = CACHE_BYTES if card.architecture == "decoder" else 0
    return round(card.parameters * BYTES_A_WEIGHT * COPIES) + WORKING_BYTES + cache


def free_bytes() -> int:
    """Read how much memory this process can still get, in bytes.

    That is what the system calls available, or less where a control group sets a limit, as
    containers and service managers do.
    """
    return min([int(psutil.virtual_memory().available), *rooms_in_groups(Path("/"))])


def rooms_in_groups(root: Path) -> Iterator[int]:
    """Yield the room that each limited control group leaves to this process, in bytes.

    Groups of both versions are read, each with all that contain it; file pages that the kernel can
    drop count as free. https://docs.kernel.org/admin-guide/cgroup-v2.html#memory

    Args:
        root: Folder in which `proc` and `sys` lie.
    """
    try:
        lines = (root / "proc/self/cgroup").read_text("utf-8").splitlines()
    except OSError:  # no Linux
        return
    mount = root / "sys/fs/cgroup"
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            yield from _rooms(mount, path, _V2_FILES)
        elif "memory" in controllers.split(","):
            yield from _rooms(mount / "memory", path, _V1_FILES)


def _rooms(mount: Path, path: str, files: tuple[str, str, str]) -> Iterator[int]:
    limit_file, usage_file, reclaimable = files
    own = mount / path.strip("/")
    for folder in (own, *own.parents):
        if not folder.is_relative_to(mount):
            return
        try:
            limit = int((folder / limit_file).read_text("utf-8"))
            usage = int((folder / usage_file).read_text("utf-8"))
            stat = dict(
                line.split() for line in (folder / "memory.stat").read_text("utf-8").splitlines()
            )
        except (OSError, ValueError):  # not there, or "max", which is no limit
            continue
        yield max(0, limit - usage + int(stat.get(reclaimable, 0)))


def fits(card: ModelCard) -> bool:
    """Return whether the free memory suffices for a model."""
    return needed_bytes(card) <= free_bytes()


def require_memory(card: ModelCard) -> None:
    """Refuse a model that needs more memory than is free.

    Raises:
        Refusal: `memory_short` with `model`, `needed_mb` and `free_mb` (10⁶ bytes); choose a
            smaller model.
    """
    needed, free = needed_bytes(card), free_bytes()
    if needed > free:
        raise Refusal(
            "memory_short",
            model=card.name,
            needed_mb=round(needed / 1e6),
            free_mb=round(free / 1e6),
        )


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an exception of Python, numpy, torch or OpenVINO means that memory ran out.

    Torch has a class of its own for GPUs alone; elsewhere only the message identifies it.
    """
    words = str(error).lower().replace("_", " ")
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and any(sign in words for sign in _OUT_OF_MEMORY)
    )
