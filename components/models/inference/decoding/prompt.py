"""A conversation or a plain prompt as token ids."""

from components.models.backends.loaded import LoadedModel
from components.models.inference.encoding import encode
from components.records.refusal import Refusal
from components.records.text_generation import ChatMessage, TextGenerationRequest


def encode_prompt(loaded: LoadedModel, request: TextGenerationRequest) -> list[int]:
    """Token ids of a request's prompt.

    The template's own markers become control tokens; the same characters typed by a visitor stay
    ordinary text, because every message is tokenized apart from the template.

    Raises:
        Refusal: `no_chat` when a chat is wanted of a model without a template.
    """
    if not request.is_chat:
        return encode(loaded, request.messages[-1].content).input_ids
    if not loaded.tokenizer.chat_template:
        raise Refusal("no_chat", model=loaded.card.name)
    slots = [f"\ue000{index}\ue001" for index in range(len(request.messages))]
    frame = loaded.tokenizer.apply_chat_template(
        [{"role": m.role, "content": s} for m, s in zip(request.messages, slots, strict=True)],
        tokenize=False,
        add_generation_prompt=True,
    )
    return _fill_frame(loaded, frame, slots, request.messages)


def _fill_frame(
    loaded: LoadedModel, frame: str, slots: list[str], messages: tuple[ChatMessage, ...]
) -> list[int]:
    """Tokenize the template's text with control tokens and the messages without."""
    ids: list[int] = []
    for slot, message in zip(slots, messages, strict=True):
        before, _, frame = frame.partition(slot)
        ids += loaded.tokenizer(before, add_special_tokens=False)["input_ids"]
        ids += loaded.tokenizer(
            message.content.strip(), add_special_tokens=False, split_special_tokens=True
        )["input_ids"]
    return ids + list(loaded.tokenizer(frame, add_special_tokens=False)["input_ids"])
