"""The page *Questions and answers*."""
