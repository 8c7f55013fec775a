"""The page *Match*: a résumé against a role."""
