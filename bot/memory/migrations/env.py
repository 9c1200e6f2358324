"""Alembic's entry: the connection, and the transaction that it is in, are those of whoever opens the memory."""

from alembic import context

from bot.memory.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
