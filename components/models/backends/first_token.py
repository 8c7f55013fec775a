"""A BERT classifier that computes of its last layer only what its head reads: the first token.

The head of `BertForSequenceClassification` sees the last hidden state of `[CLS]` alone, so the
other tokens' queries, attention output and feed-forward network in the last layer are never used:
about a seventh of a model with six layers. What remains is the same arithmetic.
"""

from typing import Any

from components.records.anatomy import FAMILIES

_BERT = FAMILIES["bert"]


def is_bert_classifier(model: Any) -> bool:
    """Return whether `keep_first_token` knows the model's parts."""
    return type(model).__name__ == _BERT.heads["sequence-classifier"].class_name


def keep_first_token(model: Any) -> Any:
    """Take the last layer of a classifier apart.

    Args:
        model: A `BertForSequenceClassification` in evaluation mode with eager attention; it loses
            its last layer and is not to be used by itself any longer.

    Returns:
        A torch module: `input_ids`, `attention_mask` and, for models with token types,
        `token_type_ids`, int64, (text, token) → logits, float32, (text, label).
    """
    import torch

    bert = model.get_submodule(_BERT.base)
    layers = bert.get_submodule(_BERT.layers)
    last = layers[-1]
    bert.set_submodule(_BERT.layers, layers[:-1])

    class FirstTokenClassifier(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.below, self.last, self.classifier = bert, last, model.classifier

        def forward(
            self, input_ids: Any, attention_mask: Any, token_type_ids: Any = None
        ) -> torch.Tensor:
            states = self.below(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            first = states[:, :1]
            context = _attend(self.last.attention.self, first, states, attention_mask)
            attended = self.last.attention.output(context, first)
            state = self.last.output(self.last.intermediate(attended), attended)
            logits: torch.Tensor = self.classifier(self.below.pooler(state))
            return logits

    return FirstTokenClassifier().eval()


def _attend(attention: Any, first: Any, states: Any, attention_mask: Any) -> Any:
    """Scaled dot-product attention of the first token over all that are not padding.

    One query needs no keys and values of all tokens: q·(W_K h) = (W_Kᵀ q)·h, and a weighted mean of
    W_V h is W_V of the mean. What b_K adds is the same for all tokens, so softmax drops it.

    Args:
        attention: A `BertSelfAttention`.
        first: (text, 1, hidden).
        states: (text, token, hidden).
        attention_mask: (text, token), 1 or 0.

    Returns:
        (text, 1, hidden).
    """
    import torch

    shape = (attention.num_attention_heads, attention.attention_head_size)
    query = attention.query(first).squeeze(1).unflatten(-1, shape).transpose(0, 1)
    key_weight, value_weight = (
        project.weight.unflatten(0, shape) for project in (attention.key, attention.value)
    )  # (head, head dimension, hidden)
    asked = (query @ key_weight).transpose(0, 1)  # (text, head, hidden)
    scores = asked @ states.transpose(1, 2) * attention.attention_head_size**-0.5
    mask = (1 - attention_mask[:, None, :].to(states.dtype)) * torch.finfo(states.dtype).min
    mean = ((scores + mask).softmax(dim=-1) @ states).transpose(0, 1)  # (head, text, hidden)
    context = (mean @ value_weight.transpose(1, 2)).transpose(0, 1).flatten(1)
    return (context + attention.value.bias).unsqueeze(1)
