"""Checks that many callers at once get the answers that one caller gets.

`python -m benchmarks.equality [--threads 16] [--calls 1000]` asks every question of a stock once,
one after another; then that many threads each send that many of them, in their own order, to the
same engines: sentiment of texts of all lengths, tables, attention with differing limits, greedy
continuations. What is computed alone has to be equal to the last bit, and so have texts; a sentence
that shares a batch with other visitors' has to keep its label and to stay within `TOLERANCE`. The
last line on standard output is JSON.
"""

import argparse
import json
import logging
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus import make_texts
from components.engine.serving import start_engine
from components.engine.worker import Engine
from components.models.catalog import models_for
from components.records.attention import AttentionRequest, AttentionResult, Unit
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest, SentimentResult
from components.records.sentiment_table import SentimentTableRequest, SentimentTableResult
from components.records.text_generation import (
    ChatMessage,
    TextGenerationRequest,
    TextGenerationResult,
)

TOLERANCE = 0.02
"""Largest difference of a probability between two batches: OpenVINO may compute in bfloat16.

The same in nats of a text's mean log-probability.
"""
STOCK = {"sentiment": 120, "table": 20, "attention": 40, "generation": 20}
"""Questions of each kind; a thread draws from all of them alike."""
_LOG = logging.getLogger(__name__)

Ask = Callable[["Question", str], Any]


@dataclass(frozen=True)
class Question:
    """A request and the task whose default model answers it."""

    task: str
    request: Any


@dataclass
class Tally:
    """What came of many calls; several threads may write.

    Attributes:
        counts: `equal`, `within_tolerance`, `different` and refusals by their key.
        largest: Largest difference of a probability or a log-probability.
        examples: Of what was different.
    """

    counts: Counter[str] = field(default_factory=Counter)
    largest: float = 0.0
    examples: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, outcome: str, difference: float = 0.0, example: str = "") -> None:
        """Count one call."""
        with self.lock:
            self.counts[outcome] += 1
            self.largest = max(self.largest, difference)
            if example and len(self.examples) < 5:
                self.examples.append(example)


def make_stock(seed: int = 0) -> list[Question]:
    """Compose the questions, on texts from one word to more tokens than a model takes."""
    rng = random.Random(seed)
    texts = [
        *make_texts(60, seed),
        "Good.",
        "ok 👩‍👩‍👧 cafe\u0301 [SEP] <|im_end|>",
        "so good " * 400,
    ]

    def text(most: int = 600) -> str:
        return " ".join(rng.sample(texts[:60], rng.choice((1, 1, 2, 4, 9))))[
            : rng.randint(20, most)
        ]

    def table() -> Question:
        rows = tuple(text(300) for _ in range(rng.randint(2, 8)))
        return Question("sentiment", SentimentTableRequest(rows))

    def attention() -> Question:
        task, most = rng.choice((("sentiment", 128), ("sentiment", 96), ("text_generation", 48)))
        limit, layer, head = rng.randint(8, most), rng.randrange(6), rng.randrange(9)
        unit: Unit = rng.choice(("token", "character", "word"))
        return Question(task, AttentionRequest(text(), layer, head, limit, unit))

    def generation() -> Question:
        prompt, is_chat = (ChatMessage("user", text(200)),), rng.random() < 0.3
        request = TextGenerationRequest(prompt, is_chat, rng.randint(1, 4), temperature=0.0, seed=0)
        return Question("text_generation", request)

    stock = [Question("sentiment", SentimentRequest(text)) for text in texts[-3:]]
    stock += [Question("sentiment", SentimentRequest(text())) for _ in range(STOCK["sentiment"])]
    stock += [table() for _ in range(STOCK["table"])]
    stock += [attention() for _ in range(STOCK["attention"])]
    return stock + [generation() for _ in range(STOCK["generation"])]


def split_result(result: Any) -> tuple[Any, NDArray[np.float64]]:
    """Divide a result into what is computed alone and what depends on others in its last digits.

    Returns:
        What has to be equal, and what may differ a little: probabilities, (sentence, label), of
        sentences that share a batch; mean log-probabilities, (sequence, 1), of texts whose prompt's
        keys and values may be kept from an earlier call.

    Raises:
        TypeError: For a result of another task.
    """
    alone: tuple[Any, ...]
    shared: Sequence[tuple[float, ...]] = ()
    if isinstance(result, SentimentResult):
        places = [(s.start, s.end, s.is_read, s.is_truncated) for s in result.sentences]
        alone = (result.labels, result.text_read, result.whole.probabilities, places)
        shared = [s.probabilities for s in result.sentences if s.is_read]
    elif isinstance(result, SentimentTableResult):
        alone = (result.labels, result.rows)
    elif isinstance(result, AttentionResult):
        arrays = [a.tobytes() for a in (result.weights, result.overview, result.shares)]
        alone = (result.tokens, result.starts, result.weights.shape, arrays)
    elif isinstance(result, TextGenerationResult):
        alone = tuple((s.text, s.num_tokens, s.is_finished) for s in result.sequences)
        shared = [(s.mean_logprob_nats or 0.0,) for s in result.sequences]
    else:
        raise TypeError(type(result).__name__)
    used = result.provenance.tokens_used, result.provenance.tokens_total
    return (*alone, used), np.array(shared, dtype=np.float64)


