"""Sampling token by token.

It follows `transformers.GenerationMixin`, with a random generator of its own instead of the
process's: the same seed gives the same text whatever else is being generated, and the same text as
`torch.manual_seed(seed)` before `model.generate`.
"""

from typing import Any

from components.engine.inference.decoding.output import TextStream, Written, end_token_ids
from components.engine.inference.decoding.prefill import read_prompt, read_step
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress, TextDelta
from components.records.text_generation import GeneratedSequence, TextGenerationRequest


def sample(
    loaded: LoadedModel, prompt_ids: list[int], request: TextGenerationRequest, emit: Emit
) -> list[GeneratedSequence]:
    """Sample continuations, all sequences of a request in one batch.

    Args:
        loaded: A decoder.
        prompt_ids: Token ids of the prompt.
        request: Settings; temperature 0 takes the most probable token.
        emit: One `TextDelta` a token when one sequence is wanted, `Progress` when several are.

    Returns:
        One record per sequence, with the mean log-probability under the unfiltered model.
    """
    import torch

    count = request.num_sequences
    generator = _make_generator(loaded.device, request.seed)
    ends = set(end_token_ids(loaded))
    sequences = [Written() for _ in range(count)]
    report = _Reporter(loaded, len(prompt_ids), request, emit)
    cache, logits = read_prompt(loaded, prompt_ids, request.max_new_tokens, emit)
    if count > 1:
        cache.batch_repeat_interleave(count)
        logits = logits.expand(count, -1)
    all_ids = torch.tensor([prompt_ids] * count, device=loaded.device)
    processors = make_processors(request)
    for step in range(request.max_new_tokens):
        if step:
            logits = read_step(loaded, all_ids[:, -1:], cache)
        chosen = _choose(processors(all_ids, logits.clone()), request, generator)
        logprobs = torch.log_softmax(logits, dim=-1).gather(1, chosen)
        all_ids = torch.cat([all_ids, chosen], dim=1)
        steps = zip(sequences, chosen[:, 0].tolist(), logprobs[:, 0].tolist(), strict=True)
        for sequence, token_id, logprob_nats in steps:
            sequence.append(token_id, logprob_nats, ends)
        is_over = all(s.is_finished for s in sequences) or step + 1 == request.max_new_tokens
        report(sequences, step + 1, is_over=is_over)
        if is_over:
            break
    return [sequence.record(loaded) for sequence in sequences]


def _make_generator(device: str, seed: int | None) -> Any:
    import torch

    generator = torch.Generator(device=device)
    if seed is None:
        generator.seed()
        return generator
    return generator.manual_seed(seed)


def make_processors(request: TextGenerationRequest) -> Any:
    """Filters on the logits in the order of `transformers`: penalty, temperature, top-k, top-p.

    Returns:
        A `LogitsProcessorList`: (ids so far, logits) → logits, -inf where a token is ruled out.
    """
    from transformers import LogitsProcessorList
    from transformers.generation import logits_process as lp

    processors = LogitsProcessorList()
    if request.repetition_penalty != 1:
        processors.append(lp.RepetitionPenaltyLogitsProcessor(float(request.repetition_penalty)))
    if request.temperature > 0:
        if request.temperature != 1:
            processors.append(lp.TemperatureLogitsWarper(float(request.temperature)))
        if request.top_k > 0:
            processors.append(lp.TopKLogitsWarper(request.top_k))
        if request.top_p < 1:
            processors.append(lp.TopPLogitsWarper(request.top_p))
    return processors


def _choose(scores: Any, request: TextGenerationRequest, generator: Any) -> Any:
    import torch

    if request.temperature <= 0:
        return scores.argmax(dim=-1, keepdim=True)
    return torch.multinomial(torch.softmax(scores, dim=-1), num_samples=1, generator=generator)


class _Reporter:
    """Reports every step: the new text of one sequence, or the progress of several."""

    def __init__(
        self, loaded: LoadedModel, prompt_length: int, request: TextGenerationRequest, emit: Emit
    ) -> None:
        self._text, self._emit = TextStream(loaded), emit
        self._read, self._total = prompt_length, prompt_length + request.max_new_tokens

    def __call__(self, sequences: list[Written], step: int, *, is_over: bool) -> None:
        if len(sequences) > 1:
            self._emit(Progress(self._read + step, self._total))
            return
        ids = sequences[0].ids
        self._emit(TextDelta(self._text.close(ids) if is_over else self._text.push(ids)))
