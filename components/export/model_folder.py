"""The lines by which plain code finds a prepared model, and where else the same weights are."""

import os
from textwrap import wrap

from components.records.model import HubSource, ModelCard, PartsSource, WheelSource

_WIDTH = 98
_SETTING = "PATHFINDER_CACHE"
_WEIGHTS = "model.safetensors"


def folder_import() -> str:
    """Write the import that `folder_lines` needs, one line without its end."""
    return "import os" if os.environ.get(_SETTING) else "from platformdirs import user_cache_path"


def folder_lines(card: ModelCard, backend: str = "torch") -> str:
    """Write the line that names a prepared model's folder, and a comment on where it comes from.

    The code asks for the cache folder of the user who runs it, or reads PATHFINDER_CACHE where
    this process was given one: a path of this machine would be of no use on another.

    Args:
        backend: The library that reads the folder: `torch` or `openvino`.

    Returns:
        Lines that assign `folder`, each with its end.
    """
    root = 'user_cache_path("llm-pathfinder", False)'
    if os.environ.get(_SETTING):
        line = f'folder = os.path.expanduser(os.environ["{_SETTING}"]) + "/models/{card.id}"\n'
    else:
        line = f'folder = {root} / "models" / "{card.id}"\n'
    return "".join(f"# {part}\n" for part in wrap(_origin(card, backend), _WIDTH)) + line


def _origin(card: ModelCard, backend: str) -> str:
    """Say where the hub has the same folder, or else which command makes it."""
    hub = next((source for source in card.sources if isinstance(source, HubSource)), None)
    if hub is None or _WEIGHTS not in hub.files or backend == "openvino":
        return f"Made by: llm-pathfinder prepare {card.id}"
    label = "Hub" if _is_same(card, hub) else "Hub, unquantised"
    return f"{label}: {hub.repository}, revision {hub.revision}"


def _is_same(card: ModelCard, hub: HubSource) -> bool:
    """Return whether every other source has the hub's weights, byte for byte."""
    return all(
        source.files.get(_WEIGHTS) == hub.files[_WEIGHTS]
        for source in card.sources
        if isinstance(source, WheelSource | PartsSource | HubSource)
    )
