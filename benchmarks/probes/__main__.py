"""Run the probe sets of a folder."""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.probes.tally import Probe, Tally

_LOG = logging.getLogger(__name__)
RUNNERS = {
    "pdf_layout": "documents:run_layout",
    "radical_passages": "documents:run_radicals",
    "questions": "answers:run_questions",
    "zh_answer_edges": "answers:run_edges",
    "sentiment": "moods:run_sentiment",
    "glued_emoji": "moods:run_emoji",
    "resume_lines": "skills:run_lines",
    "posting_negations": "skills:run_postings",
    "other_trades_resumes": "skills:run_resumes",
    "opposite_answers": "grades:run_opposites",
}
"""Set → module of this package and the function that runs it."""


def find_runner(name: str) -> Callable[[Sequence[Probe]], Tally]:
    """Import the function that runs a set.

    Raises:
        KeyError: No runner knows the set.
    """
    module, function = RUNNERS[name].split(":")
    runner: Callable[[Sequence[Probe]], Tally] = getattr(
        import_module(f"benchmarks.probes.{module}"), function
    )
    return runner


def run_folder(folder: Path, only: Sequence[str] = ()) -> dict[str, dict[str, list[int]]]:
    """Run the sets of a folder.

    Args:
        folder: With one JSON file for each set.
        only: Names of the sets to run; empty for all.
    """
    results = {}
    for path in sorted(folder.glob("*.json")):
        name = path.stem
        if name not in RUNNERS:
            _LOG.warning("no runner knows the set %s", name)
        elif not only or name in only:
            results[name] = find_runner(name)(json.loads(path.read_text("utf-8"))).counts
            _LOG.info("%s: %s", name, results[name])
    return results


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, run, and print the result as the last line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], choices=sorted(RUNNERS))
    options = parser.parse_args(arguments)
    results = run_folder(options.folder, options.only)
    sys.stdout.write(json.dumps(results, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
