"""The lines of plain transformers code that walk through one attention head."""

from components.export.model_folder import folder_import, folder_lines
from components.records.anatomy import FAMILIES
from components.records.attention_steps import AttentionStepsRequest
from components.records.model import ModelCard

_LEARNED = """\
    x = model(**inputs, output_hidden_states=True).hidden_states[layer][0]
    q = block.{query}(x)
    k = block.{key}(x)
    v = block.{value}(x)
    width = q.shape[-1] // model.config.num_attention_heads
    q, k, v = (part.view(len(x), -1, width)[:, head] for part in (q, k, v))
    scores = q @ k.T / width ** 0.5
"""
_ROTARY = """\
    h = model(**inputs, output_hidden_states=True).hidden_states[layer][0]
    x = block.{norm}(h)
    q = block.{query}(x)
    k = block.{key}(x)
    v = block.{value}(x)
    width = q.shape[-1] // model.config.num_attention_heads
    q, k, v = (part.view(len(x), -1, width).transpose(0, 1) for part in (q, k, v))
    cos, sin = model.rotary_emb(x[None], torch.arange(len(x))[None])
    q, k = (part[0] for part in apply_rotary_pos_emb(q[None], k[None], cos, sin))
    group = head * len(k) // len(q)  # its queries share keys and values
    q, k, v = q[head], k[group], v[group]
    scores = q @ k.T / width ** 0.5
    scores = scores.masked_fill(torch.ones_like(scores).triu(1).bool(), -torch.inf)
"""
_ROTARY_IMPORT = "from transformers.models.llama.modeling_llama import apply_rotary_pos_emb\n"


def attention_steps_code(card: ModelCard, request: AttentionStepsRequest, query: int) -> str:
    """Write the code that prints one row of weights and the weighted sum of its values.

    Args:
        card: A model of a family whose heads can be walked through.
        request: Text and head; the text enters as a literal.
        query: Index of the token whose row is printed, from 0.

    Returns:
        Source that prints one line per key, `weight token`, then the head's output for the query.
    """
    family = FAMILIES[str(card.family)]
    is_rotary = family.positions == "rotary"
    steps = (_ROTARY if is_rotary else _LEARNED).format(**vars(family.attention))
    return f"""\
import torch
{folder_import()}
from transformers import AutoModel, AutoTokenizer
{_ROTARY_IMPORT if is_rotary else ""}
{folder_lines(card)}tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
layer, head, query = {request.layer}, {request.head}, {query}  # from 0

text = {request.text!r}
limits = {{"truncation": True, "max_length": {request.max_tokens}, "split_special_tokens": True}}
inputs = tokenizer(text, return_tensors="pt", **limits)
block = model.{family.layers}[layer]
with torch.inference_mode():
{steps}\
    weights = scores.softmax(-1)
    outputs = weights @ v
for token, weight in zip(inputs.tokens(), weights[query], strict=True):
    print(f"{{weight:.6f}} {{token}}")
print([round(number, 5) for number in outputs[query].tolist()])
"""
