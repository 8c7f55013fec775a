"""The lines of plain library code that give the text generation page's text."""

from components.export.model_folder import folder_import, folder_lines
from components.records.model import ModelCard
from components.records.text_generation import TextGenerationRequest

_CHAT_MARKER = """\
# A control marker in a message, such as <|im_end|>, is one here; the app keeps it ordinary text.
"""


_HEAD = """\
{imports}
{folder_import}
from transformers import {classes}

{folder_lines}tokenizer = AutoTokenizer.from_pretrained(folder)
"""

_TORCH = """\
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()

{inputs}
{seed}output = model.generate(
    **inputs,
{settings})
for sequence in output[:, inputs["input_ids"].shape[1] :]:
    print(repr(tokenizer.decode(sequence, skip_special_tokens=True)))
"""

_OPENVINO = """\
model = openvino_genai.LLMPipeline(
    f"{{folder}}/openvino",
    "CPU",
    INFERENCE_PRECISION_HINT="f32",
    KV_CACHE_PRECISION="f16",
    DYNAMIC_QUANTIZATION_GROUP_SIZE="0",
)

{inputs}
config = openvino_genai.GenerationConfig(
    eos_token_id=tokenizer.eos_token_id,
{settings})
output = model.generate(openvino.Tensor(inputs["input_ids"]), config)
for sequence in output.tokens:
    print(repr(tokenizer.decode(sequence, skip_special_tokens=True)))
"""


def text_generation_code(
    card: ModelCard, request: TextGenerationRequest, backend: str = "torch"
) -> str:
    """Write the code that prints the sequences of a request.

    Args:
        request: Prompt and settings; the visitor's text enters as a literal.
        backend: The library that wrote the page's text: `torch` or `openvino`.

    Returns:
        Source that prints the repr of one sequence per line, in the page's order. On the same
        device it is the same text, unless tokens are sampled without a seed.
    """
    is_openvino = backend == "openvino"
    settings = _openvino_settings(request) if is_openvino else _settings(request)
    is_seeded = _is_sampled(request) and request.seed is not None
    head = _HEAD.format(
        imports="import openvino\nimport openvino_genai" if is_openvino else "import torch",
        classes="AutoTokenizer" if is_openvino else "AutoModelForCausalLM, AutoTokenizer",
        folder_import=folder_import(),
        folder_lines=folder_lines(card, backend),
    )
    return head + (_OPENVINO if is_openvino else _TORCH).format(
        inputs=_inputs(request, tensors="np" if is_openvino else "pt"),
        seed=f"torch.manual_seed({request.seed})\n" if is_seeded else "",
        settings="".join(f"    {name}={value!r},\n" for name, value in settings.items()),
    )


def _is_sampled(request: TextGenerationRequest) -> bool:
    return request.num_beams == 1 and request.temperature > 0


def _inputs(request: TextGenerationRequest, tensors: str) -> str:
    if not request.is_chat:
        text = request.messages[-1].content
        return (
            f'inputs = tokenizer({text!r}, split_special_tokens=True, return_tensors="{tensors}")'
        )
    rows = "".join(
        f"    {{'role': {m.role!r}, 'content': {m.content!r}}},\n" for m in request.messages
    )
    has_marker = any("<|" in message.content for message in request.messages)
    return (
        f"{_CHAT_MARKER if has_marker else ''}messages = [\n{rows}]\n"
        "inputs = tokenizer.apply_chat_template(\n"
        f'    messages, add_generation_prompt=True, return_dict=True, return_tensors="{tensors}"\n)'
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


def _openvino_settings(request: TextGenerationRequest) -> dict[str, int | float | bool]:
    settings = _settings(request)
    if settings.get("top_k") == 0:  # which is how transformers takes all
        del settings["top_k"]
    if _is_sampled(request) and request.seed is not None:
        settings["rng_seed"] = request.seed
    return settings
