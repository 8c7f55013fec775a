"""Where a term stands in a text: a rubric's in an answer, or in its own question."""

import re
from collections.abc import Sequence

from components.career.normalising import normalise


def find_term(text: str, terms: Sequence[str]) -> str | None:
    """Find the first of some terms that stands in a text: Latin ones as words, others anywhere.

    Traditional and simplified characters, full width and case are the same.

    Example:
        >>> find_term("It re-ranks the Chunks.", ["chunk", "rank"]), find_term("先檢索", ["检索"])
        ('chunk', '检索')
    """
    plain = normalise(text)
    for term in terms:
        folded = normalise(term)
        if not folded.isascii():
            if folded in plain:
                return term
        elif re.search(rf"(?<![a-z0-9-]){re.escape(folded)}(?:s|es|ed|ing)?(?![a-z0-9])", plain):
            return term
    return None
