"""The lines of plain transformers code that look through a model's layers."""

from components.export.model_folder import folder_import, folder_lines
from components.records.anatomy import AUTO_CLASSES, FAMILIES
from components.records.layers import LayersRequest
from components.records.model import ModelCard

_START = """\
import torch
{folder_import}
from transformers import {auto}, AutoTokenizer

{folder_lines}tokenizer = AutoTokenizer.from_pretrained(folder)
model = {auto}.from_pretrained(folder, dtype=torch.float32).eval()

text, place = {text!r}, {place}  # from 0
limits = {{"truncation": True, "max_length": {max_tokens}, "split_special_tokens": True}}
inputs = tokenizer(text, return_tensors="pt", **limits)
"""
_LENS = """\
norm, kept = model.{norm}, []
norm.register_forward_pre_hook(lambda module, given: kept.append(given[0]))
with torch.inference_mode():
    states = model(**inputs, output_hidden_states=True).hidden_states
    states = [*states[:-1], kept[0]]  # the library's last state is normed already
    for layer, state in enumerate(states):
        logprobs = model.{head}(norm(state[0, place])).log_softmax(-1)
        entropy_bits = -(logprobs.exp() * logprobs).sum() / torch.log(torch.tensor(2.0))
        best = logprobs.argmax()
        probability = logprobs[best].exp()
        print(f"{{layer}} {{probability:.6f}} {{entropy_bits:.4f}} {{tokenizer.decode(best)!r}}")
"""
_STATES = """\
with torch.inference_mode():
    states = torch.stack(model(**inputs, output_hidden_states=True).hidden_states)[:, 0]
units = torch.nn.functional.normalize(states, dim=-1)
for layer, rows in enumerate(units):
    cosines = rows @ rows[place]  # of every token with the chosen one
    print(layer, [round(cosine, 5) for cosine in cosines.tolist()])
"""


def layers_code(card: ModelCard, request: LayersRequest, place: int) -> str:
    """Write the code that prints one line per layer.

    Args:
        card: A model of a family that is known.
        request: The text, which enters as a literal.
        place: Of the token that is followed, from 0.

    Returns:
        Source that prints, of a decoder, the probability of each layer's likeliest next token, the
        entropy in bits and the token; of an encoder, the cosines of all tokens with the followed.
    """
    is_decoder = card.architecture == "decoder"
    start = _START.format(
        auto=AUTO_CLASSES["decoder" if is_decoder else "encoder"],
        folder_import=folder_import(),
        folder_lines=folder_lines(card),
        text=request.text,
        place=place,
        max_tokens=request.max_tokens,
    )
    if not is_decoder:
        return start + _STATES
    family = FAMILIES[str(card.family)]
    norm, head = f"{family.base}.{family.final_norm}", family.heads["decoder"].module
    return start + _LENS.format(norm=norm, head=head)
