"""The page *Lessons*."""
