"""Run by Alembic with the connection that `sync_server.migrate` gives it; the transaction is ours."""

from alembic import context

from sync_server.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
