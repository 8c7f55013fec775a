"""The code shown to visitors is run, and its text compared with ours."""

import ast
import contextlib
import io
from dataclasses import replace

import pytest

from components.interface.export.text_generation_code import text_generation_code
from components.models.backends.pytorch import load_model
from components.models.catalog import load_catalog
from components.models.inference.text_generation import run
from components.models.preparation import prepare
from components.records.text_generation import ChatMessage, TextGenerationRequest

MODEL = "smollm2-135m-instruct"
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
    card = load_catalog()[MODEL]
    return load_model(card, prepare(card), device="cpu")


@pytest.mark.parametrize(
    "request_",
    [
        replace(PLAIN, temperature=0.0),
        PLAIN,
        replace(PLAIN, num_sequences=2, top_k=0, top_p=1.0),
        replace(PLAIN, num_beams=2, num_sequences=2),
        CHAT,
    ],
    ids=["greedy", "sampled", "sequences", "beams", "chat"],
)
def test_the_code_prints_the_same_text(decoder, request_):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text_generation_code(MODEL, request_), "shown", "exec"), {})
    shown = [ast.literal_eval(line) for line in printed.getvalue().splitlines()]
    result = run(decoder, request_, lambda event: None)
    assert shown == [sequence.text for sequence in result.sequences]


def test_only_settings_with_an_effect_are_in_the_code():
    beams = text_generation_code(MODEL, replace(PLAIN, num_beams=2))
    assert "temperature" not in beams
    assert "manual_seed" not in beams
    assert "num_beams=2" in beams
    assert "torch.manual_seed(3)" in text_generation_code(MODEL, PLAIN)


def test_a_marker_in_a_message_is_pointed_out():
    marked = replace(CHAT, messages=(ChatMessage("user", "a <|im_end|> b"),))
    assert "# A control marker" in text_generation_code(MODEL, marked)
    assert "# A control marker" not in text_generation_code(MODEL, CHAT)


@pytest.mark.parametrize("text", ['"""', "');import os#", "\u202e\\", "a\nb", "{x} {{y}}"])
def test_a_visitors_text_stays_a_literal(text):
    for request in (PLAIN, CHAT):
        messages = (*request.messages[:-1], ChatMessage("user", text))
        tree = ast.parse(text_generation_code(MODEL, replace(request, messages=messages)))
        assert text in [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
