"""Measures how fast text is written, for one visitor and for eight at once.

The peer is `model.generate` of transformers on the same torch model, device and threads, called
request by request. The app answers through its engine, queue and all. Both sample with the page's
default settings and no seed; tokens are counted as they come, and rounds alternate.
"""

import logging
import statistics
import threading
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from components.engine.serving import serve
from components.engine.worker import Engine
from components.models.backends.loaded import LoadedModel
from components.models.backends.loading import load_model
from components.models.catalog import models_for
from components.models.preparation import prepare
from components.records.text_generation import ChatMessage, TextGenerationRequest

_LOG = logging.getLogger(__name__)
NEW_TOKENS = 96
PROMPTS = (
    "Once upon a time, in a small village by the sea,",
    "The three most important habits of a good engineer are",
    "Dear hiring manager, I am writing to apply for",
    "To bake a good bread at home you need",
    "The history of the railway begins with",
    "My first week in the new city was",
    "A neural network learns by",
    "The weather in the mountains changes so quickly that",
)
Measures = dict[str, Any]


def make_request(prompt: str) -> TextGenerationRequest:
    """Ask as the page does by default, for a longer text."""
    return TextGenerationRequest((ChatMessage("user", prompt),), max_new_tokens=NEW_TOKENS)


def generate_with_the_peer(loaded: LoadedModel, prompt: str) -> int:
    """Write with `model.generate`; return the number of new tokens."""
    import torch

    request = make_request(prompt)
    inputs = loaded.tokenizer(prompt, return_tensors="pt").to(loaded.device)
    with torch.inference_mode():
        output = loaded.model.generate(
            **inputs,
            max_new_tokens=request.max_new_tokens,
            do_sample=True,
            temperature=request.temperature,
            top_k=request.top_k,
            top_p=request.top_p,
            repetition_penalty=request.repetition_penalty,
        )
    return int(output.shape[1] - inputs["input_ids"].shape[1])


def generate_with_the_app(engine: Engine, prompts: Sequence[str]) -> int:
    """Let as many visitors as there are prompts ask at once; return the number of new tokens."""
    counts = []

    def ask(number: int, prompt: str) -> None:
        job = engine.submit(make_request(prompt), session=f"visitor {number}")
        for _event in engine.stream(job):
            pass
        counts.append(job.result().sequences[0].num_tokens)

    visitors = [
        threading.Thread(target=ask, args=(number, prompt)) for number, prompt in enumerate(prompts)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return sum(counts)


def measure_generation(num_rounds: int) -> Measures:
    """Time one stream of both and eight of the app, in turn.

    Args:
        num_rounds: Rounds that count, after one that does not.

    Returns:
        `tokens_per_s`, `generate_tokens_per_s`, `ratio`, `eight_tokens_per_s` (all eight streams
        together), `ratio_eight` (to the peer, which writes one text after the other), `rounds`,
        `model`, `device`, `backend`.
    """
    card = models_for("text_generation")[0]
    loaded = load_model(card, prepare(card))
    engine = serve(loaded)
    per_s: dict[str, list[float]] = {"app": [], "generate": [], "eight": []}
    for number in range(num_rounds + 1):
        prompt = PROMPTS[number % len(PROMPTS)]
        for name, write in (
            ("app", partial(generate_with_the_app, engine, [prompt])),
            ("generate", partial(generate_with_the_peer, loaded, prompt)),
            ("eight", partial(generate_with_the_app, engine, PROMPTS)),
        ):
            started = time.perf_counter()
            num_tokens = write()
            rate = num_tokens / (time.perf_counter() - started)
            if number:
                per_s[name].append(rate)
                _LOG.info("round %d, %s: %.1f tokens/s", number, name, rate)
    engine.close()
    app, generate, eight = (statistics.median(values) for values in per_s.values())
    return {
        "tokens_per_s": round(app, 1),
        "generate_tokens_per_s": round(generate, 1),
        "ratio": round(app / generate, 2),
        "eight_tokens_per_s": round(eight, 1),
        "ratio_eight": round(eight / generate, 2),
        "rounds": num_rounds,
        "model": card.id,
        "device": loaded.device,
        "backend": loaded.backend,
    }
