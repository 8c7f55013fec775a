"""A question and long texts, cut into windows that a reader takes in one piece.

Windows of one text overlap, so that an answer at the edge of one stands whole in the next (the
"stride" of Devlin et al. 2019, arXiv:1810.04805).
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from components.engine.inference.encoding import ordinary_ids

MAX_QUESTION_TOKENS = 96
"""What is longer is cut: the rest of the window belongs to the text."""
READ_TOKENS = 384
"""Longest window; longer than in training, so that few passages need two."""
OVERLAP_TOKENS = 96
"""What neighbouring windows share: more than the longest answer, and some sentences around it."""


@dataclass(frozen=True)
class Window:
    """A question with one stretch of a text.

    Attributes:
        text_index: Which of the texts.
        input_ids: Token ids, special tokens included.
        offsets: One per token: first code point in its source and one past the last; tokens of the
            question count in the question, special tokens have (0, 0).
        first: Index of the text's first token.
        last: One past the index of the text's last token.
    """

    text_index: int
    input_ids: list[int]
    offsets: list[tuple[int, int]]
    first: int
    last: int

    @property
    def stretch(self) -> tuple[int, int]:
        """The code points of the text that the window covers: first, and one past the last."""
        if self.first == self.last:
            return 0, 0
        return self.offsets[self.first][0], self.offsets[self.last - 1][1]


def cut_windows(
    tokenizer: Any, question: str, texts: Sequence[str], max_tokens: int, overlap: int
) -> list[Window]:
    """Pair a question with every stretch of some texts.

    Markers such as `</s>` in a text are never special tokens: where the vocabulary has such a
    piece, it is read as unknown.

    Args:
        tokenizer: A fast tokenizer of transformers.
        question: What is asked; cut after `MAX_QUESTION_TOKENS`.
        texts: What is read.
        max_tokens: Longest window, question and special tokens included.
        overlap: Tokens of a text that two neighbouring windows share; fewer where the question
            leaves no room.

    Returns:
        Windows in the order of the texts; at least one per text, an empty text's without a token.
    """
    question = shorten_question(tokenizer, question)
    asked = len(tokenizer(question, split_special_tokens=True, verbose=False)["input_ids"])
    overlap = min(overlap, max(0, (max_tokens - asked) // 2))
    encoding = tokenizer(
        [question] * len(texts),
        list(texts),
        split_special_tokens=True,
        truncation="only_second",
        max_length=max_tokens,
        stride=overlap,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    markers = set(tokenizer.all_special_ids)
    return [
        _record(tokenizer, piece, encoding["overflow_to_sample_mapping"][number], markers)
        for number, piece in enumerate(encoding.encodings)
    ]


def _record(tokenizer: Any, piece: Any, text_index: int, markers: Set[int]) -> Window:
    own = [index for index, part in enumerate(piece.sequence_ids) if part == 1]
    ids = ordinary_ids(tokenizer, piece.ids, piece.special_tokens_mask, markers)
    first = own[0] if own else len(ids) - 1
    return Window(text_index, ids, list(piece.offsets), first, first + len(own))


def shorten_question(tokenizer: Any, question: str) -> str:
    """Cut a question after `MAX_QUESTION_TOKENS`.

    Args:
        tokenizer: A fast tokenizer of transformers.

    Returns:
        The question, or its beginning.
    """
    encoding = tokenizer(
        question,
        split_special_tokens=True,
        truncation=True,
        max_length=MAX_QUESTION_TOKENS,
        return_offsets_mapping=True,
    )
    return question[: max(end for _, end in encoding["offset_mapping"])]
