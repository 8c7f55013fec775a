"""Request and result of text generation."""

from dataclasses import dataclass
from typing import Literal

from components.records.answer import Provenance
from components.records.request import Request

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True)
class ChatMessage:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True)
class TextGenerationRequest(Request["TextGenerationResult"]):
    """A prompt and how to continue it.

    Attributes:
        messages: The conversation; for a plain continuation one user message, taken as it is.
        is_chat: True puts the messages into the model's chat template.
        max_new_tokens: Longest continuation, in tokens.
        temperature: Divides the logits; 0 takes the most probable token at each step.
        top_k: Only the k most probable tokens are sampled from; 0 for all.
        top_p: Only the smallest set with this probability mass (Holtzman et al. 2020); 1 for all.
        repetition_penalty: Divides the logit of tokens already there (Keskar et al. 2019); 1 for
            none.
        seed: Of the random numbers; None for a different text each time.
        num_sequences: How many continuations.
        num_beams: Width of a beam search; 1 for none. Beams do not sample.
    """

    messages: tuple[ChatMessage, ...]
    is_chat: bool = False
    max_new_tokens: int = 80
    temperature: float = 0.7
    top_k: int = 50
    top_p: float = 0.95
    repetition_penalty: float = 1.1
    seed: int | None = None
    num_sequences: int = 1
    num_beams: int = 1

    @property
    def is_stepwise(self) -> bool:
        """True for one sequence or several sampled ones, no beams: the quick decoder's work."""
        return self.num_beams == 1 and (self.num_sequences == 1 or self.temperature > 0)


@dataclass(frozen=True)
class GeneratedSequence:
    """One continuation.

    Attributes:
        text: What the model wrote, the prompt not included.
        num_tokens: How many tokens that is, the end token included where the model gave one.
        is_finished: True if the model ended by itself, False if the limit cut it.
        mean_logprob_nats: Mean log-probability of its tokens under the model, temperature and
            filters not applied, in nats; None if it was not computed.
        beam_score_nats: What a beam search ranks by: the same mean with the repetition penalty
            applied, in nats; None if nothing was searched.
    """

    text: str
    num_tokens: int
    is_finished: bool
    mean_logprob_nats: float | None = None
    beam_score_nats: float | None = None


@dataclass(frozen=True)
class TextGenerationResult:
    """All continuations of a prompt.

    Attributes:
        sequences: In the order of the batch, for beams the best first.
        tokens_per_s: New tokens of all sequences by the seconds they took, the prompt's pass
            included.
        provenance: Where it comes from; its tokens are those of the prompt.
        num_dropped_messages: How many of the oldest messages of a conversation did not fit.
    """

    sequences: tuple[GeneratedSequence, ...]
    tokens_per_s: float
    provenance: Provenance
    num_dropped_messages: int = 0
