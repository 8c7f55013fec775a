import numpy as np
import pytest

from components.engine.inference.attention import run
from components.export.attention_code import attention_code
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.models.preparation import prepare
from components.records.attention import AttentionRequest

TEXTS = ['It\'s "it" \\ [SEP] {x}\nnext line', "word " * 40, "unbelievably 你好，北京"]
SETTINGS = {
    "head": {},
    "words": {"unit": "word"},
    "characters": {"unit": "character"},
    "layer": {"scope": "layer", "unit": "word"},
    "model": {"scope": "model", "pool": "max"},
    "chosen": {"scope": "chosen", "chosen": ((0, 1), (2, 2))},
    "difference": {"scope": "difference", "chosen": ((0, 1), (2, 2)), "unit": "word"},
    "pair": {"second": "And it's \n over."},
}


@pytest.fixture(scope="module")
def models():
    catalog = load_catalog()
    ids = ("all-minilm-l6-v2", "smollm2-135m-instruct")
    return {name: load_model(catalog[name], prepare(catalog[name]), "cpu") for name in ids}


@pytest.mark.parametrize("model_id", ["all-minilm-l6-v2", "smollm2-135m-instruct"])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((TEXTS[2], name) for name in SETTINGS),
        (TEXTS[0], "words"),
        (TEXTS[1], "pair"),
    ],
)
def test_the_lines_print_the_page_s_numbers(models, model_id, text, name, run_shown):
    request = AttentionRequest(text, layer=3, head=1, max_tokens=24, **SETTINGS[name])
    result = run(models[model_id], request, lambda event: None)
    queries = [result.default_query(), 0]
    code = attention_code(load_catalog()[model_id], request, result, queries)
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
    printed = [float(line.split()[0]) for line in run_shown(code).splitlines()]
    np.testing.assert_allclose(printed, result.weights[queries].sum(axis=0), atol=1e-5)


def test_the_lines_are_few_and_take_text_as_a_literal(models):
    model_id = "all-minilm-l6-v2"
    text = "'''\"\"\"); import os #\u2028"
    request = AttentionRequest(text)
    result = run(models[model_id], request, lambda event: None)
    code = attention_code(load_catalog()[model_id], request, result, [0])
    assert repr(text) in code
    assert len([line for line in code.splitlines() if line.strip()]) <= 15
    assert max(map(len, code.splitlines())) <= 100
    compile(code, "shown", "exec")
