"""One module per task: (loaded model, request record) → result record."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from components.engine.anatomy.can_serve import find_gap
from components.engine.inference import (
    attention,
    attention_faithfulness,
    attention_heads,
    attention_steps,
    attribution,
    embedding,
    head_knockout,
    layers,
    question_answering,
    question_table,
    sentiment,
    sentiment_table,
    text_generation,
    watched_tokens,
)
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit
from components.records.attention import AttentionRequest
from components.records.attention_faithfulness import AttentionFaithfulnessRequest
from components.records.attention_heads import AttentionHeadsRequest, HeadSimilarityRequest
from components.records.attention_steps import AttentionStepsRequest
from components.records.attribution import AttributionRequest
from components.records.embedding import EmbeddingRequest
from components.records.head_knockout import HeadKnockoutRequest, HeadSweepRequest
from components.records.layers import LayersRequest
from components.records.question_answering import QuestionAnsweringRequest
from components.records.question_table import QuestionTableRequest
from components.records.refusal import Refusal
from components.records.request import Request
from components.records.sentiment import SentimentRequest
from components.records.sentiment_table import SentimentTableRequest
from components.records.text_generation import TextGenerationRequest
from components.records.watched_tokens import WatchedTokensRequest

Q = TypeVar("Q")
R = TypeVar("R")


@dataclass(frozen=True)
class Steps(Generic[Q, R]):
    """How a request is answered step by step, so that others can go on between two steps.

    Attributes:
        can_go: Returns whether `run` answers a request on this model.
        needs_to_be_alone: Returns whether no other request may go on beside it.
        run: Answers as the task does, yielding after every step.
    """

    can_go: Callable[[LoadedModel, Q], bool]
    needs_to_be_alone: Callable[[Q], bool]
    run: Callable[[LoadedModel, Q, Emit], Generator[None, None, R]]


@dataclass(frozen=True)
class Task(Generic[Q, R]):
    """How one kind of request is answered.

    Attributes:
        name: Stem of its inference module, as `anatomy.can_serve` knows it.
        request: Type of the request.
        run: Answers one request.
        run_together: Answers several in one go; None if they are answered one by one.
        steps: Answers one step by step; None if it cannot be divided.
    """

    name: str
    request: type[Q]
    run: Callable[[LoadedModel, Q, Emit], R]
    run_together: (
        Callable[[LoadedModel, Sequence[Q], Sequence[Emit]], list[R | BaseException]] | None
    ) = None
    steps: Steps[Q, R] | None = None


def _by_request(tasks: Iterable[Task[Any, Any]]) -> Mapping[type[Any], Task[Any, Any]]:
    return {task.request: task for task in tasks}


TASKS = _by_request(
    (
        Task("attention", AttentionRequest, attention.run),
        Task("attention_faithfulness", AttentionFaithfulnessRequest, attention_faithfulness.run),
        Task("attention_heads", AttentionHeadsRequest, attention_heads.run),
        Task("attention_heads", HeadSimilarityRequest, attention_heads.compare),
        Task("attention_steps", AttentionStepsRequest, attention_steps.run),
        Task("attribution", AttributionRequest, attribution.run),
        Task("embedding", EmbeddingRequest, embedding.run),
        Task("head_knockout", HeadKnockoutRequest, head_knockout.run),
        Task("head_knockout", HeadSweepRequest, head_knockout.sweep),
        Task("layers", LayersRequest, layers.run),
        Task("question_answering", QuestionAnsweringRequest, question_answering.run),
        Task("question_table", QuestionTableRequest, question_table.run),
        Task("sentiment", SentimentRequest, sentiment.run, sentiment.run_together),
        Task("sentiment_table", SentimentTableRequest, sentiment_table.run),
        Task(
            "text_generation",
            TextGenerationRequest,
            text_generation.run,
            steps=Steps(
                text_generation.can_go_by_steps,
                text_generation.needs_to_be_alone,
                text_generation.run_by_steps,
            ),
        ),
        Task("watched_tokens", WatchedTokensRequest, watched_tokens.run),
    )
)
"""Type of a request → how it is answered."""


def run(loaded: LoadedModel, request: Request[R], emit: Emit) -> R:
    """Answer a request.

    Args:
        request: A request record.
        emit: Takes progress and partial results; raises when the answer is no longer wanted.

    Returns:
        The task's result record.

    Raises:
        Refusal: `request_unknown` for a type without a task; what `anatomy.can_serve.find_gap`
            returns where the model cannot do the task; what the task refuses.
    """
    result: R = _task_of(loaded, request).run(loaded, request, emit)
    return result


def can_join(request: Any) -> bool:
    """Return whether requests like this one can be computed several at a time."""
    task = TASKS.get(type(request))
    return task is not None and task.run_together is not None


def run_together(loaded: LoadedModel, requests: Sequence[Any], emits: Sequence[Emit]) -> list[Any]:
    """Answer several requests of one task in one go.

    Args:
        requests: Request records of one type, for which `can_join` holds.
        emits: One per request, as `run` takes it.

    Returns:
        One result record per request, or the exception that ended it.

    Raises:
        Refusal: As `run` does.
    """
    together = _task_of(loaded, requests[0]).run_together
    assert together is not None, "only requests that can join are computed together"
    return together(loaded, requests, emits)


def can_go_by_steps(loaded: LoadedModel, request: Any) -> bool:
    """Return whether `run_by_steps` can answer a request."""
    task = TASKS.get(type(request))
    return task is not None and task.steps is not None and task.steps.can_go(loaded, request)


def needs_to_be_alone(request: Any) -> bool:
    """Return whether no other request may go on by steps beside this one."""
    steps = TASKS[type(request)].steps
    return steps is not None and steps.needs_to_be_alone(request)


def run_by_steps(loaded: LoadedModel, request: Request[R], emit: Emit) -> Generator[None, None, R]:
    """Answer a request as `run` does, yielding to others after every step.

    Args:
        request: A request record for which `can_go_by_steps` holds.
        emit: Takes progress and partial results; raises when the answer is no longer wanted.

    Returns:
        The task's result record.

    Raises:
        Refusal: As `run` does, at the first step.
    """
    steps = _task_of(loaded, request).steps
    assert steps is not None, "only requests that can go by steps are begun"
    result: R = yield from steps.run(loaded, request, emit)
    return result


def _task_of(loaded: LoadedModel, request: Any) -> Task[Any, Any]:
    task = TASKS.get(type(request))
    if task is None:
        raise Refusal("request_unknown", request=type(request).__name__)
    gap = find_gap(loaded.card, task.name)
    if gap is not None:
        raise gap
    return task
