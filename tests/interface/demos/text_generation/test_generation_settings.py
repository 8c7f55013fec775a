from components.interface.demos.text_generation.generation_settings import (
    SETTINGS,
    find_idle,
    make_request,
)
from components.records.text_generation import ChatMessage

DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def request_of(is_chat=False, **values):
    return make_request({**DEFAULTS, **values}, (ChatMessage("user", "x"),), is_chat=is_chat)


def test_a_request_has_as_many_sequences_as_can_differ():
    assert request_of(num_sequences=3).num_sequences == 3
    assert request_of(num_sequences=3, temperature=0.0).num_sequences == 1
    assert request_of(num_sequences=4, num_beams=2).num_sequences == 2
    assert request_of(num_sequences=4, temperature=0.0, num_beams=3).num_sequences == 3
    assert request_of(num_sequences=3, is_chat=True).num_sequences == 1
    assert request_of(num_sequences=3, num_beams=3, is_chat=True).num_sequences == 1


def test_settings_without_effect_are_named():
    assert find_idle(DEFAULTS, is_chat=False) == (None, set())
    assert find_idle({**DEFAULTS, "num_beams": 2}, is_chat=False)[0] == "beams"
    assert "top_k" in find_idle({**DEFAULTS, "temperature": 0.0}, is_chat=False)[1]
    assert find_idle(DEFAULTS, is_chat=True) == ("chat", {"num_sequences"})


def test_the_defaults_lie_within_their_limits():
    for setting in SETTINGS:
        assert setting.parse(str(setting.default)) == setting.default
        assert setting.low <= setting.default <= setting.high
