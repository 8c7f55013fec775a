"""The lines of plain library code that give a reader's answers, to one question or to a table."""

from dataclasses import dataclass
from textwrap import indent

_HEAD = """\
from components.engine.inference.span_decoding import tidy_span
from components.models.preparation import prepared_folder
from transformers import {imports}

folder = prepared_folder({model_id!r})
tokenizer = AutoTokenizer.from_pretrained(folder)
model = {model}

"""

_ASKED = """\
question = {question!r}
text = {text!r}
"""

_TABLE = """\
file = open({file_name!r}, encoding={encoding!r}, newline="")
for row in csv.DictReader(file, delimiter={delimiter!r}):
    question, text = row[{question!r}], row[{text!r}]
"""

_WINDOWS = """\
windows = tokenizer(
    [question], [text], truncation="only_second", max_length={max_tokens}, stride={overlap},
    split_special_tokens=True, return_overflowing_tokens=True, return_offsets_mapping=True,
)
odds = {{}}
for number, offsets in enumerate(windows["offset_mapping"]):
    inputs = {{name: {array}([windows[name][number]]) for name in tokenizer.model_input_names}}
"""

_TORCH = """\
    with torch.inference_mode():
        output = model(**inputs)
    start, end = output.start_logits[0].tolist(), output.end_logits[0].tolist()
"""

_OPENVINO = """\
    output = model({p.any_name: inputs.get(p.any_name, 0 * inputs["input_ids"]) for p in ports})
    start, end = output[0][0].tolist(), output[1][0].tolist()
"""

_SPANS = """\
    own = [place for place, part in enumerate(windows.sequence_ids(number)) if part == 1]
    for first in own:
        for last in range(first, min(first + {longest}, own[-1] + 1)):
            span = offsets[first][0], offsets[last][1]
            score = start[first] + end[last] - start[0] - end[0]
            odds[span] = max(score, odds.get(span, score))
best = max(odds, key=odds.get)
total = 1 + sum(math.exp(score) for score in odds.values())
answer = text[slice(*tidy_span(text, *best))]
print(f"{{answer!r}}: {{math.exp(odds[best]) / total:.6f}}, does not say: {{1 / total:.6f}}")
"""


@dataclass(frozen=True)
class Decoding:
    """How a reader is run.

    Attributes:
        model_id: Id in the catalog.
        max_tokens: Longest window, in tokens.
        overlap: Tokens that two windows share.
        longest: Longest answer, in tokens.
        backend: The library that gave the page's numbers: `torch` or `openvino`.
    """

    model_id: str
    max_tokens: int
    overlap: int
    longest: int
    backend: str = "torch"


@dataclass(frozen=True)
class TableFile:
    """A file with questions and texts; all of it enters the code as literals.

    Attributes:
        name: Of the visitor's file.
        question: Name of the column with the questions, as it stands in the file.
        text: Name of the column with the texts.
        encoding: Python's name of the file's encoding.
        delimiter: What separates its cells.
    """

    name: str
    question: str
    text: str
    encoding: str
    delimiter: str


def question_answering_code(question: str, text: str, decoding: Decoding) -> str:
    """Write the code that answers one question.

    Args:
        question: As the model was given it; it enters as a literal, like the text.
        text: The passage.
        decoding: How the reader is run.

    Returns:
        Source that prints the best span, its probability, and that of "the text does not say".
    """
    asked = _ASKED.format(question=question, text=text)
    return _write_head(decoding) + asked + _write_body(decoding)


def question_table_code(file: TableFile, decoding: Decoding) -> str:
    """Write the code that answers the questions of a CSV file.

    Args:
        file: The file.
        decoding: How the reader is run.

    Returns:
        Source that prints the same line a row.
    """
    read = _TABLE.format(
        file_name=file.name,
        encoding="utf-8-sig" if file.encoding == "utf-8" else file.encoding,
        delimiter=file.delimiter,
        question=file.question,
        text=file.text,
    )
    head = _write_head(decoding)
    return f"import csv\n{head}{read}{indent(_write_body(decoding), 4 * ' ')}"


def _write_head(decoding: Decoding) -> str:
    is_openvino = decoding.backend == "openvino"
    auto_class = "AutoModelForQuestionAnswering"
    libraries = ("math", "numpy", "openvino") if is_openvino else ("math", "torch")
    model = (
        'openvino.compile_model(folder / "openvino" / "model.xml", "CPU")\nports = model.inputs'
        if is_openvino
        else f"{auto_class}.from_pretrained(folder).eval()"
    )
    return "".join(f"import {library}\n" for library in libraries) + _HEAD.format(
        imports="AutoTokenizer" if is_openvino else f"{auto_class}, AutoTokenizer",
        model_id=decoding.model_id,
        model=model,
    )


def _write_body(decoding: Decoding) -> str:
    is_openvino = decoding.backend == "openvino"
    windows = _WINDOWS.format(
        max_tokens=decoding.max_tokens,
        overlap=decoding.overlap,
        array="numpy.array" if is_openvino else "torch.tensor",
    )
    compute = _OPENVINO if is_openvino else _TORCH
    return windows + compute + _SPANS.format(longest=decoding.longest)
