"""Computes the number of a lesson from the lines that the lesson shows."""

import doctest
import io
import threading
from functools import cache

# doctest takes standard output for itself while it runs, which is the whole process's.
_alone = threading.Lock()


@cache
def compute_number(code: str) -> str:
    r"""Run a lesson's `>>>` lines as a doctest and give what the last one printed.

    Args:
        code: Lines of a content file of ours; never a visitor's.

    Returns:
        The output of the last example, without the final line break.

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
    runner = _LastOutput(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
    with _alone:
        failed = runner.run(test, out=report.write).failed
    if failed:
        raise ValueError(report.getvalue())
    return runner.last_output.rstrip("\n")


class _LastOutput(doctest.DocTestRunner):
    last_output = ""

    def report_success(
        self, out: object, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Keep what was printed instead of announcing it."""
        self.last_output = got
