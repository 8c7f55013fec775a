"""Continue a prompt, or answer in a conversation."""

import time
from collections.abc import Generator

from components.engine.inference.decoding.beams import search_beams
from components.engine.inference.decoding.prompt import encode_prompt
from components.engine.inference.decoding.sampling import sample
from components.engine.inference.decoding.streaming import TokenWriting
from components.engine.inference.encoding import require_readable
from components.models.backends.capabilities import Writing, WrittenText
from components.models.backends.loaded import LoadedModel, TokenCount
from components.records.answer import Emit
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
    if can_go_by_steps(loaded, request):
        return _finish(run_by_steps(loaded, request, emit))
    started = time.perf_counter()
    require_prompt_read(loaded, request)
    prompt = encode_prompt(loaded, request)
    search = search_beams if request.num_beams > 1 else sample
    sequences = tuple(search(loaded, prompt.input_ids, request, emit))
    written = WrittenText(sequences, len(prompt.input_ids), prompt.num_dropped)
    return _record(loaded, written, started, "torch")


def can_go_by_steps(loaded: LoadedModel, request: TextGenerationRequest) -> bool:
    """Return whether `run_by_steps` answers: by a writer, or without beams by a quick decoder."""
    if loaded.capabilities.writer is not None:
        return True
    return loaded.capabilities.decoder is not None and request.is_stepwise


def needs_to_be_alone(request: TextGenerationRequest) -> bool:
    """Return whether the text must not depend on who else is there: a batch changes last digits."""
    return request.seed is not None or request.temperature == 0


def run_by_steps(
    loaded: LoadedModel, request: TextGenerationRequest, emit: Emit
) -> Generator[None, None, TextGenerationResult]:
    """Answer as `run` does, giving way to others after every step.

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
    require_prompt_read(loaded, request)
    writing, backend = _begin(loaded, request)
    try:
        while not writing.is_over:
            emit(writing.read())
            yield
    finally:
        writing.cancel()
    return _record(loaded, writing.finish(), started, backend)


def _begin(loaded: LoadedModel, request: TextGenerationRequest) -> tuple[Writing, str]:
    """Begin to write; return also what writes."""
    writer, decoder = loaded.capabilities.writer, loaded.capabilities.decoder
    if writer is not None:
        return writer.start(request), writer.backend
    assert decoder is not None
    prompt = encode_prompt(loaded, request)
    return TokenWriting(loaded, decoder, prompt, request), decoder.backend


def _finish(steps: Generator[None, None, TextGenerationResult]) -> TextGenerationResult:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: TextGenerationResult = end.value
            return result


def require_prompt_read(loaded: LoadedModel, request: TextGenerationRequest) -> None:
    """Refuse messages in a script that the model was not trained on.

    Raises:
        Refusal: `han_unread` and the like.
    """
    for message in request.messages:
        if message.role != "assistant":
            require_readable(loaded, message.content)


def _record(
    loaded: LoadedModel, written: WrittenText, started: float, backend: str
) -> TextGenerationResult:
    count = TokenCount(written.num_prompt_tokens, written.num_prompt_tokens)
    provenance = loaded.provenance(started, count, backend)
    num_tokens = sum(sequence.num_tokens for sequence in written.sequences)
    return TextGenerationResult(
        sequences=written.sequences,
        tokens_per_s=num_tokens / max(provenance.duration_s, 1e-9),
        provenance=provenance,
        num_dropped_messages=written.num_dropped_messages,
    )
