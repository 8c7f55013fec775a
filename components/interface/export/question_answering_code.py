"""The lines of plain library code that give the answer of the page that asks a passage."""

_HEAD = """\
from components.models.inference.span_decoding import tidy_span
from components.models.preparation import prepared_folder
from transformers import {imports}

folder = prepared_folder({model_id!r})
tokenizer = AutoTokenizer.from_pretrained(folder)
model = {model}

question = {question!r}
text = {text!r}
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


def question_answering_code(
    question: str,
    text: str,
    model_id: str,
    max_tokens: int,
    overlap: int,
    longest: int,
    backend: str = "torch",
) -> str:
    """Write the code that answers one question.

    Args:
        question: As the model was given it; it enters as a literal, like the text.
        text: The passage.
        model_id: Id in the catalog.
        max_tokens: Longest window, in tokens.
        overlap: Tokens that two windows share.
        longest: Longest answer, in tokens.
        backend: The library that gave the page's numbers: `torch` or `openvino`.

    Returns:
        Source that prints the best span, its probability, and that of "the text does not say".
    """
    is_openvino = backend == "openvino"
    auto_class = "AutoModelForQuestionAnswering"
    libraries = ("math", "numpy", "openvino") if is_openvino else ("math", "torch")
    model = (
        'openvino.compile_model(folder / "openvino" / "model.xml", "CPU")\nports = model.inputs'
        if is_openvino
        else f"{auto_class}.from_pretrained(folder).eval()"
    )
    head = _HEAD.format(
        imports="AutoTokenizer" if is_openvino else f"{auto_class}, AutoTokenizer",
        model_id=model_id,
        model=model,
        question=question,
        text=text,
        max_tokens=max_tokens,
        overlap=overlap,
        array="numpy.array" if is_openvino else "torch.tensor",
    )
    imports = "".join(f"import {library}\n" for library in libraries)
    return imports + head + (_OPENVINO if is_openvino else _TORCH) + _SPANS.format(longest=longest)
