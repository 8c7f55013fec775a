"""Request and result of turning texts into vectors that can be compared."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.request import Request

EmbeddingRole = Literal["query", "passage", "symmetric"]
"""What a text is to a retriever: what is looked for, where it is looked for, or neither."""


@dataclass(frozen=True)
class EmbeddingRequest(Request["EmbeddingResult"]):
    """Texts and what they are compared for.

    Attributes:
        texts: Cleaned texts; what exceeds the model's limit is not read.
        role: Decides the prefix that models such as e5 were trained with.
    """

    texts: tuple[str, ...]
    role: EmbeddingRole = "symmetric"


@dataclass(frozen=True)
class EmbeddingResult:
    """Vectors of texts.

    Attributes:
        vectors: float32, (text, hidden); each of length 1, so that a dot product is the cosine.
        provenance: Where it comes from; tokens are summed over the texts.
    """

    vectors: NDArray[np.float32]
    provenance: Provenance
