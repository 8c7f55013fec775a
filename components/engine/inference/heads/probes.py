"""Ask a model of any architecture: for a class, the next token, a span, or a vector."""

from components.engine.inference.encoding import encode, show_token
from components.engine.inference.heads.probe import Answers, Probe
from components.engine.inference.heads.span_probe import make_span_probe
from components.engine.inference.sentiment import labels_of
from components.engine.inference.softmax import log_softmax
from components.models.backends.classifier import TorchClassifier
from components.models.backends.loaded import LoadedModel
from components.records.refusal import Refusal


def make_probe(loaded: LoadedModel, text: str, question: str, max_tokens: int) -> Probe:
    """Make an input of a text as the model's architecture wants it.

    Args:
        loaded: Any model.
        question: Used where the model answers questions.
        max_tokens: Longest input.

    Raises:
        Refusal: `text_empty` when there is nothing to read, or no question for a model that needs
            one.
    """
    if loaded.card.architecture == "question-answerer":
        return make_span_probe(loaded, text, question, max_tokens)
    encoded = encode(loaded, text, max_tokens)
    if all(token.is_special for token in encoded.tokens):
        raise Refusal("text_empty")
    kinds: dict[str, type[Probe]] = {
        "decoder": NextTokenProbe,
        "sequence-classifier": LabelProbe,
        "encoder": VectorProbe,
    }
    return kinds[loaded.card.architecture](loaded, encoded.input_ids, encoded.count)


class LabelProbe(Probe):
    """Asks a classifier for a class."""

    kind = "label"

    def read(self, num_copies: int) -> Answers:
        """Classify copies with torch, which hooks need, whatever else answers fastest."""
        loaded = self.loaded
        classifier = TorchClassifier(loaded.model, loaded.tokenizer, loaded.device)
        return Answers((log_softmax(classifier.compute_logits([self.input_ids] * num_copies)),))

    def spell(self, index: int) -> str:
        """Return the name of a class."""
        return labels_of(self.loaded)[index]


class NextTokenProbe(Probe):
    """Asks a decoder for the next token."""

    kind = "next_token"

    def read(self, num_copies: int) -> Answers:
        """Compute the distribution after the last token of every copy."""
        import torch

        with torch.inference_mode():
            output = self.loaded.model(
                input_ids=self.batch(num_copies), logits_to_keep=1, use_cache=False
            )
        return Answers((log_softmax(output.logits[:, -1].float().cpu().numpy()),))

    def spell(self, index: int) -> str:
        """Show a token of the vocabulary."""
        return show_token(self.loaded, index)


class VectorProbe(Probe):
    """Asks an encoder for the mean of its last hidden states, which has no outcomes."""

    kind = "vector"

    def read(self, num_copies: int) -> Answers:
        """Compute the vector of every copy."""
        import torch

        with torch.inference_mode():
            states = self.loaded.model(input_ids=self.batch(num_copies)).last_hidden_state
        return Answers(vectors=states.float().mean(dim=1).cpu().double().numpy())

    def spell(self, index: int) -> str:
        """Return a number as it is: the numbers of a vector have no names."""
        return str(index)
