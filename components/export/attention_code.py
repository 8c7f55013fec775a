"""The lines of plain transformers code that give the attention page's numbers."""

from collections.abc import Sequence

from components.export.model_folder import folder_import, folder_lines
from components.records.attention import AttentionRequest, AttentionResult
from components.records.model import ModelCard

_MERGE = """\
starts = {starts}  # first token of every {unit}
each = torch.stack([part.sum(dim=2) for part in each.tensor_split(starts[1:], dim=2)], dim=2)
each = torch.stack([part.mean(dim=1) for part in each.tensor_split(starts[1:], dim=1)], dim=1)
tokens = [" ".join(tokens[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)]
"""


def attention_code(
    card: ModelCard, request: AttentionRequest, result: AttentionResult, queries: Sequence[int]
) -> str:
    """Write the code that prints the summed rows of some tokens.

    Args:
        request: What was asked; texts enter as literals.
        result: What was answered: its heads, and the first token of each unit.
        queries: Indices of the tokens, characters or words whose weights are summed, from 0.

    Returns:
        Source that prints one line per key, `weight token`; indices in it count from 0.
    """
    is_joined = bool(request.second) and result.is_causal
    text = result.text if is_joined else request.text
    pair = f"second = {request.second!r}\n" if request.second and not is_joined else ""
    given = "text, second" if pair else "text"
    limits = {"truncation": True, "max_length": request.max_tokens, "split_special_tokens": True}
    starts = list(result.starts)
    merge = "" if request.unit == "token" else _MERGE.format(starts=starts, unit=request.unit)
    return f"""\
import torch
{folder_import()}
from transformers import AutoModel, AutoTokenizer

{folder_lines(card)}tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()

text = {text!r}
{pair}limits = {limits}
inputs = tokenizer({given}, return_tensors="pt", **limits)
with torch.inference_mode():
    attentions, tokens = model(**inputs, output_attentions=True).attentions, inputs.tokens()
{_heads_lines(request, result)}
{merge}weights = {_pooling(request, result)}  # (query, key)
print(*map("{{:.6f}} {{}}".format, weights[{list(queries)}].sum(dim=0), tokens), sep="\\n")
"""


def _heads_lines(request: AttentionRequest, result: AttentionResult) -> str:
    if request.scope == "model":
        return "each = torch.cat(attentions).flatten(0, 1)  # (head, query, key)"
    if request.scope == "layer":
        return f"each = attentions[{result.layer}][0]  # (head, query, key)"
    heads = list(result.selected)
    return f"each = torch.stack([attentions[l][0, h] for l, h in {heads}])  # (head, query, key)"


def _pooling(request: AttentionRequest, result: AttentionResult) -> str:
    if len(result.selected) == 1:
        return "each[0]"
    if request.scope == "difference":
        return "each[0] - each[1]"
    return "each.amax(dim=0)" if request.pool == "max" else "each.mean(dim=0)"
