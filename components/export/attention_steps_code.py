"""The lines of plain transformers code that walk through one attention head."""

from components.records.attention_steps import AttentionStepsRequest, PositionKind

_LEARNED = """\
    x = model(**inputs, output_hidden_states=True).hidden_states[layer][0]
    attention = model.encoder.layer[layer].attention.self
    parts = [part(x) for part in (attention.query, attention.key, attention.value)]
    q, k, v = (part.view(len(x), -1, attention.attention_head_size)[:, head] for part in parts)
    scores = q @ k.T / q.shape[-1] ** 0.5
"""
_ROTARY = """\
    h = model(**inputs, output_hidden_states=True).hidden_states[layer][0]
    attention, x = model.layers[layer].self_attn, model.layers[layer].input_layernorm(h)
    parts = [part(x) for part in (attention.q_proj, attention.k_proj, attention.v_proj)]
    q, k, v = (part.view(len(x), -1, attention.head_dim).transpose(0, 1) for part in parts)
    cos, sin = model.rotary_emb(x[None], torch.arange(len(x))[None])
    q, k = (part[0] for part in apply_rotary_pos_emb(q[None], k[None], cos, sin))
    group = head // attention.num_key_value_groups  # its queries share keys and values
    q, k, v = q[head], k[group], v[group]
    scores = q @ k.T / q.shape[-1] ** 0.5
    scores = scores.masked_fill(torch.ones_like(scores).triu(1).bool(), -torch.inf)
"""
_ROTARY_IMPORT = "from transformers.models.llama.modeling_llama import apply_rotary_pos_emb\n"


def attention_steps_code(
    model_id: str, request: AttentionStepsRequest, query: int, positions: PositionKind
) -> str:
    """Write the code that prints one row of weights and the weighted sum of its values.

    Args:
        model_id: Id in the catalog.
        request: Text and head; the text enters as a literal.
        query: Index of the token whose row is printed, from 0.
        positions: How the model tells places apart.

    Returns:
        Source that prints one line a key, `weight token`, then the head's output for the query.
    """
    is_rotary = positions == "rotary"
    return f"""\
import torch
from components.models.preparation import prepared_folder
from transformers import AutoModel, AutoTokenizer
{_ROTARY_IMPORT if is_rotary else ""}
folder = prepared_folder({model_id!r})
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
layer, head, query = {request.layer}, {request.head}, {query}  # from 0

text = {request.text!r}
limits = {{"truncation": True, "max_length": {request.max_tokens}, "split_special_tokens": True}}
inputs = tokenizer(text, return_tensors="pt", **limits)
with torch.inference_mode():
{_ROTARY if is_rotary else _LEARNED}\
    weights = scores.softmax(-1)
    outputs = weights @ v
for token, weight in zip(inputs.tokens(), weights[query], strict=True):
    print(f"{{weight:.6f}} {{token}}")
print([round(number, 5) for number in outputs[query].tolist()])
"""
