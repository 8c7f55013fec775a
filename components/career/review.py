"""When to ask again: the forgetting curve of FSRS-6, in whole days and UTC.

https://github.com/open-spaced-repetition/py-fsrs
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating

from components.records.learner import Learning, Rating

RETENTION = 0.9
"""A question is due when its probability of recall has fallen to this."""
_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=180,
    enable_fuzzing=False,
)
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_RATINGS: dict[Rating, FsrsRating] = {
    "again": FsrsRating.Again,
    "hard": FsrsRating.Hard,
    "good": FsrsRating.Good,
    "easy": FsrsRating.Easy,
}


@dataclass(frozen=True)
class ReviewState:
    """What is known of one question's place in memory.

    Attributes:
        question: Its id.
        stability_days: Days until the probability of recall falls to 90%.
        difficulty: 1 to 10.
        last_at: When it was answered last, in UTC.
        due_at: When it is asked again, in UTC.
        num_reviews: How often it was answered.
    """

    question: str
    stability_days: float
    difficulty: float
    last_at: datetime
    due_at: datetime
    num_reviews: int


def fold_reviews(learning: Learning) -> dict[str, ReviewState]:
    """Replay what happened to every question.

    An answer in a quiz or a lesson counts as *good* or *again*; in a review the learner's own
    rating counts.

    Returns:
        Question → its state; questions never answered are missing.
    """
    events: list[tuple[datetime, str, str, Rating]] = [
        (answer.at, answer.id, answer.question, "good" if answer.is_right else "again")
        for answer in learning.answers
        if answer.place != "review"
    ]
    events += [
        (review.at, review.id, review.question, review.rating) for review in learning.reviews
    ]
    states: dict[str, ReviewState] = {}
    for at, _, question, rating in sorted(events):
        states[question] = next_state(question, states.get(question), rating, at)
    return states


def next_state(
    question: str, state: ReviewState | None, rating: Rating, at: datetime
) -> ReviewState:
    """Compute the state after an answer.

    Args:
        question: Id of the question.
        state: The one before; None for the first answer.
        rating: How well it was remembered.
        at: When, with its zone; a time before 1900 or after 9000 counts as these, so that no
            date that follows from it overflows.
    """
    moment = min(max(at, _EARLIEST), _LATEST).astimezone(UTC)
    if state is not None:
        moment = max(moment, state.last_at)
    card, _ = _SCHEDULER.review_card(_card(state), _RATINGS[rating], moment)
    return ReviewState(
        question,
        float(card.stability or 0),
        float(card.difficulty or 0),
        moment,
        card.due,
        1 + (state.num_reviews if state else 0),
    )


def recall_probability(state: ReviewState, at: datetime) -> float:
    """Compute FSRS's retrievability: (1 + factor · days / stability)^decay, 0 to 1."""
    return float(_SCHEDULER.get_card_retrievability(_card(state), at))


def due_states(states: Iterable[ReviewState], at: datetime) -> list[ReviewState]:
    """List what is due, the longest overdue first."""
    return sorted((s for s in states if s.due_at <= at), key=lambda s: (s.due_at, s.question))


def preview_due(state: ReviewState | None, question: str, at: datetime) -> dict[Rating, datetime]:
    """Return for each rating when the question would be asked again."""
    return {rating: next_state(question, state, rating, at).due_at for rating in _RATINGS}


def _card(state: ReviewState | None) -> Card:
    if state is None:
        return Card(card_id=0)
    return Card(
        card_id=0,
        state=State.Review,
        stability=state.stability_days,
        difficulty=state.difficulty,
        due=state.due_at,
        last_review=state.last_at,
    )
