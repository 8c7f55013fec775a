"""Beam search through `model.generate`, stoppable at every step."""

import copy
from collections.abc import Callable
from typing import Any

from components.engine.inference.decoding.output import decode, end_token_ids
from components.engine.inference.decoding.prefill import compute_logprob_nats, read_prompt
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress
from components.records.text_generation import GeneratedSequence, TextGenerationRequest


def search_beams(
    loaded: LoadedModel, prompt_ids: list[int], request: TextGenerationRequest, emit: Emit
) -> list[GeneratedSequence]:
    """Find the most probable continuations with a beam search.

    Args:
        loaded: A decoder.
        prompt_ids: Token ids of the prompt.
        request: `num_beams` is its width; at most that many sequences come back. Nothing is
            sampled.
        emit: Takes progress by token.

    Returns:
        Sequences, the best first.
    """
    import torch

    total = len(prompt_ids) + request.max_new_tokens
    last = Progress(len(prompt_ids), total)

    def report(input_ids: Any, scores: Any, **kwargs: Any) -> Any:
        nonlocal last
        last = Progress(input_ids.shape[1], total)
        emit(last)
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)

    cache, logits = read_prompt(loaded, prompt_ids, request.max_new_tokens, emit)
    output = _generate(loaded, prompt_ids, request, cache, report)
    sequences = []
    for row, score in zip(output.sequences, output.sequences_scores, strict=True):
        ids = _cut_after_end(loaded, row[len(prompt_ids) :].tolist())
        logprob_nats = compute_logprob_nats(loaded, cache, logits, ids, lambda: emit(last))
        sequences.append(
            GeneratedSequence(
                text=decode(loaded, ids),
                num_tokens=len(ids),
                is_finished=ids[-1] in end_token_ids(loaded),
                mean_logprob_nats=logprob_nats / len(ids),
                beam_score_nats=float(score),
            )
        )
    return sequences


def _generate(
    loaded: LoadedModel,
    prompt_ids: list[int],
    request: TextGenerationRequest,
    cache: Any,
    report: Callable[..., Any],
) -> Any:
    import torch
    from transformers import StoppingCriteriaList

    # `generate` wants to read at least one token itself: the prompt's last
    cache = copy.deepcopy(cache)
    cache.crop(-1)
    cache.batch_repeat_interleave(request.num_beams)
    ids = torch.tensor([prompt_ids], device=loaded.device)
    with torch.inference_mode():
        return loaded.model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            past_key_values=cache,
            do_sample=False,
            num_beams=request.num_beams,
            num_return_sequences=min(request.num_sequences, request.num_beams),
            max_new_tokens=request.max_new_tokens,
            repetition_penalty=request.repetition_penalty,
            pad_token_id=_pad_token_id(loaded),
            return_dict_in_generate=True,
            output_scores=True,
            stopping_criteria=StoppingCriteriaList([report]),
        )


def _cut_after_end(loaded: LoadedModel, ids: list[int]) -> list[int]:
    ends = set(end_token_ids(loaded))
    end = next((i for i, token_id in enumerate(ids) if token_id in ends), len(ids))
    return ids[: end + 1]


def _pad_token_id(loaded: LoadedModel) -> int:
    tokenizer = loaded.tokenizer
    return int(tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id)
