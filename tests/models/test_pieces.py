"""Tokens of a line as the model's own library gives them."""

import pytest
from transformers import AutoTokenizer

from components.models.pieces import split_pieces
from components.models.preparation import prepared_folder
from components.records.refusal import Refusal

LINE = "负责大模型推理 services"


@pytest.mark.parametrize("model_id", ["all-minilm-l6-v2", "multilingual-e5-small"])
def test_they_are_the_library_s(model_id):
    tokenizer = AutoTokenizer.from_pretrained(prepared_folder(model_id))
    assert list(split_pieces(model_id, LINE)) == tokenizer.tokenize(LINE)


def test_an_unknown_model_is_refused():
    with pytest.raises(Refusal, match="model_not_prepared"):
        split_pieces("no-such-model", LINE)
