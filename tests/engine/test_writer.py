"""A decoder that answers elsewhere: no torch model, no tokenizer, no other file changed."""

import threading
from dataclasses import replace

import pytest

from components.engine.anatomy.can_serve import can_serve
from components.engine.inference.text_generation import run
from components.engine.serving import serve
from components.models.backends.capabilities import Capabilities, WrittenText
from components.models.backends.loaded import LoadedModel
from components.records.answer import Progress, TextDelta
from components.records.attention import AttentionRequest
from components.records.refusal import Refusal
from components.records.text_generation import (
    ChatMessage,
    GeneratedSequence,
    TextGenerationRequest,
)
from tests.engine.engine_steps import collect, wait_until
from tests.engine.tiny_families import make_card

REQUEST = TextGenerationRequest((ChatMessage("user", "Count."),), max_new_tokens=3, is_chat=True)


class CountingServer:
    """Writes "1 2 3 …" as a server would: text in, pieces of text out."""

    backend = "counting"

    def __init__(self):
        self.gate, self.writings = threading.Event(), []
        self.gate.set()

    def start(self, request):
        if request.num_beams > 1:
            raise Refusal("no_chat", model="Counting")
        self.writings.append(CountingText(request, self.gate))
        return self.writings[-1]


class CountingText:
    def __init__(self, request, gate):
        self.request, self.gate = request, gate
        self.pieces, self.is_cancelled = [], False

    @property
    def is_over(self):
        return len(self.pieces) == self.request.max_new_tokens

    def read(self):
        if not self.gate.wait(0.01):
            return Progress(len(self.pieces), self.request.max_new_tokens)
        self.pieces.append(f"{len(self.pieces) + 1} ")
        return TextDelta(self.pieces[-1])

    def finish(self):
        sequence = GeneratedSequence("".join(self.pieces), len(self.pieces), True, -0.5)
        return WrittenText((sequence,), num_prompt_tokens=7, num_dropped_messages=1)

    def cancel(self):
        self.is_cancelled = not self.is_over


@pytest.fixture
def server():
    return CountingServer()


@pytest.fixture
def remote(server):
    card = make_card(None, "decoder", ("text_generation",))
    return LoadedModel(
        card, None, None, "cpu", server.backend, capabilities=Capabilities(writer=server)
    )


def test_it_writes_through_the_task_as_it_is(remote):
    events = []
    result = run(remote, REQUEST, events.append)
    assert [event.text for event in events] == ["1 ", "2 ", "3 "]
    assert result.sequences[0].text == "1 2 3 "
    assert result.num_dropped_messages == 1
    assert (result.provenance.backend, result.provenance.tokens_used) == ("counting", 7)


def test_its_engine_streams_and_several_texts_grow_at_once(remote, server):
    engine = serve(remote)
    try:
        server.gate.clear()
        jobs = [engine.submit(REQUEST, f"visitor {number}") for number in range(2)]
        wait_until(lambda: len(server.writings) == 2)
        server.gate.set()
        for job in jobs:
            texts = [e.text for e in collect(engine, job) if isinstance(e, TextDelta)]
            assert "".join(texts) == job.result().sequences[0].text == "1 2 3 "
    finally:
        engine.close()


def test_a_stop_reaches_it(remote, server):
    engine = serve(remote)
    try:
        server.gate.clear()
        events = engine.stream(engine.submit(REQUEST, "visitor"))
        assert isinstance(next(events), Progress)
        events.close()
        wait_until(lambda: server.writings[0].is_cancelled)
        assert not server.writings[0].pieces
    finally:
        engine.close()


def test_what_looks_inside_is_refused_with_the_reason(remote):
    engine = serve(remote)
    try:
        job = engine.submit(AttentionRequest("x"), "visitor")
        assert collect(engine, job) == []
        with pytest.raises(Refusal) as refused:
            job.result()
        assert refused.value.key == can_serve(remote.card, "attention").key == "no_weights"
    finally:
        engine.close()


def test_what_the_writer_refuses_is_the_answer(remote):
    with pytest.raises(Refusal, match="no_chat"):
        run(remote, replace(REQUEST, num_beams=2), lambda event: None)


def test_a_capability_that_is_missing_says_so(remote):
    for name, key in (
        ("classifier", "needs_classifier"),
        ("reader", "needs_reader"),
        ("embedder", "needs_encoder"),
    ):
        with pytest.raises(Refusal, match=key):
            getattr(remote, name)
