"""A conversation or a plain prompt as token ids."""

from bisect import bisect_left
from dataclasses import dataclass

import regex

from components.models.backends.loaded import LoadedModel
from components.records.refusal import Refusal
from components.records.text_generation import ChatMessage, TextGenerationRequest


@dataclass(frozen=True)
class Prompt:
    """What the model is given.

    Attributes:
        input_ids: Token ids.
        num_dropped: How many of the oldest messages were left out to make it fit.
    """

    input_ids: list[int]
    num_dropped: int = 0


def encode_prompt(loaded: LoadedModel, request: TextGenerationRequest) -> Prompt:
    """Return the token ids of a request's prompt, with room for the new tokens.

    The template's own markers become control tokens; the same characters typed by a visitor stay
    ordinary text. A conversation that does not fit loses its oldest turns, never its system message
    nor its last message.

    Raises:
        Refusal: `no_chat` when a chat is wanted of a model without a template; `prompt_too_long`
            with `tokens` and `limit` when the prompt, or the last message alone, leaves no room.
    """
    limit = loaded.max_tokens - request.max_new_tokens
    if not request.is_chat:
        return Prompt(_require_fit(_encode_text(loaded, request.messages[-1].content), limit))
    if not loaded.tokenizer.chat_template:
        raise Refusal("no_chat", model=loaded.card.name)
    head, turns = _divide(request.messages)
    cuts = [cut for cut in range(len(turns)) if turns[cut].role == "user"] or [0]

    def fits(cut: int) -> bool:
        return len(_encode_chat(loaded, head + turns[cut:])) <= limit

    cut = cuts[min(bisect_left(cuts, True, key=fits), len(cuts) - 1)]
    return Prompt(_require_fit(_encode_chat(loaded, head + turns[cut:]), limit), cut)


def _require_fit(ids: list[int], limit: int) -> list[int]:
    if len(ids) > limit:
        raise Refusal("prompt_too_long", tokens=len(ids), limit=limit)
    return ids


def _divide(
    messages: tuple[ChatMessage, ...],
) -> tuple[tuple[ChatMessage, ...], tuple[ChatMessage, ...]]:
    start = 1 if messages[0].role == "system" else 0
    return messages[:start], messages[start:]


def _encode_text(loaded: LoadedModel, text: str, *, add_special_tokens: bool = True) -> list[int]:
    return list(
        loaded.tokenizer(
            text,
            split_special_tokens=True,
            add_special_tokens=add_special_tokens,
            verbose=False,
        )["input_ids"]
    )


def _encode_chat(loaded: LoadedModel, messages: tuple[ChatMessage, ...]) -> list[int]:
    """Tokenize the template's frame: its markers as control tokens, all else as ordinary text.

    Slots stand for the messages while the frame is divided at its markers, so that a marker inside
    a message is never taken for one. Text between two markers is tokenized in one piece, which
    gives the ids that `apply_chat_template(tokenize=True)` gives for messages without markers.
    """
    slots = [f"\ue000{index}\ue001" for index in range(len(messages))]
    frame = loaded.tokenizer.apply_chat_template(
        [{"role": m.role, "content": slot} for m, slot in zip(messages, slots, strict=True)],
        tokenize=False,
        add_generation_prompt=True,
    )
    contents = {slot: message.content for slot, message in zip(slots, messages, strict=True)}
    markers = {
        token.content: token_id
        for token_id, token in loaded.tokenizer.added_tokens_decoder.items()
        if token.special
    }
    ids: list[int] = []
    for part in regex.splititer(r"(\L<markers>)", frame, markers=list(markers)):
        if part in markers:
            ids.append(markers[part])
        elif part:
            text = regex.sub("\ue000\\d+\ue001", lambda match: contents[match[0]], part)
            ids += _encode_text(loaded, text, add_special_tokens=False)
    return ids
