"""Sentiment of a text and of each of its sentences.

The softmax over the classifier's logits is the probability shown: the temperature that calibrates
it (Guo et al. 2017, arXiv:1706.04599) is folded into the bundled model's last layer.
"""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.models.backends.loaded import LoadedModel
from components.models.inference.batching import batch_by_length, run_halving
from components.models.inference.encoding import Encoded, encode, require_readable
from components.records.answer import Emit, Progress, Provenance
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest, SentimentResult, SentimentScore
from components.text.scripts import unread_script
from components.text.sentences import Sentence, split_sentences

MAX_UNKNOWN_SHARE = 0.5
"""From this share of unknown tokens on a score would be about nothing."""


def run(loaded: LoadedModel, request: SentimentRequest, emit: Emit) -> SentimentResult:
    """Score a text: whole, and sentence by sentence.

    Sentences in a script that the model cannot read, or most of whose tokens it does not know, get
    no score and are left out of the whole.

    Args:
        loaded: A sequence classifier.
        request: The text.
        emit: Takes progress by forward pass.

    Returns:
        Labels in the model's order, and probabilities that sum to 1.

    Raises:
        Refusal: `han_unread` and the like when the model does not read the text's script,
            `tokens_unknown` when it knows fewer than half of the tokens.
    """
    require_readable(loaded, request.text)
    started = time.perf_counter()
    sentences = split_sentences(request.text) or [Sentence(request.text, 0, len(request.text))]
    encodings = []
    for sentence in sentences:
        emit(Progress(0, len(sentences) + 1))
        encodings.append(encode(loaded, sentence.text))
    is_read = [_is_read(loaded, s, e) for s, e in zip(sentences, encodings, strict=True)]
    whole_text = _text_of_read(request.text, sentences, is_read)
    whole = encode(loaded, whole_text or request.text)
    if not whole_text:
        raise Refusal("tokens_unknown", percent=round(100 * whole.unknown_share))
    inputs = [e for e, read in zip(encodings, is_read, strict=True) if read]
    probabilities = classify(loaded, [whole.input_ids, *(e.input_ids for e in inputs)], emit)
    rows = iter(probabilities[1:])
    return SentimentResult(
        labels=labels_of(loaded),
        whole=SentimentScore(request.text, 0, len(request.text), _as_tuple(probabilities[0])),
        sentences=tuple(
            SentimentScore(
                sentence.text,
                sentence.start,
                sentence.end,
                _as_tuple(next(rows)) if read else (),
                is_truncated=read and encoded.num_total > len(encoded.input_ids),
            )
            for sentence, encoded, read in zip(sentences, encodings, is_read, strict=True)
        ),
        text_read=whole_text,
        provenance=Provenance(
            model_id=loaded.card.id,
            device=loaded.device,
            backend=loaded.backend,
            duration_s=time.perf_counter() - started,
            tokens_total=whole.num_total,
            tokens_used=len(whole.input_ids),
            unknown_share=whole.unknown_share,
        ),
    )


def labels_of(loaded: LoadedModel) -> tuple[str, ...]:
    """Class names of a classifier in the order of its logits, in lower case."""
    id2label = loaded.model.config.id2label
    return tuple(str(id2label[index]).lower() for index in range(len(id2label)))


def classify(
    loaded: LoadedModel, input_ids: Sequence[list[int]], emit: Emit
) -> NDArray[np.float32]:
    """Class probabilities of many inputs.

    Args:
        loaded: A sequence classifier.
        input_ids: Token ids of each input, special tokens included.
        emit: Takes progress by batch, which is also where a cancelled job stops.

    Returns:
        float32, (input, label); rows sum to 1, in the order of the inputs.
    """
    import torch

    result = np.zeros((len(input_ids), len(labels_of(loaded))), dtype=np.float32)
    done = 0
    for batch in batch_by_length([len(ids) for ids in input_ids]):
        emit(Progress(done, len(input_ids)))
        for indices, rows in run_halving(
            batch,
            lambda chosen: _forward(loaded, [input_ids[i] for i in chosen]),
            lambda error: isinstance(error, torch.OutOfMemoryError),
        ):
            result[indices] = rows
            done += len(indices)
    emit(Progress(done, len(input_ids)))
    return result


def _forward(loaded: LoadedModel, input_ids: list[list[int]]) -> NDArray[np.float32]:
    import torch

    batch = loaded.tokenizer.pad({"input_ids": input_ids}, return_tensors="pt", verbose=False)
    with torch.inference_mode():
        logits = loaded.model(**batch.to(loaded.device)).logits
        probabilities: Any = torch.softmax(logits.float(), dim=-1).cpu().numpy()
    return np.asarray(probabilities, dtype=np.float32)


def _is_read(loaded: LoadedModel, sentence: Sentence, encoded: Encoded) -> bool:
    return (
        unread_script(sentence.text, loaded.card.languages) is None
        and encoded.unknown_share <= MAX_UNKNOWN_SHARE
    )


def _text_of_read(text: str, sentences: list[Sentence], is_read: list[bool]) -> str:
    """The text where every sentence was read, else the read sentences joined by a space."""
    if all(is_read):
        return text
    return " ".join(s.text for s, read in zip(sentences, is_read, strict=True) if read)


def _as_tuple(row: NDArray[np.float32]) -> tuple[float, ...]:
    return tuple(float(value) for value in row)
