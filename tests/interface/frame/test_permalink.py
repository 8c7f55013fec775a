"""Links carry settings and, when asked to, the text; whatever arrives is checked."""

from urllib.parse import parse_qs, urlsplit

import pytest

from components.interface.frame.permalink import (
    MAX_TEXT,
    Setting,
    build_link,
    parse_settings,
    parse_text,
)

SETTINGS = [
    Setting("model", "a", options=["a", "b"]),
    Setting("layer", 0, 0, 5),
    Setting("top_p", 0.95, 0.05, 1.0),
    Setting("hide", False),
    Setting("heads", (), 0, 511),
]


def test_a_link_brings_back_what_it_was_made_of():
    values = {"model": "b", "layer": 3, "top_p": 0.5, "hide": True, "heads": (3, 7)}
    text = "多语言 & <b>#?=+\n😀"
    link = build_link("http://x:1/attention?old=1#f", SETTINGS, values, text)
    params = {name: value[0] for name, value in parse_qs(urlsplit(link).query).items()}
    assert parse_settings(SETTINGS, params) == values
    assert parse_text(params) == text
    assert link.startswith("http://x:1/attention?")


def test_defaults_stay_out_of_the_link():
    values = {"model": "a", "layer": 0, "top_p": 0.95, "hide": False}
    assert build_link("http://x/p", SETTINGS, values, None) == "http://x/p"


def test_a_long_text_stays_out_of_the_link():
    assert "text=" not in build_link("http://x/p", SETTINGS, {}, "a" * (MAX_TEXT + 1))
    assert "text=" in build_link("http://x/p", SETTINGS, {}, "a" * MAX_TEXT)


@pytest.mark.parametrize(
    "params",
    [
        {"layer": "6"},
        {"layer": "-1"},
        {"layer": "1e3"},
        {"layer": "0x3"},
        {"layer": ""},
        {"layer": "9" * 5000},
    ],
)
def test_numbers_out_of_bounds_become_the_default(params):
    assert parse_settings(SETTINGS, params) == {"layer": 0}


@pytest.mark.parametrize("raw", ["nan", "inf", "-inf", "2", "0", "zero", "1e999", "__import__"])
def test_fractions_out_of_bounds_become_the_default(raw):
    assert parse_settings(SETTINGS, {"top_p": raw}) == {"top_p": 0.95}


@pytest.mark.parametrize("raw", ["c", "", "../../etc/passwd", "A", "<script>"])
def test_unknown_options_become_the_default(raw):
    assert parse_settings(SETTINGS, {"model": raw}) == {"model": "a"}


@pytest.mark.parametrize("raw", ["True", "yes", "2", ""])
def test_flags_are_one_or_zero(raw):
    assert parse_settings(SETTINGS, {"hide": raw}) == {"hide": False}


@pytest.mark.parametrize(
    "raw", ["", "1_", "1,2", "-1", "512", "1_x", "1.5", "1e2", "_".join(["1"] * 65), "9" * 7, "²"]
)
def test_lists_out_of_bounds_become_the_default(raw):
    assert parse_settings(SETTINGS, {"heads": raw}) == {"heads": ()}


def test_a_list_of_numbers_is_read():
    assert parse_settings(SETTINGS, {"heads": "0_511_7"}) == {"heads": (0, 511, 7)}


def test_unknown_parameters_are_left_alone():
    assert parse_settings(SETTINGS, {"admin": "1"}) == {}


def test_an_arriving_text_is_cut():
    assert len(parse_text({"text": "a" * 5000})) == MAX_TEXT
    assert parse_text({"text": ""}) is None
    assert parse_text({}) is None


def test_a_text_is_cut_and_comes_back_as_it_went():
    setting = Setting("question", "", longest=5)
    assert setting.is_text
    assert not Setting("model", "a", options=["a"]).is_text
    assert not Setting("top_k", 5).is_text
    assert setting.parse("Who? <b>") == "Who? "
    assert setting.parse(None) == ""
    link = build_link("http://x/p", [setting], {"question": "谁&?"}, None)
    assert link == "http://x/p?question=%E8%B0%81%26%3F"
    assert "question" not in build_link("http://x/p", [setting], {"question": ""}, None)
