"""The lines of plain transformers code that give the sentiment page's numbers."""


def sentiment_code(text: str, model_id: str, max_tokens: int) -> str:
    """Write the code that classifies one text.

    Args:
        text: What the model was given; it enters as a literal.
        model_id: Id in the catalog.
        max_tokens: Longest input of the model, in tokens.

    Returns:
        Source that prints one line a label, `label: probability`.
    """
    return f"""\
import torch
from components.models.preparation import prepared_folder
from transformers import AutoModelForSequenceClassification, AutoTokenizer

folder = prepared_folder({model_id!r})
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForSequenceClassification.from_pretrained(folder).eval()

text = {text!r}
limits = {{"truncation": True, "max_length": {max_tokens}, "split_special_tokens": True}}
inputs = tokenizer(text, return_tensors="pt", **limits)
with torch.inference_mode():
    probabilities = model(**inputs).logits.softmax(dim=-1)[0]
for index, label in model.config.id2label.items():
    print(f"{{label.lower()}}: {{probabilities[index]:.6f}}")
"""
