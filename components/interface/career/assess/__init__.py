"""The page *Assess*: a quiz, and what a learner says of themselves."""