def compare(serial: Any, other: Any) -> tuple[str, float]:
    """Compare two answers to the same question.

    Returns:
        `equal`, `within_tolerance` or `different`, and the largest difference of a number.
    """
    (alone, shared), (other_alone, other_shared) = split_result(serial), split_result(other)
    if alone != other_alone or shared.shape != other_shared.shape:
        return "different", 0.0
    if not shared.size:
        return "equal", 0.0
    difference = float(np.abs(shared - other_shared).max())
    has_same_labels = (shared.argmax(-1) == other_shared.argmax(-1)).all()
    if difference > TOLERANCE or not has_same_labels:
        return "different", difference
    return "within_tolerance" if difference else "equal", difference


def ask_engine(engine: Engine, request: Any, session: str) -> Any:
    """Send a request and wait for its result or its refusal."""
    job = engine.submit(request, session)
    for _event in engine.stream(job):
        pass
    return job.result()


def answer(ask: Ask, question: Question, session: str) -> Any:
    """Return the result, or the refusal's key where there is none."""
    try:
        return ask(question, session)
    except Refusal as refusal:
        return refusal.key


def check(ask: Ask, stock: Sequence[Question], num_threads: int, num_calls: int) -> Tally:
    """Ask one by one, then all at once.

    Args:
        ask: (question, session) → result; called from many threads.
        stock: The questions.
        num_threads: Callers at once.
        num_calls: Calls each of them makes.
    """
    expected = [answer(ask, question, "serial") for question in stock]
    tally = Tally()

    def call_often(number: int) -> None:
        rng = random.Random(number)
        for _ in range(num_calls):
            place = rng.randrange(len(stock))
            found = answer(ask, stock[place], f"thread {number}")
            if isinstance(found, str) or isinstance(expected[place], str):
                tally.add("equal" if found == expected[place] else f"refused: {found}"[:40])
                continue
            outcome, difference = compare(expected[place], found)
            example = f"{stock[place]} {difference}"[:300] if outcome == "different" else ""
            tally.add(outcome, difference, example)

    threads = [threading.Thread(target=call_often, args=(n,)) for n in range(num_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def measure(num_threads: int, num_calls: int, seed: int = 0) -> dict[str, Any]:
    """Check the default models of sentiment and text generation through their engines.

    Returns:
        `calls`, `equal`, `within_tolerance`, `different`, `refused`, `largest_difference`,
        `tolerance`, `seconds`, and the `backends`.
    """
    ids = {task: models_for(task)[0].id for task in ("sentiment", "text_generation")}
    engines = {task: start_engine(model_id) for task, model_id in ids.items()}
    started = time.perf_counter()
    tally = check(
        lambda question, session: ask_engine(engines[question.task], question.request, session),
        make_stock(seed),
        num_threads,
        num_calls,
    )
    seconds = time.perf_counter() - started
    health = {task: engine.health() for task, engine in engines.items()}
    for engine in engines.values():
        engine.close()
    for example in tally.examples:
        _LOG.warning("different: %s", example)
    known = ("equal", "within_tolerance", "different")
    return {
        "threads": num_threads,
        "calls": sum(tally.counts.values()),
        **{name: tally.counts[name] for name in known},
        "refused": sum(count for name, count in tally.counts.items() if name not in known),
        "largest_difference": tally.largest,
        "tolerance": TOLERANCE,
        "seconds": round(seconds, 1),
        "backends": {ids[task]: health[task].backend for task in ids},
    }


def main(words: Sequence[str] | None = None) -> int:
    """Check, write one line of JSON; 1 if an answer was another one."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=16, help="callers at once, up to 64")
    parser.add_argument("--calls", type=int, default=1_000, help="calls each of them makes")
    arguments = parser.parse_args(words)
    if not (1 <= arguments.threads <= 64 and arguments.calls >= 1):
        parser.error("--threads must be between 1 and 64, --calls at least 1")
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    figures = measure(arguments.threads, arguments.calls)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 1 if figures["different"] or figures["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
