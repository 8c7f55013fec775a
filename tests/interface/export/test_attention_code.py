import numpy as np
import pytest

from components.interface.export.attention_code import attention_code
from components.models.backends.pytorch import load_model
from components.models.catalog import load_catalog
from components.models.inference.attention import run
from components.models.preparation import prepare
from components.records.attention import AttentionRequest


@pytest.mark.parametrize("model_id", ["all-minilm-l6-v2", "smollm2-135m-instruct"])
@pytest.mark.parametrize("merge_words", [False, True])
@pytest.mark.parametrize(
    "text", ['It\'s "it" \\ [SEP] {x}\nnext line', "word " * 40, "unbelievably 你好"]
)
def test_the_lines_print_the_page_s_numbers(model_id, text, merge_words, capsys):
    card = load_catalog()[model_id]
    request = AttentionRequest(text, layer=3, head=1, max_tokens=24, merge_words=merge_words)
    result = run(load_model(card, prepare(card), "cpu"), request, lambda event: None)
    query = result.default_query()
    code = attention_code(model_id, request, query, result.starts)
    capsys.readouterr()
    exec(compile(code, "shown", "exec"), {})
    printed = [float(line.split()[0]) for line in capsys.readouterr().out.splitlines()]
    np.testing.assert_allclose(printed, result.weights[query], atol=1e-5)


def test_the_lines_are_few_and_take_text_as_a_literal():
    text = "'''\"\"\"); import os #\u2028"
    code = attention_code("all-minilm-l6-v2", AttentionRequest(text), 0, [])
    assert repr(text) in code
    assert len([line for line in code.splitlines() if line.strip()]) <= 15
    assert max(map(len, code.splitlines())) <= 100
    compile(code, "shown", "exec")
