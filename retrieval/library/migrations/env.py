"""Alembic's entry: the connection, and the transaction that it is in, are database.py's."""

from alembic import context

from retrieval.library.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
