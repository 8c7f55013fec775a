"""Which model of a task reads a text: the languages of its card against the text's scripts."""

from collections.abc import Sequence

from components.engine.inference.span_decoding import MAX_ANSWER_TOKENS
from components.engine.inference.span_windows import OVERLAP_TOKENS, READ_TOKENS
from components.export.question_answering_code import Decoding
from components.records.model import ModelCard
from components.text.scripts import unread_script
from components.text.sentences import split_sentences

MOST_PARTS = 200
"""At most this many sentences are examined; they suffice to recognise a longer text."""


def find_reader(wish: ModelCard, cards: Sequence[ModelCard], texts: Sequence[str]) -> ModelCard:
    """Find a model that reads every sentence.

    Args:
        wish: Taken where it does, or where none does.
        cards: The others, in the order of preference.
        texts: What is to be read; each sentence counts, so that a Chinese sentence among English
            ones is read too.
    """
    parts = [part.text for text in texts for part in split_sentences(text)][:MOST_PARTS]

    def reads(card: ModelCard) -> bool:
        return all(unread_script(part, card.languages) is None for part in parts)

    return wish if reads(wish) else next(filter(reads, cards), wish)


def decoding_of(card: ModelCard, backend: str) -> Decoding:
    """Describe how the app cuts texts for a reader and decodes its answers, for the shown code.

    Args:
        card: The reader.
        backend: The library that answers.
    """
    longest = min(READ_TOKENS, card.max_tokens)
    return Decoding(card, longest, OVERLAP_TOKENS, MAX_ANSWER_TOKENS, backend)
