"""The attention lab: pages that open one model on one text."""
