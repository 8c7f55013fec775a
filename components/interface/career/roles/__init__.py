"""The page *Roles*."""
