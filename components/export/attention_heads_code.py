"""The lines of plain transformers code that give a head's scores."""

from components.export.model_folder import folder_import, folder_lines
from components.records.attention_heads import AttentionHeadsRequest, AttentionHeadsResult
from components.records.model import ModelCard


def attention_heads_code(
    card: ModelCard,
    request: AttentionHeadsRequest,
    result: AttentionHeadsResult,
    layer: int,
    head: int,
) -> str:
    """Write the code that prints what the page says of one head, except on random texts.

    Args:
        request: What was asked; its text enters as a literal.
        result: What was answered.
        layer: Of the head, from 0.
        head: From 0.

    Returns:
        Source that prints one line per number, `name value`.
    """
    limits = f'"max_length": {request.max_tokens}, "split_special_tokens": True'
    first = 1 if result.is_causal else 0
    return f"""\
import torch
{folder_import()}
from transformers import AutoModel, AutoTokenizer

{folder_lines(card)}tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()
text = {request.text!r}
limits = {{"truncation": True, {limits}}}
inputs = tokenizer(text, return_tensors="pt", return_special_tokens_mask=True, **limits)
keep = (1 - inputs.pop("special_tokens_mask")[0]).bool()
keep[:{first}] = False  # a decoder's first token is its sink
with torch.inference_mode():
    rows = model(**inputs, output_attentions=True).attentions[{layer}][0, {head}][keep]
own, ids = rows[:, keep], inputs.input_ids[0]
same = (ids[:, None] == ids).fill_diagonal_(False)
looks = {{"previous": torch.eye(len(ids)).roll(-1, 1), "itself": torch.eye(len(ids)), "same": same}}
for name, places in looks.items():
    places = places.bool().tril({0 if result.is_causal else len(result.tokens)})[keep][:, keep]
    print(name, (own * places).sum().item() / own.sum().item())
print("sink", 1 - own.sum(dim=1).mean().item())
print("entropy_nats", torch.special.entr(rows).sum(dim=1).mean().item())
"""
