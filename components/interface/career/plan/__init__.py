"""The page *Plan*: dated weeks towards a role."""
