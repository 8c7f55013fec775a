"""The lines of plain transformers code that give the text generation page's text."""

from components.records.text_generation import TextGenerationRequest

_CHAT_MARKER = """\
# A control marker in a message, such as <|im_end|>, is one here; the app keeps it ordinary text.
"""


def text_generation_code(model_id: str, request: TextGenerationRequest) -> str:
    """Write the code that prints the sequences of a request.

    Args:
        model_id: Id in the catalog.
        request: Prompt and settings; the visitor's text enters as a literal.

    Returns:
        Source that prints the repr of one sequence a line, in the page's order. On the same device
        it is the same text.
    """
    seed = f"torch.manual_seed({request.seed})\n" if _is_sampled(request) else ""
    settings = "".join(f"    {name}={value!r},\n" for name, value in _settings(request).items())
    return f"""\
import torch
from components.models.preparation import prepared_folder
from transformers import AutoModelForCausalLM, AutoTokenizer

folder = prepared_folder({model_id!r})
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()

{_inputs(request)}
{seed}output = model.generate(
    **inputs,
{settings})
for sequence in output[:, inputs["input_ids"].shape[1] :]:
    print(repr(tokenizer.decode(sequence, skip_special_tokens=True)))
"""


def _is_sampled(request: TextGenerationRequest) -> bool:
    return request.num_beams == 1 and request.temperature > 0


def _inputs(request: TextGenerationRequest) -> str:
    if not request.is_chat:
        text = request.messages[-1].content
        return f'inputs = tokenizer({text!r}, split_special_tokens=True, return_tensors="pt")'
    rows = "".join(
        f"    {{'role': {m.role!r}, 'content': {m.content!r}}},\n" for m in request.messages
    )
    has_marker = any("<|" in message.content for message in request.messages)
    return (
        f"{_CHAT_MARKER if has_marker else ''}messages = [\n{rows}]\n"
        "inputs = tokenizer.apply_chat_template(\n"
        '    messages, add_generation_prompt=True, return_dict=True, return_tensors="pt"\n)'
    )


def _settings(request: TextGenerationRequest) -> dict[str, int | float | bool]:
    settings: dict[str, int | float | bool] = {
        "max_new_tokens": request.max_new_tokens,
        "do_sample": _is_sampled(request),
    }
    if _is_sampled(request):
        settings |= {
            "temperature": request.temperature,
            "top_k": request.top_k,
            "top_p": request.top_p,
        }
    settings["repetition_penalty"] = request.repetition_penalty
    if request.num_beams > 1:
        settings["num_beams"] = request.num_beams
    if request.num_sequences > 1:
        settings["num_return_sequences"] = request.num_sequences
    return settings
