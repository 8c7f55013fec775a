import ast

import numpy as np
import pytest

from components.engine.inference.layers import run
from components.export.layers_code import layers_code
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.models.preparation import prepare
from components.records.layers import LayersRequest


def ask(model_id, text):
    card = load_catalog()[model_id]
    request = LayersRequest(text)
    return request, run(load_model(card, prepare(card), "cpu"), request, lambda event: None)


def printed(model_id, request, place, run_shown):
    code = layers_code(load_catalog()[model_id], request, place)
    return run_shown(code).splitlines()


@pytest.mark.parametrize("text", ["The capital of France is", "It's {x}\n[SEP]"])
def test_the_lines_print_the_lens(text, run_shown):
    model_id = "smollm2-135m-instruct"
    request, result = ask(model_id, text)
    lines = printed(model_id, request, 3, run_shown)
    assert len(lines) == 31
    numbers = np.array([[float(part) for part in line.split()[1:3]] for line in lines])
    np.testing.assert_allclose(numbers[:, 0], result.lens.top_probabilities[:, 3, 0], atol=1e-5)
    np.testing.assert_allclose(numbers[:, 1], result.lens.entropy_bits[:, 3], atol=1e-3)


def test_the_lines_print_the_cosines(run_shown):
    model_id = "multilingual-e5-small"
    request, result = ask(model_id, "她把书放在桌上。")
    lines = printed(model_id, request, 2, run_shown)
    cosines = [ast.literal_eval(line.partition(" ")[2]) for line in lines]
    np.testing.assert_allclose(cosines, result.token_similarity[:, 2], atol=2e-5)


def test_the_lines_take_text_as_a_literal():
    text = "'''\"\"\"); import os #\u2028"
    for model_id in ("smollm2-135m-instruct", "all-minilm-l6-v2"):
        code = layers_code(load_catalog()[model_id], LayersRequest(text), 0)
        assert repr(text) in code
        assert max(map(len, code.splitlines())) <= 100
        compile(code, "shown", "exec")
