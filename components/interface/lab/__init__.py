"""The model opened: one folder per page, and what several of them show."""
