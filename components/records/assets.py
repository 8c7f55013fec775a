"""Where the files shipped with the code are: catalogs, content and the weights trained here."""

from pathlib import Path


def find_assets(package: Path) -> Path:
    """Find the assets of a copy of the code.

    Args:
        package: Folder of the package `components`.

    Returns:
        The folder `assets` inside the package, where an installed wheel keeps it; else the one
        beside the package, as in a checkout.
    """
    inside = package / "assets"
    return inside if inside.is_dir() else package.parent / "assets"


ASSETS = find_assets(Path(__file__).resolve().parents[1])
