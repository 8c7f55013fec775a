"""Documents that can be asked: cut into passages, embedded, searched, written about, judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from components.records.document import Document
from components.records.model import ModelCard
from components.records.text_generation import ChatMessage, TextGenerationRequest
from components.retrieval.index import Found, PassageIndex
from components.retrieval.support import Support, judge_support
from components.text.passages import Passage, estimate_tokens, join_passages
from components.text.scripts import unread_script
from components.text.sentences import Sentence, split_sentences

READ_PASSAGES = 5
"""Number of passages that are read for a question."""
MAX_NEW_TOKENS = 60
REPETITION_PENALTY = 1.03
"""Without a penalty, a model this small repeats the same sentence until it is stopped."""
INSTRUCTION = {
    "en": "Answer the question in one or two sentences, using only the passages. "
    "If they do not say, answer: The passages do not say.",
    "zh": "只根据给出的段落，用一两句话回答问题。如果段落里没有说，就回答：段落里没有说。",
}

EmbedTexts = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass
class Embedded:
    """One document on its way to being searchable; it lives in the session.

    Attributes:
        document: The document.
        passages: Its passages; their `text_index` is 0.
        rows: float32, (hidden,): the vectors of the first passages, as far as they were computed.
    """

    document: Document
    passages: list[Passage]
    rows: list[NDArray[np.float32]] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Texts of the passages that have no vector yet."""
        text = self.document.text
        return [text[p.start : p.end] for p in self.passages[len(self.rows) :]]

    @property
    def tokens_missing(self) -> float:
        """Remaining work, in estimated tokens."""
        return sum(estimate_tokens(text) for text in self.missing)


@dataclass(frozen=True)
class Library:
    """Documents that were embedded whole.

    Attributes:
        documents: In the order of the shelf.
        passages: Of all documents; `text_index` says of which.
        index: Searches them.
    """

    documents: tuple[Document, ...]
    passages: list[Passage]
    index: PassageIndex

    def text_of(self, passage: Passage) -> str:
        """Return a passage's words."""
        return self.documents[passage.text_index].text[passage.start : passage.end]

    def join(self, found: Sequence[Found]) -> list[Passage]:
        """Return what is read for a question: passages that overlap become one stretch."""
        return join_passages([self.passages[one.index] for one in found])


@dataclass(frozen=True)
class Reading:
    """What is read for a question.

    Attributes:
        question: Cleaned.
        found: Passages as they were found, the best first.
        stretches: The same, those that overlap joined.
        texts: The words of each stretch.
    """

    question: str
    found: tuple[Found, ...]
    stretches: tuple[Passage, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """What was written, sentence by sentence.

    Attributes:
        sentences: Of the text.
        supports: How well the passages support each.
        sources: Sentences of the passages, which the supports' `nearest` counts.
    """

    sentences: list[Sentence]
    supports: list[Support]
    sources: list[str]


def make_library(parts: Sequence[Embedded]) -> Library:
    """Make the library of documents that are embedded whole."""
    passages = [
        Passage(number, p.start, p.end) for number, part in enumerate(parts) for p in part.passages
    ]
    documents = tuple(part.document for part in parts)
    texts = [documents[p.text_index].text[p.start : p.end] for p in passages]
    vectors = np.stack([row for part in parts for row in part.rows])
    return Library(documents, passages, PassageIndex(texts, vectors))


def read_for(library: Library, question: str, embed: EmbedTexts) -> Reading:
    """Find what is read for a question.

    Args:
        library: The documents.
        question: Cleaned.
        embed: Returns float32, (text, hidden), of texts as a retriever takes queries; raises
            `Refusal` where that is not possible.
    """
    found = library.index.find(question, embed([question])[0], READ_PASSAGES)
    stretches = library.join(found)
    texts = tuple(library.text_of(stretch) for stretch in stretches)
    return Reading(question, tuple(found), tuple(stretches), texts)


def find_writer(question: str, cards: Sequence[ModelCard]) -> ModelCard | None:
    """Find a model that chats in the question's language; None if there is none.

    Args:
        question: Cleaned.
        cards: Models that can be used, in the order of preference.
    """
    fits = (c for c in cards if c.is_chat and unread_script(question, c.languages) is None)
    return next(fits, None)


def make_writer_request(
    card: ModelCard, reading: Reading
) -> tuple[TextGenerationRequest, list[str]]:
    """Write the prompt.

    Args:
        card: Who is asked.
        reading: Question and texts.

    Returns:
        The request, and the texts in it: those that the model can read; perhaps none.
    """
    texts = [text for text in reading.texts if unread_script(text, card.languages) is None]
    passages = "\n\n".join(f"[{number}] {text}" for number, text in enumerate(texts, start=1))
    is_chinese = unread_script(reading.question, ("zh",)) is None
    messages = (
        ChatMessage("system", INSTRUCTION["zh" if is_chinese else "en"]),
        ChatMessage("user", f"{passages}\n\n{reading.question}"),
    )
    request = TextGenerationRequest(
        messages,
        is_chat=True,
        max_new_tokens=MAX_NEW_TOKENS,
        temperature=0.0,
        repetition_penalty=REPETITION_PENALTY,
    )
    return request, texts


def judge(text: str, texts: Sequence[str], embed: EmbedTexts) -> Judged | None:
    """Compare a generated text with its sources, sentence by sentence.

    Args:
        text: What was written.
        texts: The passages.
        embed: Returns float32, (text, hidden), of texts that are compared with each other; raises
            `Refusal` where that is not possible.

    Returns:
        None if either has no sentence.
    """
    sentences = split_sentences(text)
    sources = [sentence.text for passage in texts for sentence in split_sentences(passage)]
    if not sentences or not sources:
        return None
    count = len(sentences)
    vectors = embed([*(sentence.text for sentence in sentences), *sources])
    words = [sentence.text for sentence in sentences]
    supports = judge_support(words, vectors[:count], sources, vectors[count:])
    return Judged(sentences, supports, sources)
