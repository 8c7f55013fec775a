"""What the career studio is handed to turn texts into vectors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.interface.frame import runtime
from components.service.asking import Watcher
from components.service.vectors import EmbedTexts


def embed_while(watch: Watcher) -> EmbedTexts:
    """Return what turns texts into vectors while someone is told how far it is."""

    def embed(texts: Sequence[str], model_id: str | None) -> NDArray[np.float32]:
        return runtime.embed(texts, "symmetric", watch, model_id).vectors

    return embed
