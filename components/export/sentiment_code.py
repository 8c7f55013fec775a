"""The lines of plain library code that give the sentiment page's numbers."""

from components.export.model_folder import folder_import, folder_lines
from components.records.model import ModelCard

_HEAD = """\
{folder_import}
from transformers import {imports}

{folder_lines}tokenizer = AutoTokenizer.from_pretrained(folder)
"""

_TORCH = """\
model = AutoModelForSequenceClassification.from_pretrained(folder).eval()

text = {text!r}
limits = {{"truncation": True, "max_length": {max_tokens}, "split_special_tokens": True}}
inputs = tokenizer(text, return_tensors="pt", **limits)
with torch.inference_mode():
    probabilities = model(**inputs).logits.softmax(dim=-1)[0]
for index, label in model.config.id2label.items():
    print(f"{{label.lower()}}: {{probabilities[index]:.6f}}")
"""

_OPENVINO = """\
model = openvino.compile_model(f"{{folder}}/openvino/model.xml", "CPU")

text = {text!r}
limits = {{"truncation": True, "max_length": {max_tokens}, "split_special_tokens": True}}
inputs = tokenizer(text, return_tensors="np", **limits)
powers = numpy.exp(model({{p.any_name: inputs[p.any_name] for p in model.inputs}})[0][0])
for index, label in AutoConfig.from_pretrained(folder).id2label.items():
    print(f"{{label.lower()}}: {{powers[index] / powers.sum():.6f}}")
"""


def sentiment_code(text: str, card: ModelCard, backend: str = "torch") -> str:
    """Write the code that classifies one text.

    Args:
        text: What the model was given; it enters as a literal.
        backend: The library that gave the page's numbers: `torch` or `openvino`.

    Returns:
        Source that prints one line per label, `label: probability`.
    """
    is_openvino = backend == "openvino"
    first = "import numpy\nimport openvino\n" if is_openvino else "import torch\n"
    auto_class = "AutoConfig" if is_openvino else "AutoModelForSequenceClassification"
    head = _HEAD.format(
        imports=f"{auto_class}, AutoTokenizer",
        folder_import=folder_import(),
        folder_lines=folder_lines(card, backend),
    )
    body = (_OPENVINO if is_openvino else _TORCH).format(text=text, max_tokens=card.max_tokens)
    return first + head + body
