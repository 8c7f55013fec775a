"""Demos: one page per task, on real models."""
