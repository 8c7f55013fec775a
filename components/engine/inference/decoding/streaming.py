"""A request of the quick decoder, which several visitors' requests share, step by step."""

from collections.abc import Generator

from components.engine.inference.decoding.output import TextStream, Written, end_token_ids
from components.models.backends.loaded import LoadedModel
from components.models.backends.openvino_decoder import CHUNK_TOKENS, OpenVinoDecoder
from components.records.answer import Emit, Progress, TextDelta
from components.records.text_generation import GeneratedSequence, TextGenerationRequest


def write_by_steps(
    loaded: LoadedModel,
    decoder: OpenVinoDecoder,
    prompt_ids: list[int],
    request: TextGenerationRequest,
    emit: Emit,
) -> Generator[None, None, list[GeneratedSequence]]:
    """Write a request's sequences; gives way to others after every step.

    Args:
        loaded: Whose decoder it is; its tokenizer makes the text.
        decoder: Writes it.
        prompt_ids: Token ids of the prompt.
        request: Settings without beams; temperature 0 takes the most probable token.
        emit: One `TextDelta` a step where one sequence is wanted, `Progress` where several are and
            while a long prompt is read.

    Returns:
        The sequences, with their mean log-probability under the unfiltered model.
    """
    text, steps = TextStream(loaded), 0
    sequences = [Written() for _ in range(request.num_sequences)]
    ends = end_token_ids(loaded)
    total = len(prompt_ids) + request.max_new_tokens
    stream = decoder.start(prompt_ids, request, ends)
    try:
        while not stream.is_over:
            new = stream.read()
            steps += 1
            for number, tokens in new.items():
                for token_id, logprob_nats in tokens:
                    sequences[number].append(token_id, logprob_nats, ends)
            ids = sequences[0].ids
            if not new:
                emit(Progress(min(steps * CHUNK_TOKENS, len(prompt_ids)), total))
            elif len(sequences) == 1:
                emit(TextDelta(text.close(ids) if stream.is_over else text.push(ids)))
            else:
                emit(Progress(len(prompt_ids) + max(len(s.ids) for s in sequences), total))
            yield
    finally:
        stream.cancel()
    return [sequence.record(loaded) for sequence in sequences]
