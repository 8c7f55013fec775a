import json

import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from components.training.reader.small_base import write_small_base
from tests.models.reader_parts import save_tiny_base

TEXTS = ["who wrote the book?", "鲁迅写了《呐喊》。", "Lu 1923 👧"]


@pytest.fixture
def base(tmp_path):
    folder = tmp_path / "base"
    save_tiny_base(folder, num_layers=1, seed=0)
    return folder


def test_the_same_texts_get_the_same_hidden_states_from_fewer_pieces(base, tmp_path):
    out = tmp_path / "small"
    kept = write_small_base(base, TEXTS, out)
    assert kept == json.loads((out / "config.json").read_text())["vocab_size"]
    whole, small = (AutoTokenizer.from_pretrained(path) for path in (base, out))
    assert len(small) == kept < len(whole)
    assert small.all_special_tokens == whole.all_special_tokens
    models = [AutoModel.from_pretrained(path).eval() for path in (base, out)]
    for text in TEXTS:
        assert small.tokenize(text) == whole.tokenize(text)
        with torch.inference_mode():
            expected, found = (
                model(**tokenizer(text, return_tensors="pt")).last_hidden_state
                for model, tokenizer in zip(models, (whole, small), strict=True)
            )
        assert torch.equal(expected, found)
