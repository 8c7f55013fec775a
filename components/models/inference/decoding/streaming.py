"""One sequence of the quick decoder, which several visitors' sequences share, step by step."""

from collections.abc import Generator

from components.models.backends.loaded import LoadedModel
from components.models.backends.openvino_decoder import CHUNK_TOKENS, OpenVinoDecoder
from components.models.inference.decoding.output import TextStream, decode, end_token_ids
from components.records.answer import Emit, Progress, TextDelta
from components.records.text_generation import GeneratedSequence, TextGenerationRequest


def write_by_steps(
    loaded: LoadedModel,
    decoder: OpenVinoDecoder,
    prompt_ids: list[int],
    request: TextGenerationRequest,
    emit: Emit,
) -> Generator[None, None, GeneratedSequence]:
    """Write one sequence; gives way to others after every step.

    Args:
        loaded: Whose decoder it is; its tokenizer makes the text.
        decoder: Writes it.
        prompt_ids: Token ids of the prompt.
        request: Settings of one sequence without beams; temperature 0 takes the most probable
            token.
        emit: One `TextDelta` a step, `Progress` while a long prompt is read.

    Returns:
        The sequence, with its mean log-probability under the unfiltered model.
    """
    text, ids, logprob_nats, steps = TextStream(loaded), list[int](), 0.0, 0
    ends = end_token_ids(loaded)
    total = len(prompt_ids) + request.max_new_tokens
    stream = decoder.start(prompt_ids, request, ends)
    try:
        while not stream.is_over:
            new = stream.read()
            steps += 1
            ids += [token_id for token_id, _ in new]
            logprob_nats += sum(logprob for _, logprob in new)
            if new:
                emit(TextDelta(text.close(ids) if stream.is_over else text.push(ids)))
            else:
                emit(Progress(min(steps * CHUNK_TOKENS, len(prompt_ids)), total))
            yield
    finally:
        stream.cancel()
    return GeneratedSequence(
        text=decode(loaded, ids),
        num_tokens=len(ids),
        is_finished=bool(ids) and ids[-1] in ends,
        mean_logprob_nats=logprob_nats / max(len(ids), 1),
    )
