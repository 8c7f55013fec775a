"""The lines of plain library code that give a reader's answers, to one question or to a table."""

from dataclasses import dataclass
from textwrap import indent

from components.export.model_folder import folder_import, folder_lines
from components.records.model import ModelCard

ENDS = " \t\r\n\u3000,;:，；：、。！？"
"""What an answer neither begins nor ends with."""
PAIRS = "() [] （） 《》 「」 『』 “” 【】"
"""Brackets; half a pair is not left at the end of an answer."""

_HEAD = """\
{folder_import}
from transformers import {imports}

{folder_lines}tokenizer = AutoTokenizer.from_pretrained(folder)
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
    split_special_tokens=True, return_overflowing_tokens=True, return_offsets_mapping=True)
odds = {{}}
for number, offsets in enumerate(windows["offset_mapping"]):
    inputs = {{name: {array}([windows[name][number]]) for name in tokenizer.model_input_names}}
"""

_TORCH = """\
    with torch.inference_mode():
        start, end = (logits[0].tolist() for logits in model(**inputs).to_tuple())
"""

_OPENVINO = """\
    given = {p.any_name: inputs.get(p.any_name, 0 * inputs["input_ids"]) for p in model.inputs}
    start, end = (logits[0].tolist() for logits in model(given).to_tuple())
"""

_TORCH_SHARES = "torch.tensor([0, *odds.values()]).double().softmax(0)"
_OPENVINO_SHARES = "(powers := numpy.exp([0.0, *odds.values()])) / powers.sum()"

_SPANS = """\
    own = [place for place, part in enumerate(windows.sequence_ids(number)) if part == 1]
    for i, j in ((i, j) for i in own for j in range(i, min(i + {longest}, own[-1] + 1))):
        span, score = (offsets[i][0], offsets[j][1]), start[i] + end[j] - start[0] - end[0]
        odds[span] = max(score, odds.get(span, score))
begin, stop = max(odds, key=odds.get)
span, ends, pairs = text[begin:stop], {ends!r}, {pairs!r}.split()
left, right = (ends + "".join(p[i] for p in pairs if p[1 - i] not in span) for i in (0, 1))
begin, stop = stop - len(span.lstrip(left)), begin + len(span.rstrip(right))
parts = [p for p in regex.finditer(r"\\X", text) if begin < p.end() and p.start() < stop]
answer = "".join(p[0] for p in parts) or span  # no comma or half of a pair of brackets at its ends
shares = {shares}
print(f"{{answer!r}}: {{shares[1:].max():.6f}}, does not say: {{shares[0]:.6f}}")
"""


@dataclass(frozen=True)
class Decoding:
    """How a reader is run.

    Attributes:
        card: The model.
        max_tokens: Longest window, in tokens.
        overlap: Tokens that two windows share.
        longest: Longest answer, in tokens.
        backend: The library that gave the page's numbers: `torch` or `openvino`.
    """

    card: ModelCard
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
        Source that prints the same line per row.
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
    libraries = ("numpy", "openvino", "regex") if is_openvino else ("regex", "torch")
    model = (
        'openvino.compile_model(f"{folder}/openvino/model.xml", "CPU")'
        if is_openvino
        else f"{auto_class}.from_pretrained(folder).eval()"
    )
    return "".join(f"import {library}\n" for library in libraries) + _HEAD.format(
        imports="AutoTokenizer" if is_openvino else f"{auto_class}, AutoTokenizer",
        folder_import=folder_import(),
        folder_lines=folder_lines(decoding.card, decoding.backend),
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
    spans = _SPANS.format(
        longest=decoding.longest,
        ends=ENDS,
        pairs=PAIRS,
        shares=_OPENVINO_SHARES if is_openvino else _TORCH_SHARES,
    )
    return windows + compute + spans
