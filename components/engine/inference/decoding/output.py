"""Generated token ids as text, whole or growing, and as the record of a sequence."""

from collections.abc import Collection
from dataclasses import dataclass, field

from components.models.backends.loaded import LoadedModel
from components.records.text_generation import GeneratedSequence


def end_token_ids(loaded: LoadedModel) -> list[int]:
    """Tokens that end a text: the generation config's, else the tokenizer's."""
    ids = loaded.model.generation_config.eos_token_id
    if ids is None:
        ids = loaded.tokenizer.eos_token_id
    return [ids] if isinstance(ids, int) else list(ids or [])


def decode(loaded: LoadedModel, ids: list[int]) -> str:
    """Return the text of generated tokens, without control tokens, with the model's own spaces."""
    text: str = loaded.tokenizer.decode(
        ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
    )
    return text


class TextStream:
    """Text of a growing list of tokens, held back while its last character is incomplete."""

    def __init__(self, loaded: LoadedModel) -> None:
        self._loaded, self._shown = loaded, 0

    def push(self, ids: list[int]) -> str:
        """Return what can be shown since the last call; `ids` are all tokens so far."""
        # an incomplete character decodes to U+FFFD until the rest of its bytes has come
        return self._advance(decode(self._loaded, ids).rstrip("\ufffd"))

    def close(self, ids: list[int]) -> str:
        """Return the rest, incomplete or not."""
        return self._advance(decode(self._loaded, ids))

    def _advance(self, text: str) -> str:
        delta = text[self._shown :]
        self._shown += len(delta)
        return delta


@dataclass
class Written:
    """A sequence that is being written: its tokens and their log-probability in nats, summed."""

    ids: list[int] = field(default_factory=list)
    logprob_nats: float = 0.0
    is_finished: bool = False

    def append(self, token_id: int, logprob_nats: float, ends: Collection[int]) -> None:
        """Take a token, unless one that ends the text has come before."""
        if not self.is_finished:
            self.ids.append(token_id)
            self.logprob_nats += logprob_nats
            self.is_finished = token_id in ends

    def record(self, loaded: LoadedModel) -> GeneratedSequence:
        """Return the sequence as a result holds it."""
        return GeneratedSequence(
            text=decode(loaded, self.ids),
            num_tokens=len(self.ids),
            is_finished=self.is_finished,
            mean_logprob_nats=self.logprob_nats / max(len(self.ids), 1),
        )
