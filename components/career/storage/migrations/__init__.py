"""Revisions of the learner database, run by Alembic when the app opens it."""
