"""Continue a prompt, or answer in a conversation."""

import time

from components.models.backends.loaded import LoadedModel
from components.models.inference.decoding.beams import search_beams
from components.models.inference.decoding.prompt import encode_prompt
from components.models.inference.decoding.sampling import sample
from components.models.inference.encoding import require_readable
from components.records.answer import Emit, Provenance
from components.records.text_generation import (
    TextGenerationRequest,
    TextGenerationResult,
)


def run(loaded: LoadedModel, request: TextGenerationRequest, emit: Emit) -> TextGenerationResult:
    """Continue a prompt, or answer in a conversation.

    Args:
        loaded: A decoder.
        request: Prompt and settings.
        emit: Takes `TextDelta` for a single sampled sequence, else `Progress` by token.

    Returns:
        Every sequence, whole.

    Raises:
        Refusal: `han_unread` and the like when the model does not read the prompt's script, and
            what `encode_prompt` refuses.
    """
    for message in request.messages:
        if message.role != "assistant":
            require_readable(loaded, message.content)
    started = time.perf_counter()
    prompt = encode_prompt(loaded, request)
    prompt_ids = prompt.input_ids
    if request.num_beams > 1:
        sequences = search_beams(loaded, prompt_ids, request, emit)
    else:
        sequences = sample(loaded, prompt_ids, request, emit)
    duration_s = time.perf_counter() - started
    return TextGenerationResult(
        sequences=tuple(sequences),
        tokens_per_s=sum(s.num_tokens for s in sequences) / max(duration_s, 1e-9),
        provenance=Provenance(
            model_id=loaded.card.id,
            device=loaded.device,
            backend=loaded.backend,
            duration_s=duration_s,
            tokens_total=len(prompt_ids),
            tokens_used=len(prompt_ids),
        ),
        num_dropped_messages=prompt.num_dropped,
    )
