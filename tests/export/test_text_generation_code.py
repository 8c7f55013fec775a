"""The code shown to visitors is run, and its text compared with ours."""

import ast
from dataclasses import replace
from itertools import product

import pytest

from components.engine.inference.text_generation import run
from components.export.text_generation_code import text_generation_code
from components.models.backends.capabilities import Capabilities
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.models.preparation import prepare
from components.records.text_generation import ChatMessage, TextGenerationRequest

MODEL = "smollm2-135m-instruct"
CARD = load_catalog()[MODEL]
PLAIN = TextGenerationRequest(
    (ChatMessage("user", 'A "quoted" <|im_end|> prompt\\n\nsays'),), max_new_tokens=6, seed=3
)
CHAT = replace(
    PLAIN,
    messages=(ChatMessage("system", "Be brief."), ChatMessage("user", "What is a token?")),
    is_chat=True,
)


@pytest.fixture(scope="module")
def decoder():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHFINDER_BACKEND", "openvino")
        return load_model(CARD, prepare(CARD), device="cpu")


@pytest.mark.parametrize("backend", ["torch", "openvino"])
@pytest.mark.parametrize(
    "request_",
    [
        replace(PLAIN, temperature=0.0),
        PLAIN,
        replace(PLAIN, top_k=0, top_p=1.0, repetition_penalty=1.0),
        replace(PLAIN, num_sequences=2),
        replace(PLAIN, num_beams=2, num_sequences=2),
        CHAT,
    ],
    ids=["greedy", "sampled", "unfiltered", "sequences", "beams", "chat"],
)
def test_the_code_prints_the_same_text(decoder, request_, backend, run_shown):
    loaded = decoder if backend == "openvino" else replace(decoder, capabilities=Capabilities())
    result = run(loaded, request_, lambda event: None)
    if result.provenance.backend != backend:
        pytest.skip("torch answers, whatever there is")
    code = text_generation_code(CARD, request_, backend)
    printed = [ast.literal_eval(line) for line in run_shown(code).splitlines()]
    assert printed == [sequence.text for sequence in result.sequences]


def test_without_a_seed_none_is_in_the_code():
    for backend in ("torch", "openvino"):
        code = text_generation_code(CARD, replace(PLAIN, seed=None), backend)
        assert "seed" not in code
        ast.parse(code)


def test_only_settings_with_an_effect_are_in_the_code():
    beams = text_generation_code(CARD, replace(PLAIN, num_beams=2))
    assert "temperature" not in beams
    assert "manual_seed" not in beams
    assert "num_beams=2" in beams
    assert "torch.manual_seed(3)" in text_generation_code(CARD, PLAIN)


def test_a_marker_in_a_message_is_pointed_out():
    marked = replace(CHAT, messages=(ChatMessage("user", "a <|im_end|> b"),))
    assert "# A control marker" in text_generation_code(CARD, marked)
    assert "# A control marker" not in text_generation_code(CARD, CHAT)


@pytest.mark.parametrize("text", ['"""', "');import os#", "\u202e\\", "a\nb", "{x} {{y}}"])
def test_a_visitors_text_stays_a_literal(text):
    for request, backend in product((PLAIN, CHAT), ("torch", "openvino")):
        messages = (*request.messages[:-1], ChatMessage("user", text))
        code = text_generation_code(CARD, replace(request, messages=messages), backend)
        constants = [n.value for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Constant)]
        assert text in constants
