"""Beam search through `model.generate`, stoppable at every step."""

from typing import Any

from components.models.backends.loaded import LoadedModel
from components.models.inference.decoding.output import decode, end_token_ids
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
        Sequences, the best first; their score is the mean log-probability by which beams are
        ranked, in nats.
    """
    import torch
    from transformers import StoppingCriteriaList

    start = len(prompt_ids)

    def report(input_ids: Any, scores: Any, **kwargs: Any) -> Any:
        emit(Progress(input_ids.shape[1] - start, request.max_new_tokens))
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)

    ids = torch.tensor([prompt_ids], device=loaded.device)
    with torch.inference_mode():
        output = loaded.model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
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
    return [
        _record(loaded, sequence[start:].tolist(), float(score))
        for sequence, score in zip(output.sequences, output.sequences_scores, strict=True)
    ]


def _record(loaded: LoadedModel, ids: list[int], score_nats: float) -> GeneratedSequence:
    ends = set(end_token_ids(loaded))
    end = next((i for i, token_id in enumerate(ids) if token_id in ends), None)
    own = ids if end is None else ids[: end + 1]
    return GeneratedSequence(decode(loaded, own), len(own), end is not None, score_nats)


def _pad_token_id(loaded: LoadedModel) -> int:
    tokenizer = loaded.tokenizer
    return int(tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id)
