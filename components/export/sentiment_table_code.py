"""The lines of plain library code that give the numbers of a table's rows."""

from components.export.model_folder import folder_import, folder_lines
from components.records.model import ModelCard

_HEAD = """\
{folder_import}
from transformers import {imports}

{folder_lines}tokenizer = AutoTokenizer.from_pretrained(folder)
"""

_READ = """\
with open({file_name!r}, encoding={encoding!r}, newline="") as file:
    texts = [row[{column!r}] for row in csv.DictReader(file, delimiter={delimiter!r})]
limits = {{"truncation": True, "max_length": {max_tokens}, "split_special_tokens": True}}
"""

_TORCH = """\
for start in range(0, len(texts), 32):
    inputs = tokenizer(texts[start : start + 32], padding=True, return_tensors="pt", **limits)
    with torch.inference_mode():
        for row in model(**inputs).logits.softmax(dim=-1):
            print(*(f"{value:.6f}" for value in row))
"""

_OPENVINO = """\
for text in texts:
    inputs = tokenizer(text, return_tensors="np", **limits)
    powers = numpy.exp(model({p.any_name: inputs[p.any_name] for p in model.inputs})[0][0])
    print(*(f"{value:.6f}" for value in powers / powers.sum()))
"""


def sentiment_table_code(
    file_name: str,
    column: str,
    encoding: str,
    delimiter: str,
    card: ModelCard,
    backend: str = "torch",
) -> str:
    """Write the code that classifies a column of a CSV file.

    Args:
        file_name: Of the visitor's file; it enters as a literal, like the next three.
        column: Name of the column with the texts, as it stands in the file.
        encoding: Python's name of the file's encoding.
        delimiter: What separates its cells.
        backend: The library that gave the page's numbers: `torch` or `openvino`.

    Returns:
        Source that prints one line per row: the probabilities in the order of the labels.
    """
    is_openvino = backend == "openvino"
    auto_class = "AutoModelForSequenceClassification"
    imports = "AutoTokenizer" if is_openvino else f"{auto_class}, AutoTokenizer"
    model = (
        'openvino.compile_model(f"{folder}/openvino/model.xml", "CPU")'
        if is_openvino
        else f"{auto_class}.from_pretrained(folder).eval()"
    )
    read = _READ.format(
        file_name=file_name,
        encoding="utf-8-sig" if encoding == "utf-8" else encoding,
        column=column,
        delimiter=delimiter,
        max_tokens=card.max_tokens,
    )
    libraries = ("csv", "numpy", "openvino") if is_openvino else ("csv", "torch")
    return (
        "".join(f"import {library}\n" for library in libraries)
        + _HEAD.format(
            imports=imports, folder_import=folder_import(), folder_lines=folder_lines(card, backend)
        )
        + f"model = {model}\n"
        + read
        + (_OPENVINO if is_openvino else _TORCH)
    )
