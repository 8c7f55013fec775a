"""Questions per second: the app's reader against plain transformers.

The peer is what a user would write with transformers, which has no pipeline for this task any more:
the same model on torch, one question and one window at a time, the best span of the logits or the
null span. Both read the same questions, passages and windows in the same process; rounds alternate,
medians count. The app's way is that of its pages: a table of questions, windows of similar length
together; and one question at a time, as the page that asks a passage does.
"""

import logging
import random
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from benchmarks.corpus import read_sentences
from benchmarks.timing import time_call
from components.engine.inference import run
from components.engine.inference.span_decoding import MAX_ANSWER_TOKENS, tidy_span
from components.engine.inference.span_windows import OVERLAP_TOKENS, READ_TOKENS
from components.interface.frame.i18n import load_catalogs
from components.models.backends.loaded import LoadedModel
from components.models.backends.loading import load_model
from components.models.catalog import models_for
from components.models.preparation import prepare
from components.records.question_answering import QuestionAnsweringRequest
from components.records.question_table import QuestionTableRequest

_LOG = logging.getLogger(__name__)
OTHER_SENTENCES = (0, 1, 2, 4, 4, 6, 8, 12)
"""Sentences around an example's passage: most passages are paragraphs, a few are pages."""
TASK = "question_answering"
_EXAMPLE, _QUESTION = f"{TASK}.example.", ".question"
Measures = dict[str, Any]


class Item(NamedTuple):
    """A question and the passage it is asked about."""

    question: str
    passage: str


def make_items(count: int, seed: int = 0) -> list[Item]:
    """Compose items: the examples of the page, in both languages, among sentences of our own prose.

    Args:
        count: How many.
        seed: Start of the random numbers.
    """
    rng = random.Random(seed)
    sentences = read_sentences()
    examples = []
    for catalog in load_catalogs().values():
        questions = [key for key in catalog if key.startswith(_EXAMPLE) and key.endswith(_QUESTION)]
        examples += [(catalog[k], catalog[k.removesuffix(_QUESTION) + ".text"]) for k in questions]
    items = []
    for number in range(count):
        question, passage = examples[number % len(examples)]
        others = rng.sample(sentences, rng.choice(OTHER_SENTENCES))
        others.insert(rng.randint(0, len(others)), passage)
        items.append(Item(question, " ".join(others)))
    return items


def answer_as_a_user(loaded: LoadedModel, items: Sequence[Item]) -> list[str]:
    """Answer with transformers and torch alone; an empty answer where the null span is best."""
    import torch

    answers = []
    for question, passage in items:
        windows = loaded.tokenizer(
            question,
            passage,
            truncation="only_second",
            max_length=READ_TOKENS,
            stride=OVERLAP_TOKENS,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        best, answer = -loaded.model.config.no_answer_threshold, ""
        for number, offsets in enumerate(windows["offset_mapping"]):
            inputs = {
                name: torch.tensor([windows[name][number]], device=loaded.device)
                for name in loaded.tokenizer.model_input_names
            }
            with torch.inference_mode():
                output = loaded.model(**inputs)
            start, end = output.start_logits[0].cpu(), output.end_logits[0].cpu()
            own = torch.tensor([part == 1 for part in windows.sequence_ids(number)])
            allowed = (own[:, None] & own).triu().tril(MAX_ANSWER_TOKENS - 1)
            scores = start[:, None] + end - start[0] - end[0]
            scores = scores.masked_fill(~allowed, -torch.inf)
            place = int(scores.argmax())
            first, last = divmod(place, len(offsets))
            if float(scores[first, last]) >= best:
                best = float(scores[first, last])
                answer = passage[slice(*tidy_span(passage, offsets[first][0], offsets[last][1]))]
        answers.append(answer)
    return answers


def answer_as_the_table(loaded: LoadedModel, items: Sequence[Item]) -> list[str]:
    """Answer on the way of the page of tables: all questions in one request."""
    questions, passages = zip(*items, strict=True)
    rows = run(loaded, QuestionTableRequest(questions, passages), lambda event: None).rows
    return [row.answer for row in rows]


def answer_as_the_page(loaded: LoadedModel, items: Sequence[Item]) -> list[str]:
    """Answer on the way of the page that asks a passage: question by question."""
    answers = []
    for question, passage in items:
        request = QuestionAnsweringRequest(question, (passage,))
        result = run(loaded, request, lambda event: None)
        answers.append(result.answers[0].text if result.has_answer else "")
    return answers


def measure_answering(num_items: int, num_rounds: int) -> Measures:
    """Time the three ways in turn.

    Args:
        num_items: Questions a round.
        num_rounds: Rounds that count, after one that does not.

    Returns:
        `questions_per_s`, `single_questions_per_s` and `peer_questions_per_s`; `ratio` and
        `single_ratio`, the first two by the third; `equal_answers` and `single_equal_answers`, the
        shares of questions to which they answer the same as the peer; `items`, `rounds`, `model`,
        `device`, `backend`.
    """
    card = models_for(TASK)[0]
    loaded = load_model(card, prepare(card))
    items = make_items(num_items)
    ways: dict[str, Callable[[LoadedModel, Sequence[Item]], list[str]]] = {
        "table": answer_as_the_table,
        "page": answer_as_the_page,
        "peer": answer_as_a_user,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    answers: dict[str, list[str]] = {}
    for number in range(num_rounds + 1):
        for name, way in ways.items():
            duration_s, answers[name] = time_call(partial(way, loaded, items))
            if number:
                seconds[name].append(duration_s)
                _LOG.info("round %d, %s: %.1f questions/s", number, name, num_items / duration_s)
    per_s = {name: num_items / statistics.median(values) for name, values in seconds.items()}
    equal = {
        name: sum(a == b for a, b in zip(answers[name], answers["peer"], strict=True)) / num_items
        for name in ways
    }
    return {
        "questions_per_s": round(per_s["table"], 2),
        "single_questions_per_s": round(per_s["page"], 2),
        "peer_questions_per_s": round(per_s["peer"], 2),
        "ratio": round(per_s["table"] / per_s["peer"], 2),
        "single_ratio": round(per_s["page"] / per_s["peer"], 2),
        "equal_answers": round(equal["table"], 4),
        "single_equal_answers": round(equal["page"], 4),
        "items": num_items,
        "rounds": num_rounds,
        "model": card.id,
        "device": loaded.device,
        "backend": loaded.backend,
    }
