"""Frozen dataclasses that flow between the rooms; they import nothing from the project."""
