from pathlib import Path

import components
from components.records.assets import ASSETS, find_assets

PACKAGE = Path(components.__file__).parent


def test_a_checkout_keeps_its_assets_beside_the_package():
    assert PACKAGE.parent / "assets" == ASSETS
    assert (ASSETS / "models.toml").is_file()


def test_an_installed_wheel_keeps_them_inside(tmp_path):
    package = tmp_path / "site-packages" / "components"
    (package / "assets").mkdir(parents=True)
    # a folder of that name beside the package belongs to somebody else
    (package.parent / "assets").mkdir()
    assert find_assets(package) == package / "assets"


def test_no_other_module_finds_them_by_itself():
    naming = [path for path in PACKAGE.rglob("*.py") if '"assets"' in path.read_text("utf-8")]
    assert naming == [PACKAGE / "records" / "assets.py"]
