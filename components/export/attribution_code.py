"""The lines of plain Captum code that give the numbers of "Why this verdict?"."""

from components.export.model_folder import folder_import, folder_lines
from components.records.attribution import Attribution, AttributionRequest, AttributionResult
from components.records.model import ModelCard

_BY_TOKEN = """\
drops = FeatureAblation(forward).attribute(ids, baseline, target={target})[0]
for token, part, drop in zip(inputs.tokens(), parts, drops, strict=True):
    print(f"{{part:+.6f}} {{drop:+.6f}} {{token}}")
"""
_BY_WORD = """\
words = torch.tensor([{units}])  # 0: special tokens
occlusion = FeatureAblation(forward)
drops = occlusion.attribute(ids, baseline, target={target}, feature_mask=words)[0]
for word in range(1, int(words.max()) + 1):
    own = words[0] == word
    print(f"{{parts[own].sum():+.6f}} {{drops[own][0]:+.6f}} {{tokenizer.decode(ids[0, own])}}")
"""


def attribution_code(
    card: ModelCard, request: AttributionRequest, result: AttributionResult, shown: Attribution
) -> str:
    """Write the code that divides one label's probability among the tokens of a text.

    Args:
        request: What was asked; its text enters as a literal.
        result: Whose label and number of steps are used.
        shown: The result's contributions by token or by word.

    Returns:
        Source that prints one line per token, special ones included, or per word: `integrated
        gradient, occlusion, token`, both in probability.
    """
    ending = _BY_WORD if shown is result.by_word else _BY_TOKEN
    return f"""\
import torch
from captum.attr import FeatureAblation, LayerIntegratedGradients
{folder_import()}
from transformers import AutoModelForSequenceClassification, AutoTokenizer

{folder_lines(card)}tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
def forward(ids):
    return model(ids, torch.ones_like(ids)).logits.softmax(dim=-1)

text = {request.text!r}
limits = {{"truncation": True, "max_length": {request.max_tokens}, "split_special_tokens": True}}
inputs = tokenizer(text, return_tensors="pt", return_special_tokens_mask=True, **limits)
ids, is_special = inputs.input_ids, inputs.special_tokens_mask.bool()
baseline = ids.where(is_special, tokenizer.{request.baseline}_token_id)
gradients = LayerIntegratedGradients(forward, model.get_input_embeddings())
settings = {{"n_steps": {result.num_steps}, "method": "gausslegendre", "internal_batch_size": 8}}
parts = gradients.attribute(ids, baseline, target={result.target}, **settings).sum(dim=-1)[0]
{ending.format(target=result.target, units=list(shown.units))}"""
