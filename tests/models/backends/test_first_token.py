"""The last layer's shortcut gives the logits of the whole model, to rounding."""

import copy

import pytest
import torch
from transformers import BertConfig, BertForQuestionAnswering, BertForSequenceClassification

from components.models.backends.first_token import is_bert_classifier, keep_first_token

CONFIG = BertConfig(
    vocab_size=100,
    hidden_size=24,
    num_hidden_layers=3,
    num_attention_heads=4,
    intermediate_size=48,
    max_position_embeddings=32,
    initializer_range=0.5,
    attn_implementation="eager",
)


@pytest.mark.parametrize("num_layers", [1, 3])
@pytest.mark.parametrize("has_types", [False, True])
def test_logits_are_those_of_the_whole_model(num_layers, has_types):
    torch.manual_seed(0)
    config = copy.deepcopy(CONFIG)
    config.num_hidden_layers = num_layers
    model = BertForSequenceClassification(config).eval()
    inputs = {
        "input_ids": torch.randint(1, 100, (3, 9)),
        "attention_mask": torch.tensor([[1] * 9, [1] * 5 + [0] * 4, [1] + [0] * 8]),
    }
    if has_types:
        inputs["token_type_ids"] = torch.randint(0, 2, (3, 9))
    with torch.inference_mode():
        whole = model(**inputs).logits
        torch.testing.assert_close(keep_first_token(model)(**inputs), whole, atol=1e-6, rtol=1e-5)


def test_only_bert_classifiers_are_known():
    assert is_bert_classifier(BertForSequenceClassification(CONFIG))
    assert not is_bert_classifier(BertForQuestionAnswering(CONFIG))
