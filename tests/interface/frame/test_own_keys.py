"""What was under way belongs to a learner, and goes when another one comes."""

import streamlit as st

from components.interface.frame import learner


def test_registered_keys_go_and_all_others_stay(monkeypatch):
    begun = {"assess.quiz": 1, "practise.card": 2, "practise.card_mode": 3, "plan.kept": 4}
    monkeypatch.setattr(st, "session_state", dict(begun))
    learner.forget_own_keys()
    assert st.session_state == begun
    learner.register_own_keys("assess.quiz")
    learner.register_own_keys("practise.card")
    learner.forget_own_keys()
    assert st.session_state == {"plan.kept": 4}
