"""Which device a model goes to: CUDA, then MPS, then the CPU."""

import os
from collections.abc import Callable, Mapping

DEVICES = ("cuda", "mps", "cpu")


def probe_devices() -> dict[str, bool]:
    """Ask torch which devices are there.

    Returns:
        Device name → whether torch can use it; the CPU always is.
    """
    import torch

    return {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }


def choose_device(
    probe: Callable[[], Mapping[str, bool]] = probe_devices, wish: str | None = None
) -> str:
    """Choose the fastest available device.

    Args:
        probe: Returns the available devices.
        wish: A device to prefer, as `PATHFINDER_DEVICE` gives it; ignored where it is not there.

    Returns:
        `cuda`, `mps` or `cpu`.

    Example:
        >>> choose_device(lambda: {"cuda": False, "mps": True, "cpu": True}, wish="cuda")
        'mps'
    """
    available = probe()
    wish = wish or os.environ.get("PATHFINDER_DEVICE")
    order = (wish, *DEVICES) if wish in DEVICES else DEVICES
    return next((device for device in order if device and available.get(device)), "cpu")
