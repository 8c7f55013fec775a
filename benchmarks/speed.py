"""Measures speed against a peer in the same process.

`python -m benchmarks.speed sentiment [--items N] [--rounds N]` classifies the same texts with the
app's path (sorted by length, batched by a token budget) and with `transformers.pipeline` called
text by text, on the same model object, device and threads. Both are warmed up, rounds alternate,
medians count. Then one text of about 70 tokens, end to end through the engine's queue.

`python -m benchmarks.speed generation [--rounds N]` writes text for one visitor and for eight, as
`benchmarks/generation.py` says. `python -m benchmarks.speed qa [--items N] [--rounds N]` gives
answers to questions, as `benchmarks/answering.py` says. `python -m benchmarks.speed attention
[--rounds N]` measures bytes and seconds to the first view of attention, as
`benchmarks/attention.py` says. The last line on standard output is JSON.
"""

import argparse
import json
import logging
import statistics
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from benchmarks.answering import measure_answering
from benchmarks.attention import measure_attention
from benchmarks.corpus import make_texts
from benchmarks.generation import measure_generation
from benchmarks.timing import time_call
from components.engine.inference.encoding import encode_ids
from components.engine.inference.sentiment import classify, labels_of
from components.engine.serving import serve
from components.models.backends.loaded import LoadedModel
from components.models.backends.loading import load_model
from components.models.catalog import models_for
from components.models.preparation import prepare
from components.records.sentiment import SentimentRequest

_LOG = logging.getLogger(__name__)
LATENCY_TOKENS = 70
LATENCY_ROUNDS = 30
Measures = dict[str, Any]


def classify_as_the_app(loaded: LoadedModel, texts: Sequence[str]) -> list[str]:
    """Label texts on the way that the app takes for many sentences."""
    rows = classify(loaded, encode_ids(loaded, texts), lambda event: None)
    labels = labels_of(loaded)
    return [labels[int(row.argmax())] for row in rows]


def make_pipeline(loaded: LoadedModel) -> Callable[[Sequence[str]], list[str]]:
    """Wrap the same model in the library's pipeline, called text by text."""
    from transformers import pipeline

    classifier: Any = pipeline(
        "text-classification",
        model=loaded.model,
        tokenizer=loaded.tokenizer,
        device=loaded.device,
        truncation=True,
        max_length=loaded.max_tokens,
    )
    return lambda texts: [str(classifier(text)[0]["label"]).lower() for text in texts]


def make_sentence(loaded: LoadedModel, num_tokens: int = LATENCY_TOKENS) -> str:
    """Compose one sentence of about that many tokens."""
    words: list[str] = []
    for text in make_texts(50, seed=1):
        words += text.replace(".", ",").split()
        sentence = " ".join(words).rstrip(",") + "."
        if len(encode_ids(loaded, [sentence])[0]) >= num_tokens:
            break
    while len(encode_ids(loaded, [" ".join(words)])[0]) > num_tokens:
        words.pop()
    return " ".join(words).rstrip(",.;:!?") + "."


def measure_latency(loaded: LoadedModel, peer: Callable[[Sequence[str]], list[str]]) -> Measures:
    """Time one text through the app's engine, queue and all, and through the pipeline, in turn.

    Returns:
        `latency_ms`, `pipeline_latency_ms` (medians) and their ratio `latency_ratio`.
    """
    text = make_sentence(loaded)
    engine = serve(loaded)

    def ask() -> None:
        job = engine.submit(SentimentRequest(text), session="speed")
        for _event in engine.stream(job):
            pass
        job.result()

    durations_s: dict[str, list[float]] = {"app": [], "pipeline": []}
    for number in range(LATENCY_ROUNDS + 3):
        for name, call in (("app", ask), ("pipeline", partial(peer, [text]))):
            duration_s, _ = time_call(call)
            if number >= 3:
                durations_s[name].append(duration_s)
    engine.close()
    app_ms, peer_ms = (1000 * statistics.median(values) for values in durations_s.values())
    return {
        "latency_ms": round(app_ms, 2),
        "pipeline_latency_ms": round(peer_ms, 2),
        "latency_ratio": round(peer_ms / app_ms, 2),
    }


def measure_sentiment(num_items: int, num_rounds: int) -> Measures:
    """Time both ways in turn.

    Args:
        num_items: Texts a round.
        num_rounds: Rounds that count, after one that does not.

    Returns:
        `items_per_s`, `pipeline_items_per_s`, `ratio`, `equal_labels` (a share), `items`, `rounds`,
        `model`, `device`, `backend`, and what `measure_latency` gives.
    """
    card = models_for("sentiment")[0]
    loaded = load_model(card, prepare(card))
    peer = make_pipeline(loaded)
    texts = make_texts(num_items)
    ways = {
        "app": partial(classify_as_the_app, loaded, texts),
        "pipeline": partial(peer, texts),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    labels: dict[str, list[str]] = {}
    for number in range(num_rounds + 1):
        for name, way in ways.items():
            duration_s, labels[name] = time_call(way)
            if number:
                seconds[name].append(duration_s)
                _LOG.info("round %d, %s: %.1f items/s", number, name, num_items / duration_s)
    per_s = {name: num_items / statistics.median(values) for name, values in seconds.items()}
    equal = sum(a == b for a, b in zip(labels["app"], labels["pipeline"], strict=True))
    return {
        "items_per_s": round(per_s["app"], 1),
        "pipeline_items_per_s": round(per_s["pipeline"], 1),
        "ratio": round(per_s["app"] / per_s["pipeline"], 2),
        "equal_labels": equal / num_items,
        **measure_latency(loaded, peer),
        "items": num_items,
        "rounds": num_rounds,
        "model": card.id,
        "device": loaded.device,
        "backend": loaded.backend,
    }


def main() -> int:
    """Read the arguments, measure, write one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["sentiment", "generation", "qa", "attention"])
    parser.add_argument("--items", type=int, help="texts (400) or questions (64) a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds that count")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    if arguments.task == "generation":
        measures = measure_generation(arguments.rounds)
    elif arguments.task == "qa":
        measures = measure_answering(arguments.items or 64, arguments.rounds)
    elif arguments.task == "attention":
        measures = measure_attention(arguments.rounds)
    else:
        measures = measure_sentiment(arguments.items or 400, arguments.rounds)
    sys.stdout.write(json.dumps(measures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
