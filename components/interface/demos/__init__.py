"""The demos: one folder per page, and what several of them show."""
