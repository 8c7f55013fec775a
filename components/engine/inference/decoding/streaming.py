"""A request of the quick decoder, which several visitors' requests share, as text that grows."""

from components.engine.inference.decoding.output import TextStream, Written, end_token_ids
from components.engine.inference.decoding.prompt import Prompt
from components.models.backends.capabilities import Decoder, WrittenText
from components.models.backends.loaded import LoadedModel
from components.records.answer import Progress, TextDelta
from components.records.text_generation import TextGenerationRequest


class TokenWriting:
    """The text of a request whose tokens a quick decoder writes.

    Args:
        loaded: Whose decoder it is; its tokenizer makes the text.
        decoder: Writes it.
        prompt: What the model is given.
        request: Settings without beams; temperature 0 takes the most probable token.
    """

    def __init__(
        self, loaded: LoadedModel, decoder: Decoder, prompt: Prompt, request: TextGenerationRequest
    ) -> None:
        self._loaded, self._prompt, self._chunk = loaded, prompt, decoder.chunk_tokens
        self._ends = end_token_ids(loaded)
        self._sequences = [Written() for _ in range(request.num_sequences)]
        self._text, self._num_steps = TextStream(loaded), 0
        self._num_read = len(prompt.input_ids)
        self._total = self._num_read + request.max_new_tokens
        self._stream = decoder.start(prompt.input_ids, request, self._ends)

    @property
    def is_over(self) -> bool:
        """True once nothing more will come."""
        return self._stream.is_over

    def read(self) -> TextDelta | Progress:
        """Take a step.

        Returns:
            New text where one sequence is wanted; how far it is where several are, and while a long
            prompt is read.
        """
        new = self._stream.read()
        self._num_steps += 1
        for number, tokens in new.items():
            for token_id, logprob_nats in tokens:
                self._sequences[number].append(token_id, logprob_nats, self._ends)
        if not new:
            return Progress(min(self._num_steps * self._chunk, self._num_read), self._total)
        if len(self._sequences) > 1:
            longest = max(len(sequence.ids) for sequence in self._sequences)
            return Progress(self._num_read + longest, self._total)
        ids = self._sequences[0].ids
        return TextDelta(self._text.close(ids) if self.is_over else self._text.push(ids))

    def finish(self) -> WrittenText:
        """Return the sequences, with their mean log-probability under the unfiltered model."""
        sequences = tuple(sequence.record(self._loaded) for sequence in self._sequences)
        return WrittenText(sequences, self._num_read, self._prompt.num_dropped)

    def cancel(self) -> None:
        """Drop the request; nothing if it is over."""
        self._stream.cancel()
