"""Attention in the implementation that gives its weights; the fused ones do not."""

from collections.abc import Iterator
from contextlib import contextmanager

from components.models.backends.loaded import LoadedModel


@contextmanager
def eager_attention(loaded: LoadedModel) -> Iterator[None]:
    """Switch to the implementation that gives weights, and back to the fast one."""
    before = loaded.model.config._attn_implementation
    loaded.model.set_attn_implementation("eager")
    try:
        yield
    finally:
        loaded.model.set_attn_implementation(before)
