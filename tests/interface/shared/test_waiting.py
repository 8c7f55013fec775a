"""A bar comes only where there is something to wait for, and says what for."""

import pytest
from streamlit.testing.v1 import AppTest

from components.interface.frame.i18n import Translator
from components.interface.shared import waiting as module
from components.interface.shared.waiting import BAR_S, QUIET_S, WaitingBar, describe_wait
from components.records.answer import Progress
from components.records.service import Health

EN = Translator("en")
READY = Health("ready", device="cpu", backend="torch")


class Bar:
    def __init__(self):
        self.drawn = []

    def progress(self, value, text):
        self.drawn.append((value, text))


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_nothing_is_drawn_before_a_moment_and_then_few_times_a_second(clock):
    bar = Bar()
    watch = WaitingBar(EN, bar)
    for step in range(1, 41):
        clock[0] = 100 + 0.05 * step
        watch(Progress(step, 40), READY)
        assert bool(bar.drawn) == (clock[0] - 100 >= QUIET_S)
    assert len(bar.drawn) <= 1 + (2 - QUIET_S) / BAR_S
    assert bar.drawn[0] == (pytest.approx(8 / 40), EN("common.computing"))


def test_the_last_progress_stays_while_nothing_new_comes(clock):
    bar = Bar()
    watch = WaitingBar(EN, bar)
    watch(Progress(3, 4), READY)
    clock[0] += 1
    watch(None, READY)
    assert bar.drawn == [(0.75, EN("common.computing"))]


def test_a_queue_and_a_loading_model_are_named():
    queued = Health("ready", num_waiting=2)
    assert describe_wait(EN, queued, None) == (EN("common.waiting", count=2), None)
    assert describe_wait(EN, Health("starting"), Progress(1, 2)) == (EN("stage.load"), None)


def _page():
    import streamlit as st

    from components.interface.frame.i18n import Translator
    from components.interface.shared.waiting import Stop, WaitingBar, waiting
    from components.records.service import Health

    stop = Stop("page.stop", st.session_state.__setitem__, ("stopped", True))
    if st.session_state.get("left"):
        with waiting(Translator("en"), stop) as watch:
            watch(None, Health("ready"))
    else:
        WaitingBar(Translator("en"), st.empty(), stop, quiet_s=0)(None, Health("ready"))


def test_stop_stands_beside_the_bar_and_both_go_when_the_waiting_is_over():
    app = AppTest.from_function(_page).run()
    assert len(app.get("progress")) == 1
    app.button(key="page.stop").click().run()
    assert app.session_state["stopped"]
    app.session_state["left"] = True
    app.run()
    assert not app.get("progress")
    assert not app.button
