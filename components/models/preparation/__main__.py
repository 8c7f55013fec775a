"""Prepare models from the command line: `python -m components.models.preparation [ids] [--check]`.

Without ids the bundled models are prepared. The exit status is 0 if all of them are ready.
"""

import argparse
import logging
import sys
import textwrap
from collections.abc import Sequence

from components.models.catalog import load_catalog
from components.models.preparation import prepare, prepared_folder
from components.models.preparation.bars import ProgressBar
from components.models.preparation.store import models_root
from components.models.preparation.terms import SETTING
from components.records.model import ModelCard
from components.records.refusal import Refusal

_ELSEWHERE = (
    "On a machine without a connection, put the files into a folder and name that folder in the "
    "environment variable PATHFINDER_MODELS."
)
_ADVICE = {
    "no_network": "None of its sources answered. Check the connection; behind a proxy or on a "
    "mirror, set PIP_INDEX_URL, HTTPS_PROXY or HF_ENDPOINT. " + _ELSEWHERE,
    "offline": "It comes from the model hub, and HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE forbids "
    "the hub. Unset it. " + _ELSEWHERE,
    "not_found": "Its sources answered and do not have its files. If the weights trained by this "
    "project are missing, fetch the whole repository again; otherwise update to a newer version "
    "of the project, or set PIP_INDEX_URL or HF_ENDPOINT to a complete mirror.",
    "no_safetensors": "The model hub has its weights in an unsafe format only, which is never "
    "loaded. Choose another model.",
    "no_pip": "This Python has no pip. Install it with `python -m ensurepip`. " + _ELSEWHERE,
    "checksum": "What arrived is not what the catalog names: the download was damaged or the "
    "file was replaced. Try again; if it happens again, tell the project.",
    "disk_full": "The disk is full. Free some space, or name a folder on another disk in the "
    "environment variable PATHFINDER_CACHE.",
    "disk_error": "The cache folder cannot be written. Check its permissions, or name another "
    "folder in the environment variable PATHFINDER_CACHE.",
    "unusable": "Its files do not make a model. Check that the installed packages are those of "
    "requirements.txt; if they are, tell the project.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Command line without the program's name; None for that of the process.

    Returns:
        Exit status: 0 if every model is ready, else 1.
    """
    parser = argparse.ArgumentParser(
        prog="python -m components.models.preparation", description="Prepare models for the app."
    )
    add_arguments(parser)
    return prepare_models(parser.parse_args(arguments))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command line takes."""
    parser.add_argument(
        "ids", nargs="*", metavar="id", help="models of the catalog; by default the bundled ones"
    )
    parser.add_argument("--check", action="store_true", help="only check, fetch nothing")
    parser.add_argument("--verbose", action="store_true", help="say in detail what fails")


def prepare_models(options: argparse.Namespace) -> int:
    """Prepare or check the models that a parsed command line names.

    Returns:
        Exit status: 0 if every model is ready, 1 if one is not, 2 where a name is unknown.
    """
    cards = load_catalog()
    unknown = [model_id for model_id in options.ids if model_id not in cards]
    if unknown:
        sys.stderr.write(f"no model {', '.join(unknown)}; the catalog has {', '.join(cards)}\n")
        return 2
    logging.basicConfig(level=logging.INFO if options.verbose else logging.CRITICAL)
    chosen = [cards[model_id] for model_id in options.ids] or [
        card for card in cards.values() if card.is_bundled
    ]
    one = _check if options.check else _prepare
    # A list, not a generator: every model is tried even where one of them fails.
    return 0 if all([one(card) for card in chosen]) else 1


def _check(card: ModelCard) -> bool:
    try:
        folder = prepared_folder(card.id)
    except Refusal:
        sys.stderr.write(f"{card.name}: not prepared, damaged or out of date\n")
        return False
    sys.stdout.write(f"{card.name}: ready in {folder}\n")
    return True


def _prepare(card: ModelCard) -> bool:
    bar = ProgressBar(load_catalog(), sys.stderr)
    try:
        folder = prepare(card, bar.show)
    except Refusal as refusal:
        bar.close()
        is_about_terms = refusal.key == "terms_not_accepted"
        reason = str(refusal.values.get("reason"))
        why = _ask_for_terms(card) if is_about_terms else _explain(card, reason)
        sys.stderr.write(why + "\n")
        return False
    bar.close()
    sys.stdout.write(f"{card.name}: ready in {folder}\n")
    return True


def _ask_for_terms(card: ModelCard) -> str:
    """One paragraph: which terms, and how to accept them."""
    text = (
        f"{card.name} comes under terms of use: {card.terms}. Read them; to accept them for this "
        f"machine, set the environment variable {SETTING}={card.id}, or accept them in the app."
    )
    return _wrap(text)


def _explain(card: ModelCard, reason: str) -> str:
    """One paragraph: what failed and what to do."""
    text = (
        f"{card.name} could not be prepared ({reason}). {_ADVICE[reason]} "
        f"Prepared models are kept in {models_root()}; --verbose says more."
    )
    return _wrap(text)


def _wrap(text: str) -> str:
    return textwrap.fill(text, width=88, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    sys.exit(main())
