"""Text that grows while a model writes it, and stays when the visitor stops the model."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.waiting import WaitingBar
from components.records.answer import Event, TextDelta
from components.records.model import ModelCard
from components.records.refusal import Refusal
from components.records.service import Health
from components.records.text_generation import TextGenerationRequest, TextGenerationResult
from components.service.engines import retry_after
from components.text.scripts import unread_script

UPDATE_S = 0.05
"""Shortest time between two updates of the text on the screen, in seconds."""


@dataclass
class Draft:
    """A text on its way; it lives in the session, so that nothing written is lost.

    Attributes:
        card: Who writes it.
        request: What was asked.
        text: Written so far; empty until the end if there are several sequences.
        num_tokens: How many tokens that is.
        state: `stopped` until the model is through: a script that is stopped, by the visitor or by
            a closed tab, gets no chance to say so.
        result: The answer, once it is whole.
        refusal: Why there is none.
    """

    card: ModelCard
    request: TextGenerationRequest
    text: str = ""
    num_tokens: int = 0
    state: Literal["stopped", "done", "refused"] = "stopped"
    result: TextGenerationResult | None = None
    refusal: Refusal | None = None


def backend_of(draft: Draft) -> str:
    """Return which library writes a draft: without beams it can be the quicker one."""
    if draft.result is not None:
        return draft.result.provenance.backend
    health = runtime.engines().health(draft.card.id)
    return (health.backend if health and draft.request.is_stepwise else None) or "torch"


def find_unread(card: ModelCard, request: TextGenerationRequest) -> Refusal | None:
    """Return whether the model cannot read what the visitor wrote, before it is asked or loaded."""
    for message in request.messages:
        script = unread_script(message.content, card.languages)
        if message.role != "assistant" and script is not None:
            return Refusal(f"{script}_unread", model=card.name, languages=" ".join(card.languages))
    return None


def write_draft(t: Translator, draft: Draft, wait: Any, show: Callable[[str], None]) -> None:
    """Let the model write, and show the text as it grows.

    Args:
        draft: Takes the text, then the result or the refusal.
        wait: An `st.empty()` for the progress bar.
        show: Shows the text so far in place of what it showed before.
    """
    refusal = find_unread(draft.card, draft.request)
    try:
        if refusal is not None:
            raise refusal
        result = runtime.ask(draft.card.id, draft.request, _Writing(t, draft, wait, show))
    except Refusal as reason:
        draft.state, draft.refusal = "refused", reason
        if retry_after(reason):
            runtime.engines().forget_if_failed(draft.card.id)
    else:
        draft.state, draft.result = "done", result
        draft.text = result.sequences[0].text
        draft.num_tokens = result.sequences[0].num_tokens
    wait.empty()


class _Writing:
    """Appends what comes, and draws it about twenty times a second."""

    def __init__(self, t: Translator, draft: Draft, wait: Any, show: Callable[[str], None]) -> None:
        self._draft, self._wait, self._show = draft, wait, show
        self._bar = WaitingBar(t, wait)
        self._drawn_at, self._drawn = 0.0, ""

    def __call__(self, event: Event | None, health: Health) -> None:
        if isinstance(event, TextDelta):
            self._draft.text += event.text
            self._draft.num_tokens += 1
        if self._draft.num_tokens:
            self._draw_text()
        else:
            self._bar(event, health)

    def _draw_text(self) -> None:
        now = time.monotonic()
        if now - self._drawn_at < UPDATE_S or self._draft.text == self._drawn:
            return
        if not self._drawn:
            self._wait.empty()
        self._show(self._draft.text)
        self._drawn_at, self._drawn = now, self._draft.text
