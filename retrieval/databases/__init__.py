"""How is a database reached, and brought to its schema? SQLite and PostgreSQL, by one code.

Not for what is in it: that is the library's, and the bot's.
"""

from retrieval.databases.addresses import is_server, read_address, server_engine, shown_address
from retrieval.databases.leading import Leadership
from retrieval.databases.schemas import Newer, Schema, complete, create, migrate, revision_of
from retrieval.databases.writes import put, put_new

__all__ = [
    "Leadership", "Newer", "Schema", "complete", "create", "is_server", "migrate", "put", "put_new", "read_address",
    "revision_of", "server_engine", "shown_address",
]  # fmt: skip
