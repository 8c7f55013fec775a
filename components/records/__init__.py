"""Frozen dataclasses that flow between the wings; they import nothing of the project."""
