"""Wrong recovery codes are counted per browser and together, and forgotten after ten minutes."""

import pytest

from components.accounts.attempts import PER_BROWSER, TOGETHER, WINDOW_S, Attempts
from components.records.refusal import Refusal


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


def test_a_browser_has_five_wrong_codes_in_ten_minutes():
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(PER_BROWSER):
        attempts.check("a")
        attempts.note_failure("a")
    clock.now += 90
    with pytest.raises(Refusal) as refused:
        attempts.check("a")
    assert (refused.value.key, refused.value.values) == ("recovery_limited", {"minutes": 9})
    attempts.check("b")
    clock.now += WINDOW_S
    attempts.check("a")


def test_new_browsers_do_not_get_around_it():
    clock = Clock()
    attempts = Attempts(clock)
    for number in range(TOGETHER):
        attempts.check(f"browser {number}")
        attempts.note_failure(f"browser {number}")
        clock.now += 1
    with pytest.raises(Refusal, match="recovery_limited"):
        attempts.check("another one")
    clock.now += WINDOW_S - TOGETHER + 1
    attempts.check("another one")
