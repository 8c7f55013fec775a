"""Passages for a question, and whether they support a sentence; pure functions."""
