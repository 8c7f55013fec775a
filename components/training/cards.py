"""What the model cards of all recipes say alike."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SENTENCES = {
    "data_licences": (
        "The data's licences differ from the code's, and the data are not part of the project."
    ),
    "sentiment_limits": """\
- Irony, and opinions that need knowledge of the world, are often read the wrong way.
- Mixed texts get one answer. Neutral stands both for no opinion and for opinions in balance.""",
    "read_limits": """\
- Trained on texts of at most 128 tokens; longer ones, up to 512, are read but were not measured.
- Names of people, groups and places may shift the answer; it must not decide about people.""",
}
"""Placeholder of a card → what stands there on every card that has it."""


def fill_weights(config: Mapping[str, Any]) -> dict[str, str]:
    """Return what a card of a classifier says about its weights.

    Args:
        config: The written `config.json`.

    Example:
        >>> fill_weights(
        ...     {"trained_parameters": 10_800_000, "temperature": 1.2, "neutral_temperature": 1.1}
        ... )
        {'parameters': '10.8', 'temperature': '1.2', 'neutral_temperature': '1.1'}
    """
    return {
        "parameters": write_millions(config["trained_parameters"]),
        "temperature": str(config["temperature"]),
        "neutral_temperature": str(config["neutral_temperature"]),
    }


def write_millions(count: int) -> str:
    """Write a number of parameters in millions, with one decimal."""
    return f"{count / 1e6:.1f}"


def fill_run(steps: int | Sequence[int], seconds: float | Sequence[float]) -> dict[str, int]:
    """Return how long training took, over all its runs.

    Example:
        >>> fill_run([100, 50], [90.0, 45.0])
        {'steps': 150, 'minutes': 2}
    """
    all_steps = [steps] if isinstance(steps, int) else steps
    all_seconds = [seconds] if isinstance(seconds, int | float) else seconds
    return {"steps": sum(all_steps), "minutes": round(sum(all_seconds) / 60)}


def list_sources(
    counts: Mapping[str, Mapping[str, int]],
    parts: Sequence[str] = ("training", "validation", "measuring"),
    sources: Iterable[str] | None = None,
) -> str:
    """Write the rows of a card's table: how many items of each source each part has.

    Args:
        counts: Part → source → items.
        parts: The columns.
        sources: The rows; None for every source of every part, by name and Chinese ones last.

    Example:
        >>> print(list_sources({"training": {"zh_a": 2, "b": 1}, "validation": {}}, ["training"]))
        | b | 1 |
        | zh_a | 2 |
    """
    if sources is None:
        found = {source for part in counts.values() for source in part}
        sources = sorted(found, key=lambda name: (name.startswith("zh_"), name))
    return "\n".join(
        f"| {source} | " + " | ".join(str(counts[part].get(source, 0)) for part in parts) + " |"
        for source in sources
    )
