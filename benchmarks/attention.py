"""Bytes and seconds until the attention of a text can be seen, beside BertViz.

The app runs in a process of its own; a visitor opens the attention page over the websocket and
sends a text that fills 64, 128, 256 and 512 tokens. Counted are all bytes that the server sends
from the first message on, page and picture alike, and the seconds from the text to the end of the
script's run, with the model loaded. Each round is a new session, so nothing is kept from the one
before; of the rounds, the median counts.

BertViz (`pip install bertviz==1.4.1`, no dependency of the app) gets the same text, model and
number of tokens in this process: seconds for tokens, a pass of the model with attention and
`model_view`, and the bytes of the page it makes. Where it is not installed, its keys are left
out.
"""

import asyncio
import logging
import statistics
import time
from typing import Any

from benchmarks.app_server import own_server, wait_for_models
from benchmarks.corpus import make_texts
from benchmarks.visitor import Visitor
from components.models.backends.loaded import LoadedModel
from components.models.backends.loading import load_model
from components.models.catalog import models_for
from components.models.preparation import prepare

LENGTHS = (64, 128, 256, 512)
_LOG = logging.getLogger(__name__)


def make_text(loaded: LoadedModel, num_tokens: int) -> str:
    """Compose a text of exactly `num_tokens` tokens, special tokens included."""
    words = " ".join(make_texts(200, seed=2)).split()
    tokenizer = loaded.tokenizer
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        is_short = (
            len(tokenizer(" ".join(words[:middle]), verbose=False)["input_ids"]) <= num_tokens
        )
        low, high = (middle, high) if is_short else (low, middle - 1)
    text = " ".join(words[:low])
    missing = num_tokens - len(tokenizer(text, verbose=False)["input_ids"])
    return text + " a" * missing


async def open_and_ask(url: str, text: str) -> tuple[int, float]:
    """Open the page in a new session and send a text.

    Returns:
        Bytes that came since the session began, and seconds from the text to the end of the run.

    Raises:
        RuntimeError: When the page shows no attention.
    """
    async with Visitor(url) as visitor:
        num_bytes = (await visitor.run()).num_bytes
        num_bytes += (await visitor.run(page="attention")).num_bytes
        started = time.perf_counter()
        screen = await visitor.run(values={"attention.text": text})
        duration_s = time.perf_counter() - started
        if screen.errors or "attention.canvas" not in screen.widgets:
            raise RuntimeError(f"no attention on the page: {screen.errors}")
        return num_bytes + screen.num_bytes, duration_s


def measure_app(texts: dict[int, str], num_rounds: int) -> dict[str, Any]:
    """Measure the app.

    Returns:
        `bytes_N` and `seconds_N` for each length.
    """
    figures: dict[str, Any] = {}
    with own_server() as (url, _log):
        wait_for_models(url)
        asyncio.run(open_and_ask(url, "The first text of all."))
        for length, text in texts.items():
            runs = [asyncio.run(open_and_ask(url, text)) for _ in range(num_rounds)]
            figures[f"bytes_{length}"] = int(statistics.median(run[0] for run in runs))
            figures[f"seconds_{length}"] = round(statistics.median(run[1] for run in runs), 3)
            _LOG.info("%d tokens: %s", length, runs)
    return figures


def view_with_bertviz(model: Any, tokenizer: Any, text: str) -> tuple[int, float]:
    """Make BertViz's view of all layers and heads; return its bytes and the seconds it took."""
    import torch
    from bertviz import model_view

    started = time.perf_counter()
    inputs = tokenizer(text, return_tensors="pt")
    with torch.inference_mode():
        attentions = model(**inputs, output_attentions=True).attentions
    page = model_view(attentions, inputs.tokens(), html_action="return").data
    return len(page.encode()), time.perf_counter() - started


def measure_bertviz(loaded: LoadedModel, texts: dict[int, str]) -> dict[str, Any]:
    """Measure BertViz once per length.

    Returns:
        `bertviz_bytes_N` and `bertviz_seconds_N`; nothing, after saying so, without BertViz.
    """
    try:
        import bertviz  # noqa: F401
    except ImportError:
        _LOG.warning("BertViz is not installed (pip install bertviz==1.4.1): its keys are left out")
        return {}
    from transformers import AutoModel

    folder = loaded.model.name_or_path
    model = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    view_with_bertviz(model, loaded.tokenizer, "The first text of all.")
    figures: dict[str, Any] = {}
    for length, text in texts.items():
        size, duration_s = view_with_bertviz(model, loaded.tokenizer, text)
        figures[f"bertviz_bytes_{length}"] = size
        figures[f"bertviz_seconds_{length}"] = round(duration_s, 3)
        _LOG.info("BertViz, %d tokens: %d bytes, %.2f s", length, size, duration_s)
    return figures


def measure_attention(num_rounds: int) -> dict[str, Any]:
    """Measure the app and BertViz on the same texts.

    Args:
        num_rounds: Sessions a length.

    Returns:
        What `measure_app` and `measure_bertviz` give, and `model`.
    """
    card = models_for("attention")[0]
    loaded = load_model(card, prepare(card), "cpu")
    texts = {length: make_text(loaded, length) for length in LENGTHS}
    figures = measure_app(texts, num_rounds) | measure_bertviz(loaded, texts)
    return {**figures, "model": card.id}
