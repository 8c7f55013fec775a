"""Sampling token by token.

It follows `transformers.GenerationMixin`, with a random generator of its own instead of the
process's: the same seed gives the same text whoever else is generating, and the same text as
`torch.manual_seed(seed)` before `model.generate`.
"""

from dataclasses import dataclass, field
from typing import Any

from components.models.backends.loaded import LoadedModel
from components.models.inference.decoding.output import TextStream, decode, end_token_ids
from components.records.answer import Emit, Progress, TextDelta
from components.records.text_generation import GeneratedSequence, TextGenerationRequest


@dataclass
class _Sequence:
    ids: list[int] = field(default_factory=list)
    logprob_nats: float = 0.0
    is_finished: bool = False


def sample(
    loaded: LoadedModel, prompt_ids: list[int], request: TextGenerationRequest, emit: Emit
) -> list[GeneratedSequence]:
    """Sample continuations, all sequences of a request in one batch.

    Args:
        loaded: A decoder.
        prompt_ids: Token ids of the prompt.
        request: Settings; temperature 0 takes the most probable token.
        emit: `TextDelta` when one sequence is wanted, `Progress` when several are.

    Returns:
        One record a sequence, with the mean log-probability under the unfiltered model.
    """
    import torch
    from transformers import DynamicCache

    device = loaded.device
    generator = torch.Generator(device=device).manual_seed(request.seed)
    ends = set(end_token_ids(loaded))
    sequences = [_Sequence() for _ in range(request.num_sequences)]
    text = TextStream(loaded)
    all_ids = torch.tensor([prompt_ids] * len(sequences), device=device)
    step_ids, cache = all_ids, DynamicCache(config=loaded.model.config)
    processors = make_processors(loaded, request)
    for step in range(request.max_new_tokens):
        with torch.inference_mode():
            output = loaded.model(input_ids=step_ids, past_key_values=cache, use_cache=True)
            logits = output.logits[:, -1].float()
            chosen = _choose(processors(all_ids, logits.clone()), request, generator)
            logprobs = torch.log_softmax(logits, dim=-1).gather(1, chosen).squeeze(1).tolist()
        step_ids = chosen
        all_ids = torch.cat([all_ids, chosen], dim=1)
        for sequence, token_id, logprob in zip(
            sequences, chosen.squeeze(1).tolist(), logprobs, strict=True
        ):
            _append(sequence, token_id, logprob, ends)
        if len(sequences) == 1:
            emit(TextDelta(text.push(sequences[0].ids)))
        else:
            emit(Progress(step + 1, request.max_new_tokens))
        if all(sequence.is_finished for sequence in sequences):
            break
    if len(sequences) == 1:
        emit(TextDelta(text.close(sequences[0].ids)))
    return [_finish(loaded, sequence) for sequence in sequences]


def make_processors(loaded: LoadedModel, request: TextGenerationRequest) -> Any:
    """Filters on the logits in the order of `transformers`: penalty, temperature, top-k, top-p."""
    from transformers import LogitsProcessorList
    from transformers.generation import logits_process as lp

    processors = LogitsProcessorList()
    if request.repetition_penalty != 1:
        processors.append(lp.RepetitionPenaltyLogitsProcessor(request.repetition_penalty))
    if request.temperature > 0:
        if request.temperature != 1:
            processors.append(lp.TemperatureLogitsWarper(request.temperature))
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


def _append(sequence: _Sequence, token_id: int, logprob_nats: float, ends: set[int]) -> None:
    if sequence.is_finished:
        return
    sequence.ids.append(token_id)
    sequence.logprob_nats += logprob_nats
    sequence.is_finished = token_id in ends


def _finish(loaded: LoadedModel, sequence: _Sequence) -> GeneratedSequence:
    return GeneratedSequence(
        text=decode(loaded, sequence.ids),
        num_tokens=len(sequence.ids),
        is_finished=sequence.is_finished,
        mean_logprob_nats=sequence.logprob_nats / max(len(sequence.ids), 1),
    )
