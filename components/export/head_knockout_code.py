"""The lines of plain transformers code that switch heads off."""

from components.export.model_folder import folder_import, folder_lines
from components.records.anatomy import AUTO_CLASSES, FAMILIES
from components.records.head_knockout import HeadKnockoutRequest
from components.records.model import ModelCard

_ANSWERS = {
    "encoder": "last_hidden_state.mean(dim=1)",
    "sequence-classifier": "logits.softmax(dim=-1)",
    "question-answerer": "start_logits.softmax(dim=-1)",
    "decoder": "logits[:, -1].softmax(dim=-1)",
}


def head_knockout_code(card: ModelCard, request: HeadKnockoutRequest, num_heads: int) -> str:
    """Write the code that prints the answer before and after.

    Args:
        card: A model of a family that is known.
        request: What was asked; its text enters as a literal.
        num_heads: Heads of a layer.

    Returns:
        Source that prints one line per outcome, `before after`; of a decoder, the likeliest five.
    """
    off: dict[int, list[int]] = {}
    for layer, head in request.heads:
        off.setdefault(layer, []).append(head)
    output = FAMILIES[str(card.family)].attention.output
    auto_class = AUTO_CLASSES[card.architecture]
    given = f"{request.question!r}, text" if card.architecture == "question-answerer" else "text"
    limits = f'"max_length": {request.max_tokens}, "split_special_tokens": True'
    return f"""\
import torch
{folder_import()}
from transformers import AutoTokenizer, {auto_class}

{folder_lines(card)}tokenizer = AutoTokenizer.from_pretrained(folder)
model = {auto_class}.from_pretrained(folder, dtype=torch.float32).eval()
text = {request.text!r}
limits = {{"truncation": True, {limits}}}
inputs = tokenizer({given}, return_tensors="pt", **limits)
off = {off}  # layer → heads, from 0
outputs = [m for name, m in model.named_modules() if name.endswith({output!r})]  # W_O
def silence(heads):
    return lambda module, args: args[0].unflatten(-1, ({num_heads}, -1)).index_fill(
        -2, torch.tensor(heads), 0).flatten(-2)
with torch.inference_mode():
    before = model(**inputs).{_ANSWERS[card.architecture]}[0]
    for layer, heads in off.items():
        outputs[layer].register_forward_pre_hook(silence(heads))
    after = model(**inputs).{_ANSWERS[card.architecture]}[0]
for place in before.topk(min(5, len(before))).indices:
    print(f"{{before[place]:.6f}} {{after[place]:.6f}} {{place}}")
"""
