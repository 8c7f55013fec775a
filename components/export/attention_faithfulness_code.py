"""The lines of plain transformers code that give attention's view of a verdict."""

from components.export.model_folder import folder_import, folder_lines
from components.records.attention_faithfulness import (
    AttentionFaithfulnessRequest,
    AttentionFaithfulnessResult,
)
from components.records.model import ModelCard


def attention_faithfulness_code(
    card: ModelCard, request: AttentionFaithfulnessRequest, result: AttentionFaithfulnessResult
) -> str:
    """Write the code that prints raw attention and rollout beside occlusion.

    Args:
        request: What was asked; its text enters as a literal.
        result: Whose label is used.

    Returns:
        Source that prints one line an ordinary token, `last layer, rollout, occlusion, token`, and
        the two methods' rank correlations with the size of occlusion.
    """
    explained = result.attribution
    limits = f'"max_length": {request.max_tokens}, "split_special_tokens": True'
    return f"""\
import torch
{folder_import()}
from scipy.stats import spearmanr
from transformers import AutoModelForSequenceClassification as Classifier, AutoTokenizer

{folder_lines(card)}tokenizer = AutoTokenizer.from_pretrained(folder)
model = Classifier.from_pretrained(folder, attn_implementation="eager").eval()
text = {request.text!r}
limits = {{"truncation": True, {limits}}}
inputs = tokenizer(text, return_tensors="pt", return_special_tokens_mask=True, **limits)
own = (1 - inputs.pop("special_tokens_mask")[0]).nonzero()[:, 0]
ids = inputs.input_ids.repeat(len(own) + 1, 1)
ids[torch.arange(len(own)), own] = tokenizer.mask_token_id  # the last row stays whole
with torch.inference_mode():
    layers = torch.cat(model(**inputs, output_attentions=True).attentions).mean(dim=1)
    p = model(ids, torch.ones_like(ids)).logits.softmax(dim=-1)[:, {explained.target}]
mixed = (layers.double() + torch.eye(ids.shape[1])) / 2
rollout = torch.linalg.multi_dot(list(mixed.flip(0)))[0, own]
last, drops = layers[-1, 0, own], p[-1] - p[:-1]
for row in zip(last, rollout, drops, inputs.tokens()[own[0]:], strict=False):
    print("{{:.6f}} {{:.6f}} {{:+.6f}} {{}}".format(*row))
print([spearmanr(method, drops.abs()).statistic for method in (last, rollout)])
"""
