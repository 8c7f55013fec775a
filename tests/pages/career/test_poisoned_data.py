"""Every career page draws, whatever values stand in the database."""

import sqlite3
from contextlib import closing

import pytest

from components.interface.frame.menu import MENU

CAREER_PAGES = list(MENU["career"])
POISON = (
    "UPDATE answers SET chance = 1.0",
    "UPDATE answers SET difficulty = -800, chance = 0",
    "UPDATE answers SET difficulty = 9e999",
    "UPDATE answers SET at = '9999-12-31T23:59:59.000000+00:00'",
    "UPDATE answers SET at = 'yesterday'",
    "UPDATE answers SET given = '[1'",
    "UPDATE answers SET skill = x'ff00fe'",
    "UPDATE marks SET at = '0001-01-01T00:00:00.000000+14:00', status = 'x'",
    "UPDATE profiles SET created_at = 'never'",
)


@pytest.mark.parametrize("page", CAREER_PAGES)
def test_every_career_page_draws_whatever_the_database_holds(visit, studio, learner, page):
    learner("some")
    studio.store.engine.dispose()
    for statement in POISON:
        with closing(sqlite3.connect(studio.path)) as connection, connection:
            connection.execute(statement)
        app = visit(page)
        assert not app.exception, (page, statement)
        studio.store.engine.dispose()
