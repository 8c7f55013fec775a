"""Demos: one page a task, on real models."""
