"""The runner of probe sets, without models and without a browser."""

import json

import pytest

from benchmarks.probes.__main__ import RUNNERS, find_runner, main, run_folder
from benchmarks.probes.documents import is_apart, is_whole
from benchmarks.probes.tally import Tally


@pytest.mark.parametrize("name", RUNNERS)
def test_every_set_has_a_runner(name):
    assert callable(find_runner(name))


def test_a_folder_gives_a_rate_per_kind_and_passes_over_unknown_sets(tmp_path, monkeypatch, capsys):
    def run(probes):
        tally = Tally()
        for probe in probes:
            tally.add(probe["kind"], probe["right"])
        return tally

    monkeypatch.setattr("benchmarks.probes.__main__.find_runner", lambda name: run)
    probes = [{"kind": "a", "right": True}, {"kind": "a", "right": False}]
    (tmp_path / "sentiment.json").write_text(json.dumps(probes), "utf-8")
    (tmp_path / "nobody_knows.json").write_text("[]", "utf-8")
    assert run_folder(tmp_path, ["questions"]) == {}
    main([str(tmp_path)])
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"sentiment": {"a": [1, 2]}}


@pytest.mark.parametrize(
    ("text", "whole", "num_apart"),
    [
        ("one two\nthree four", True, 1),
        ("one two three four", False, 0),
        ("one\ntwo\nthree four", False, 0),
        ("one  two \n\n three four", True, 1),
    ],
)
def test_documents_are_compared_by_lines(text, whole, num_apart):
    units = ["one two", "three four"]
    assert is_whole(text, units) == whole
    assert is_apart(text, *units) == bool(num_apart)
    assert not is_whole(text, units, forbidden=["one"])
