import ast

import numpy as np
import pytest

from components.engine.inference.attention_steps import run
from components.export.attention_steps_code import attention_steps_code
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.models.preparation import prepare
from components.records.attention_steps import AttentionStepsRequest


@pytest.mark.parametrize(
    "model_id", ["all-minilm-l6-v2", "multilingual-e5-small", "smollm2-135m-instruct"]
)
@pytest.mark.parametrize("text", ['It\'s "it" \\ [SEP] {x}\nnext line', "word " * 40])
def test_the_lines_print_the_page_s_numbers(model_id, text, run_shown):
    card = load_catalog()[model_id]
    request = AttentionStepsRequest(text, layer=3, head=4)
    result = run(load_model(card, prepare(card), "cpu"), request, lambda event: None)
    query = len(result.tokens) - 2
    code = attention_steps_code(card, request, query)
    *lines, last = run_shown(code).splitlines()
    weights = [float(line.split()[0]) for line in lines]
    np.testing.assert_allclose(weights, result.steps.weights[query], atol=1e-5)
    np.testing.assert_allclose(ast.literal_eval(last), result.steps.outputs[query], atol=2e-5)


@pytest.mark.parametrize("model_id", ["all-minilm-l6-v2", "smollm2-135m-instruct"])
def test_the_lines_take_text_as_a_literal(model_id):
    text = "'''\"\"\"); import os #\u2028"
    code = attention_steps_code(load_catalog()[model_id], AttentionStepsRequest(text), 0)
    assert repr(text) in code
    assert max(map(len, code.splitlines())) <= 100
    compile(code, "shown", "exec")
