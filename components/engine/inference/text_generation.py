"""Continue a prompt, or answer in a conversation."""

import time
from collections.abc import Generator, Sequence

from components.engine.inference.decoding.beams import search_beams
from components.engine.inference.decoding.prompt import Prompt, encode_prompt
from components.engine.inference.decoding.sampling import sample
from components.engine.inference.decoding.streaming import write_by_steps
from components.engine.inference.encoding import require_readable
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Provenance
from components.records.text_generation import (
    GeneratedSequence,
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
    if can_go_by_steps(loaded, request):
        return _finish(run_by_steps(loaded, request, emit))
    started = time.perf_counter()
    prompt = _read(loaded, request)
    if request.num_beams > 1:
        sequences = search_beams(loaded, prompt.input_ids, request, emit)
    else:
        sequences = sample(loaded, prompt.input_ids, request, emit)
    return _record(loaded, prompt, sequences, started, "torch")


def can_go_by_steps(loaded: LoadedModel, request: TextGenerationRequest) -> bool:
    """Tell whether `run_by_steps` answers: no beams, on a model with a quick decoder."""
    return loaded.decoder is not None and request.is_stepwise


def needs_to_be_alone(request: TextGenerationRequest) -> bool:
    """Tell whether the text must not depend on who else is there: a batch changes last digits."""
    return request.seed is not None or request.temperature == 0


def run_by_steps(
    loaded: LoadedModel, request: TextGenerationRequest, emit: Emit
) -> Generator[None, None, TextGenerationResult]:
    """Answer as `run` does, with the quick decoder, giving way to others after every step.

    Args:
        loaded: A decoder.
        request: For which `can_go_by_steps` holds.
        emit: Takes `TextDelta`, and `Progress` while a long prompt is read or several sequences are
            written.

    Returns:
        Every sequence; the seconds count from the first step, others' steps included.

    Raises:
        Refusal: As `run` does.
    """
    started = time.perf_counter()
    prompt = _read(loaded, request)
    decoder = loaded.decoder
    assert decoder is not None
    sequences = yield from write_by_steps(loaded, decoder, prompt.input_ids, request, emit)
    return _record(loaded, prompt, sequences, started, decoder.backend)


def _finish(steps: Generator[None, None, TextGenerationResult]) -> TextGenerationResult:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: TextGenerationResult = end.value
            return result


def _read(loaded: LoadedModel, request: TextGenerationRequest) -> Prompt:
    for message in request.messages:
        if message.role != "assistant":
            require_readable(loaded, message.content)
    return encode_prompt(loaded, request)


def _record(
    loaded: LoadedModel,
    prompt: Prompt,
    sequences: Sequence[GeneratedSequence],
    started: float,
    backend: str,
) -> TextGenerationResult:
    duration_s = time.perf_counter() - started
    return TextGenerationResult(
        sequences=tuple(sequences),
        tokens_per_s=sum(s.num_tokens for s in sequences) / max(duration_s, 1e-9),
        provenance=Provenance(
            model_id=loaded.card.id,
            device=loaded.device,
            backend=backend,
            duration_s=duration_s,
            tokens_total=len(prompt.input_ids),
            tokens_used=len(prompt.input_ids),
        ),
        num_dropped_messages=prompt.num_dropped,
    )
