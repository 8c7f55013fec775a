"""Guesses about a table's columns: which holds the texts, which the labels, what a label means."""

from collections.abc import Sequence

from components.text.tables import Table

MAX_VALUES = 12
"""A column with more different values is not taken for one of labels."""
_SAMPLE_ROWS = 200

_TEXT_NAMES = (
    "text", "review", "comment", "content", "sentence", "message", "tweet", "feedback", "body",
    "文本", "评论", "内容", "评价", "句子", "留言", "反馈",
)  # fmt: skip
_LABEL_NAMES = (
    "label", "sentiment", "polarity", "class", "target", "category", "rating", "stars", "score",
    "标签", "情感", "情绪", "类别", "极性", "评分", "星级",
)  # fmt: skip
_PASSAGE_NAMES = (
    "context", "passage", "paragraph", "document", "article", "text",
    "段落", "原文", "上下文", "正文", "文章", "文本",
)  # fmt: skip
_QUESTION_NAMES = ("question", "query", "问题", "提问", "问句")
_ANSWER_NAMES = ("answer", "gold", "reference", "答案")
_CLASS_OF_WORD = {
    **dict.fromkeys(("negative", "neg", "bad", "负面", "负向", "消极", "差评", "负"), "negative"),
    **dict.fromkeys(("neutral", "neu", "mixed", "中性", "中立", "中评", "中"), "neutral"),
    **dict.fromkeys(("positive", "pos", "good", "正面", "正向", "积极", "好评", "正"), "positive"),
}
_CLASSES_OF_NUMBERS = (
    {"0": "negative", "1": "positive"},
    {"0": "negative", "1": "neutral", "2": "positive"},
    {"-1": "negative", "0": "neutral", "1": "positive"},
    {"0": "negative", "2": "neutral", "4": "positive"},
    {"1": "negative", "2": "negative", "3": "neutral", "4": "positive", "5": "positive"},
)
"""Usual codes; the first that has all of a column's numbers is taken."""


def guess_text_column(table: Table) -> int:
    """Guess which column holds the texts: by its name, else the one with the longest cells."""
    named = _find_name(table.columns, _TEXT_NAMES)
    if named is not None:
        return named
    lengths = [
        sum(len(row[index]) for row in table.rows[:_SAMPLE_ROWS])
        for index in range(len(table.columns))
    ]
    return lengths.index(max(lengths))


def guess_label_column(table: Table, text_column: int, labels: Sequence[str]) -> int | None:
    """Guess which column holds labels.

    Args:
        text_column: Column of the texts, which it cannot be.
        labels: The model's classes.

    Returns:
        The column with such a name, else the first all of whose values mean a class; None where
        there is none.
    """
    others = [index for index in range(len(table.columns)) if index != text_column]
    candidates = [index for index in others if distinct_values(table.column(index)) is not None]
    named = _find_name([table.columns[index] for index in candidates], _LABEL_NAMES)
    if named is not None:
        return candidates[named]
    for index in candidates:
        if None not in guess_classes(distinct_values(table.column(index)) or (), labels):
            return index
    return None


def guess_question_columns(table: Table) -> tuple[int, int, int | None]:
    """Guess which columns hold passages, questions about them, and their answers.

    Args:
        table: With at least two columns.

    Returns:
        The column of passages: by its name, else the one with the longest cells; that of questions:
        by its name, else the first other one; that of answers: by its name, else None.
    """
    left = list(range(len(table.columns)))

    def take(names: Sequence[str]) -> int | None:
        place = _find_name([table.columns[index] for index in left], names)
        return None if place is None else left.pop(place)

    question, answer, passage = take(_QUESTION_NAMES), take(_ANSWER_NAMES), take(_PASSAGE_NAMES)
    if not left and passage is None:
        left, answer = [answer if answer is not None else 0], None
    if passage is None:
        rows = table.rows[:_SAMPLE_ROWS]
        passage = max(left, key=lambda index: sum(len(row[index]) for row in rows))
        left.remove(passage)
    if question is None and not left:
        left, answer = [answer if answer is not None else 0], None
    return passage, left[0] if question is None else question, answer


def distinct_values(cells: Sequence[str], limit: int = MAX_VALUES) -> tuple[str, ...] | None:
    """Return a column's distinct values, stripped, in the order of their first row.

    Returns:
        The values, the empty one left out; None if there are more than `limit`, or none.

    Example:
        >>> distinct_values(["pos", "neg ", "", "pos"])
        ('pos', 'neg')
    """
    found: dict[str, None] = {}
    for cell in cells:
        value = cell.strip()
        if value:
            found[value] = None
        if len(found) > limit:
            return None
    return tuple(found) or None


def guess_classes(values: Sequence[str], labels: Sequence[str]) -> list[str | None]:
    """Guess which of a model's classes each value of a label column means.

    Args:
        values: Different values of the column.
        labels: The model's classes, in lower case.

    Returns:
        A class or None, one per value.

    Example:
        >>> guess_classes(["0", "1"], ["negative", "neutral", "positive"])
        ['negative', 'positive']
        >>> guess_classes(["-1", "0", "1.0"], ["negative", "neutral", "positive"])
        ['negative', 'neutral', 'positive']
        >>> guess_classes(["负面", "Positive", "?"], ["negative", "positive"])
        ['negative', 'positive', None]
    """
    plain = [_plain(value) for value in values]
    codes: dict[str, str] = next(
        (codes for codes in _CLASSES_OF_NUMBERS if set(plain) <= codes.keys()), {}
    )
    own = {label: label for label in labels}
    meant = [own.get(v) or codes.get(v) or _CLASS_OF_WORD.get(v) for v in plain]
    return [label if label in labels else None for label in meant]


def _plain(value: str) -> str:
    """Write `+1`, `1.0` and ` Positive ` as `1`, `1` and `positive`."""
    word = value.strip().casefold().lstrip("+").removesuffix(".0")
    return "0" if word == "-0" else word


def _find_name(columns: Sequence[str], names: Sequence[str]) -> int | None:
    """Find the first column called by one of the names, the earlier names preferred."""
    plain = [column.strip().casefold() for column in columns]
    for matches in (str.__eq__, str.__contains__):
        for name in names:
            for index, column in enumerate(plain):
                if matches(column, name):
                    return index
    return None
