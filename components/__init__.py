"""LLM Pathfinder: the parts the pages are made of."""
