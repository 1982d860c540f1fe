"""Runs the migrations on the connection that `moderation.storage.schema` hands over."""

from alembic import context

from moderation.storage.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    # SQLite cannot change a column in place; alembic copies the table.
    render_as_batch=True,
)
# The caller owns the transaction.
context.run_migrations()
