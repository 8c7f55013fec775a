"""Visitors with habits: what they do, how long it takes and what goes wrong."""

import asyncio
import logging
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import WebSocketException

from benchmarks.corpus import make_texts
from benchmarks.visitor import Screen, Visitor

FEW_TOKENS = 12
SLOW_READER_PAUSE_S = 0.02
ACTIONS = {"edit": 45, "follow_link": 25, "generate": 20, "language": 10}
"""What a visitor does next → weight."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sample:
    """One run of the script, from the request to its end.

    Attributes:
        kind: What the visitor did.
        duration_s: How long it took.
        errors: What went wrong.
        num_refusals: How often the app said that it is busy.
        is_slow_reader: True if the visitor's own pauses are in the duration.
    """

    kind: str
    duration_s: float
    errors: tuple[str, ...] = ()
    num_refusals: int = 0
    is_slow_reader: bool = False


@dataclass
class Guest:
    """A visitor with habits, and what happened to them.

    Attributes:
        visitor: The open tab.
        rng: Their own random numbers.
        texts: What they may type.
        samples: Takes what happens.
        is_slow_reader: See `Sample`.
        page: Address of the page they are on.
    """

    visitor: Visitor
    rng: random.Random
    texts: Sequence[str]
    samples: list[Sample]
    is_slow_reader: bool = False
    page: str = ""

    async def act(self, kind: str) -> None:
        """Do one thing: `open`, or one of `ACTIONS`."""
        if kind == "generate":
            if self.page != "text_generation":
                await self._follow("text_generation")
            await self._run("generate", values={"text_generation.generate": True})
        elif kind == "language":
            labels = self.visitor.screen.labels["frame.language"]
            await self._run(kind, values={"frame.language": [self.rng.choice(labels)]})
        elif kind == "edit" and self.page:
            await self._run(kind, values={f"{self.page}.text": self.rng.choice(self.texts)})
        else:
            await self._follow(self.rng.choice(("sentiment", "attention", "text_generation")))

    async def open(self, page: str) -> None:
        """Open a page by a link that carries a text; the home page takes none."""
        await self._follow(page)

    async def _follow(self, page: str) -> None:
        self.page = page
        await self._run("open", page=page, query=make_query(page, self.rng.choice(self.texts)))

    async def _run(self, kind: str, **wish: Any) -> None:
        started = time.perf_counter()
        screen = await self.visitor.run(**wish)
        duration_s = time.perf_counter() - started
        errors = [*screen.errors, *missing_answer(screen, self.page, kind)]
        for error in errors:
            _LOG.warning("%s on %s: %s", kind, self.page or "home", error)
        name = f"{kind} {self.page or 'home'}"
        refusals = len(screen.refusals)
        self.samples.append(Sample(name, duration_s, tuple(errors), refusals, self.is_slow_reader))


def make_query(page: str, text: str) -> str:
    """Write what stands after the question mark of a link to a page."""
    if not page:
        return ""
    settings = {"max_new_tokens": FEW_TOKENS} if page == "text_generation" else {}
    return urlencode({**settings, "text": text})


def missing_answer(screen: Screen, page: str, kind: str) -> list[str]:
    """Return whether a page shows no result though it should."""
    if screen.refusals or screen.errors:
        return []
    if page in ("sentiment", "attention"):
        return [] if screen.kinds["plotly_chart"] else ["no chart"]
    if kind == "generate":
        return [] if screen.kinds["metric"] else ["no facts"]
    return []


@dataclass
class Crowd:
    """Sessions that share a server, a stock of texts and a record of what happened.

    Attributes:
        url: The server.
        seed: Start of the random numbers.
        samples: What happened.
        num_closed: How many tabs were closed amid an answer.
    """

    url: str
    seed: int
    samples: list[Sample] = field(default_factory=list)
    num_closed: int = 0

    def __post_init__(self) -> None:
        self._texts = [text[:900] for text in make_texts(400, self.seed)]

    async def stay(self, number: int, think_s: float, until: float) -> None:
        """Be one visitor for some time; every tenth closes tabs, every tenth reads slowly."""
        rng = random.Random(f"{self.seed} {number}")
        await asyncio.sleep(rng.uniform(0, think_s))
        while time.monotonic() < until:
            await self._guarded(self._visit(rng, number % 10, think_s, until))

    async def _visit(self, rng: random.Random, habit: int, think_s: float, until: float) -> None:
        is_slow = habit == 7
        async with Visitor(self.url, SLOW_READER_PAUSE_S if is_slow else 0.0) as visitor:
            guest = Guest(visitor, rng, self._texts, self.samples, is_slow)
            await guest.open(rng.choice(("", "sentiment", "attention", "text_generation")))
            for _ in range(rng.randint(4, 10)):
                await asyncio.sleep(min(rng.expovariate(1 / think_s), 6 * think_s))
                if time.monotonic() >= until:
                    return
                await guest.act(rng.choices([*ACTIONS], [*ACTIONS.values()])[0])
            if habit == 3:
                await guest.open("text_generation")
                await visitor.ask(values={"text_generation.generate": True})
                await asyncio.sleep(rng.uniform(0.05, 0.3))
                await visitor.vanish(politely=rng.random() < 0.5)
                self.num_closed += 1

    async def arrive(self, number: int) -> None:
        """Arrive with all other visitors, read one page, leave."""
        rng = random.Random(f"{self.seed} burst {number}")
        await self._guarded(self._read_one_page(rng, number))

    async def _read_one_page(self, rng: random.Random, number: int) -> None:
        page = ("", "sentiment", "attention", "text_generation")[number % 4]
        async with Visitor(self.url) as visitor:
            guest = Guest(visitor, rng, self._texts, self.samples)
            await guest.open(page)
            if page == "text_generation":
                await guest.act("generate")

    async def _guarded(self, visit: Any) -> None:
        started = time.perf_counter()
        try:
            await visit
        except (OSError, TimeoutError, KeyError, WebSocketException) as error:
            message = f"{type(error).__name__}: {error}"[:200]
            _LOG.warning("lost: %s", message)
            self.samples.append(Sample("lost", time.perf_counter() - started, (message,)))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that a share of all values does not exceed (nearest rank).

    Args:
        values: At least one, in any order.
        share: 0 to 1.
    """
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * round(share * 1_000) // 1_000))
    return ordered[rank - 1]


def summarise(samples: Sequence[Sample]) -> dict[str, Any]:
    """Count and rank; slow readers' own pauses are no waiting for the app and are left out."""
    durations = [s.duration_s for s in samples if not s.is_slow_reader and s.kind != "lost"] or [0]
    return {
        "runs": len(samples),
        "errors": sum(bool(s.errors) for s in samples),
        "refused": sum(s.num_refusals for s in samples),
        "p50_s": round(percentile(durations, 0.5), 3),
        "p95_s": round(percentile(durations, 0.95), 3),
        "max_s": round(max(durations), 3),
    }


def log_table(samples: Sequence[Sample]) -> None:
    """Write one line per kind of run to the log."""
    _LOG.info("%-28s %6s %6s %8s %8s %8s", "run", "count", "errors", "p50 s", "p95 s", "max s")
    for kind in sorted({s.kind for s in samples}):
        rows = summarise([s for s in samples if s.kind == kind])
        numbers = [rows[name] for name in ("runs", "errors", "p50_s", "p95_s", "max_s")]
        _LOG.info("%-28s %6d %6d %8.3f %8.3f %8.3f", kind, *numbers)
