import json

import pytest
import torch
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel

from components.models.training.small_base import write_small_base
from tests.models.reader_parts import make_tokenizer

TEXTS = ["who wrote the book?", "鲁迅写了《呐喊》。", "Lu 1923 👧"]


@pytest.fixture
def base(tmp_path):
    folder = tmp_path / "base"
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        pad_token_id=1,
    )
    BertModel(config).save_pretrained(folder)
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
