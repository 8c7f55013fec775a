"""Ask a model of any architecture: for a class, the next token, a span, or a vector."""

from typing import Any

import numpy as np

from components.engine.inference.encoding import (
    Encoded,
    encode,
    is_byte_level,
    show_byte_piece,
    show_text_piece,
)
from components.engine.inference.heads.distributions import (
    Answers,
    Asked,
    Floats,
    log_softmax,
    rank_likely,
)
from components.engine.inference.heads.span_answers import ask_reader
from components.engine.inference.sentiment import labels_of
from components.models.backends.classifier import TorchClassifier
from components.models.backends.loaded import LoadedModel
from components.records.refusal import Refusal


def prepare_question(loaded: LoadedModel, text: str, question: str, max_tokens: int) -> Asked:
    """Make an input of a text as the model's architecture wants it.

    Args:
        loaded: Any model.
        text: Cleaned text.
        question: Used where the model answers questions.
        max_tokens: Longest input.

    Raises:
        Refusal: `text_empty` when there is nothing to read, or no question for a model that needs
            one.
    """
    if loaded.card.architecture == "question-answerer":
        return ask_reader(loaded, text, question, max_tokens)
    encoded = encode(loaded, text, max_tokens)
    if all(token.is_special for token in encoded.tokens):
        raise Refusal("text_empty")
    make = {
        "decoder": _ask_decoder,
        "sequence-classifier": _ask_classifier,
        "encoder": _ask_encoder,
    }[loaded.card.architecture]
    return make(loaded, encoded)


def _batch(loaded: LoadedModel, ids: list[int], num_copies: int) -> Any:
    import torch

    return torch.tensor([ids] * num_copies, device=loaded.device)


def _only_distribution(answers: Answers, copy: int) -> Floats:
    return np.asarray(np.exp(answers.log_probabilities[0][copy]))


def _ask_classifier(loaded: LoadedModel, encoded: Encoded) -> Asked:
    # Not the classifier that answers fastest: hooks need torch.
    classifier = TorchClassifier(loaded.model, loaded.tokenizer, loaded.device)
    ids = encoded.input_ids

    def read(num_copies: int) -> Answers:
        return Answers((log_softmax(classifier.compute_logits([ids] * num_copies)),))

    return Asked(
        kind="label",
        read=read,
        weigh=_only_distribution,
        spell=labels_of(loaded).__getitem__,
        rank=rank_likely,
        count=encoded.count,
    )


def _ask_decoder(loaded: LoadedModel, encoded: Encoded) -> Asked:
    import torch

    show_piece = show_byte_piece if is_byte_level(loaded) else show_text_piece
    ids = encoded.input_ids

    def read(num_copies: int) -> Answers:
        with torch.inference_mode():
            batch = _batch(loaded, ids, num_copies)
            logits = loaded.model(input_ids=batch, logits_to_keep=1, use_cache=False).logits
        return Answers((log_softmax(logits[:, -1].float().cpu().numpy()),))

    return Asked(
        kind="next_token",
        read=read,
        weigh=_only_distribution,
        spell=lambda index: show_piece(loaded.tokenizer.convert_ids_to_tokens(index)),
        rank=rank_likely,
        count=encoded.count,
    )


def _ask_encoder(loaded: LoadedModel, encoded: Encoded) -> Asked:
    import torch

    ids = encoded.input_ids

    def read(num_copies: int) -> Answers:
        with torch.inference_mode():
            states = loaded.model(input_ids=_batch(loaded, ids, num_copies)).last_hidden_state
        return Answers(vectors=states.float().mean(dim=1).cpu().double().numpy())

    return Asked(
        kind="vector",
        read=read,
        weigh=lambda _answers, _copy: np.zeros(0),
        spell=str,
        rank=rank_likely,
        count=encoded.count,
    )
