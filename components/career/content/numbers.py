"""Computes the number of a lesson from the lines that the lesson shows."""

import doctest
import io
import threading
from functools import cache
from typing import Any

# doctest takes standard output for itself while it runs, which is the whole process's.
_alone = threading.Lock()


@cache
def compute_number(code: str) -> str:
    r"""Run a lesson's `>>>` lines as a doctest and return what they printed.

    Args:
        code: Lines of one of the project's content files; never a visitor's.

    Returns:
        The output of every example that prints, one line each.

    Raises:
        ValueError: There is no example, or the output differs from the one written down; the
            message is doctest's report.

    Example:
        >>> compute_number(">>> 2 ** 5\n32\n")
        '32'
    """
    test = doctest.DocTestParser().get_doctest(code, {}, "number", None, None)
    if not test.examples:
        raise ValueError("no line begins with >>>")
    report = io.StringIO()
    runner = _Printed(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
    with _alone:
        failed = runner.run(test, out=report.write).failed
    if failed:
        raise ValueError(report.getvalue())
    return "\n".join(runner.printed)


class _Printed(doctest.DocTestRunner):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.printed: list[str] = []

    def report_success(
        self, out: object, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Keep what was printed instead of announcing it."""
        if got:
            self.printed.append(got.rstrip("\n"))
