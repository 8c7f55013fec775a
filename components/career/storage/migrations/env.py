"""Runs the revisions inside the transaction of the connection that `migrating.migrate` hands in."""

from alembic import context

from components.career.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
