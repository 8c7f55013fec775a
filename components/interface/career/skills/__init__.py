"""The page *Skills*."""
