"""The page *Progress*: what was learned, and the learner data."""
