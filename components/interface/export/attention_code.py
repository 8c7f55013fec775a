"""The lines of plain transformers code that give the attention page's numbers."""

from collections.abc import Sequence

from components.records.attention import AttentionRequest

_MERGE = """\
starts = {starts}  # first token of every word
parts = [part.sum(dim=1) for part in weights.tensor_split(starts[1:], dim=1)]
weights = torch.stack([rows.mean(dim=0) for rows in torch.stack(parts, 1).tensor_split(starts[1:])])
tokens = [" ".join(tokens[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)]
"""


def attention_code(
    model_id: str, request: AttentionRequest, query: int, starts: Sequence[int]
) -> str:
    """Write the code that prints one row of one head.

    Args:
        model_id: Id in the catalog.
        request: Text and head; the text enters as a literal.
        query: Index of the token or word whose weights are printed, from 0.
        starts: Index of each word's first token; used where the request merges words.

    Returns:
        Source that prints one line a key, `weight token`; indices in it count from 0.
    """
    merge = _MERGE.format(starts=list(starts)) if request.merge_words else ""
    return f"""\
import torch
from components.models.preparation import prepared_folder
from transformers import AutoModel, AutoTokenizer

folder = prepared_folder({model_id!r})
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()

text = {request.text!r}
limits = {{"truncation": True, "max_length": {request.max_tokens}, "split_special_tokens": True}}
inputs = tokenizer(text, return_tensors="pt", **limits)
with torch.inference_mode():
    attentions = model(**inputs, output_attentions=True).attentions
weights, tokens = attentions[{request.layer}][0, {request.head}], inputs.tokens()  # (query, key)
{merge}for token, weight in zip(tokens, weights[{query}], strict=True):
    print(f"{{weight:.6f}} {{token}}")
"""
