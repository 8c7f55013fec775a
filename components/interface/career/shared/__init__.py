"""Roles, skills, lessons, matches and plans of the career studio."""
