"""The model reads the prompt: keys and values for every later step, the logits of the first."""

from collections.abc import Callable
from typing import Any

from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress

CHUNK_TOKENS = 128
"""Prompt tokens read at a time; a job can be stopped between two chunks."""


def read_prompt(
    loaded: LoadedModel, prompt_ids: list[int], max_new_tokens: int, emit: Emit
) -> tuple[Any, Any]:
    """Run the prompt through the model, chunk by chunk.

    Args:
        loaded: A decoder.
        prompt_ids: Token ids, at least one.
        max_new_tokens: How many steps follow; counted in the progress.
        emit: Takes progress after every chunk of a prompt longer than one: tokens read of all
            tokens to be read and written.

    Returns:
        The cache, and the logits after the prompt's last token, (1, vocab), float32.
    """
    import torch
    from transformers import DynamicCache

    cache = DynamicCache(config=loaded.model.config)
    total = len(prompt_ids) + max_new_tokens
    logits = None
    for start in range(0, len(prompt_ids), CHUNK_TOKENS):
        chunk = prompt_ids[start : start + CHUNK_TOKENS]
        logits = _step(loaded, torch.tensor([chunk], device=loaded.device), cache)
        if len(prompt_ids) > CHUNK_TOKENS:
            emit(Progress(start + len(chunk), total))
    return cache, logits


def read_step(loaded: LoadedModel, step_ids: Any, cache: Any) -> Any:
    """Run one more token of every sequence through the model.

    Args:
        loaded: A decoder.
        step_ids: int64, (batch, 1).
        cache: Keys and values of what came before; grows by one position.

    Returns:
        Logits of the next token, (batch, vocab), float32.
    """
    return _step(loaded, step_ids, cache)


def _step(loaded: LoadedModel, input_ids: Any, cache: Any) -> Any:
    import torch

    with torch.inference_mode():
        output = loaded.model(
            input_ids=input_ids, past_key_values=cache, use_cache=True, logits_to_keep=1
        )
        return output.logits[:, -1].to(torch.float32, copy=True)


def compute_logprob_nats(
    loaded: LoadedModel, cache: Any, first_logits: Any, ids: list[int], check: Callable[[], None]
) -> float:
    """Log-probability of a continuation under the model, nothing filtered: Σ log p(xₜ|x₍<t₎).

    Args:
        loaded: A decoder.
        cache: Of the prompt, batch of one; left as it was.
        first_logits: After the prompt, (1, vocab).
        ids: The continuation's token ids, at least one.
        check: Called between chunks, to be able to stop.

    Returns:
        In nats, at most 0.
    """
    import torch

    total = float(torch.log_softmax(first_logits, dim=-1)[0, ids[0]])
    for start in range(0, len(ids) - 1, CHUNK_TOKENS):
        targets = ids[start + 1 : start + 1 + CHUNK_TOKENS]
        chunk = torch.tensor([ids[start : start + len(targets)]], device=loaded.device)
        with torch.inference_mode():
            logits = loaded.model(input_ids=chunk, past_key_values=cache, use_cache=True).logits
            logprobs = torch.log_softmax(logits[0].float(), dim=-1)
            index = torch.tensor(targets, device=loaded.device)[:, None]
            total += float(logprobs.gather(1, index).sum())
        check()
    if len(ids) > 1:
        cache.crop(-(len(ids) - 1))
    return total
