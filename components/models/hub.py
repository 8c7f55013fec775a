"""Whether the model hub, or the mirror that HF_ENDPOINT names, can be used now."""

import logging
import threading
import time
from collections.abc import Callable

from components.models.catalog import load_catalog
from components.models.preparation.repository import ask_hub, is_hub_forbidden
from components.records.model import HubReason, HubSource, HubStatus

log = logging.getLogger(__name__)


def check_hub(timeout_s: float = 3.0) -> HubStatus:
    """Ask the hub for the head of one file of the catalog; needs no account and no key.

    It asks exactly as a download would, so a proxy's page is not taken for a hub, and a mirror
    without the catalog's files is not taken for a complete one.

    Args:
        timeout_s: How long to wait in all, in seconds.

    Returns:
        Whether it answered, and if not, why. The caller keeps the answer for a while.
    """
    if is_hub_forbidden():
        return HubStatus(is_reachable=False, reason="offline")
    answers: list[HubStatus] = []
    # A thread, because looking up a host's name has no timeout of its own.
    asking = threading.Thread(
        target=lambda: answers.append(_ask(timeout_s)), name="check hub", daemon=True
    )
    asking.start()
    asking.join(timeout_s)
    return answers[0] if answers else HubStatus(is_reachable=False, reason="timeout")


class HubWatch:
    """Asks in the background, once a minute, whether the hub answers; never blocks a caller.

    Args:
        check: Asks; takes as long as it takes.
        period_s: For how long an answer is kept, in seconds.
    """

    def __init__(self, check: Callable[[], HubStatus], period_s: float = 60.0) -> None:
        self._check, self._period_s = check, period_s
        self._status = HubStatus(is_reachable=False, reason="checking")
        self._next = 0.0
        self._lock = threading.Lock()

    def status(self) -> HubStatus:
        """Return the last answer; the first one of a process is `checking`."""
        with self._lock:
            if time.monotonic() >= self._next:
                self._next = time.monotonic() + self._period_s
                threading.Thread(target=self._update, name="hub-watch", daemon=True).start()
        return self._status

    def _update(self) -> None:
        self._status = self._check()


def _ask(timeout_s: float) -> HubStatus:
    source = _sample()
    try:
        commit = ask_hub(source, next(iter(source.files)), timeout_s)
    except Exception as error:  # whatever it is, the hub cannot be used
        log.info("the hub did not answer: %s", error)
        return HubStatus(is_reachable=False, reason=_reason(error))
    if commit is None:
        return HubStatus(is_reachable=False, reason="bad_answer")
    return HubStatus(is_reachable=True)


def _reason(error: Exception) -> HubReason:
    from huggingface_hub.errors import HfHubHTTPError

    if "Timeout" in type(error).__name__:  # the HTTP client's classes are not ours to import
        return "timeout"
    return "bad_answer" if isinstance(error, HfHubHTTPError) else "no_network"


def _sample() -> HubSource:
    """Pick the repository of the first model that only the hub has."""
    cards = sorted(load_catalog().values(), key=lambda card: card.is_bundled)
    return next(
        source for card in cards for source in card.sources if isinstance(source, HubSource)
    )
