"""Updates, the messages that answer them, and what several workers share; what 0.1.0 has left is completed."""

from alembic import op
from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, String, Table

from retrieval.databases import complete

revision = "0001"
down_revision = None

TABLES = MetaData()
Table(
    "updates",
    TABLES,
    Column("update_id", BigInteger, primary_key=True),
    Column("key", String, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("kind", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("body", String, nullable=False),
    Column("error", String, nullable=False),
    Column("checksum", BigInteger),
    Column("together", BigInteger),
    Index("updates_by_state", "state", "update_id"),
    Index("updates_of_a_chat", "chat_id", "message_id"),
    Index("updates_waiting", "state", "chat_id", "update_id"),
)
Table(
    "messages",
    TABLES,
    Column("update_id", BigInteger, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("begun", Float, nullable=False),
    Column("message_id", BigInteger),
    Index("messages_of_a_chat", "chat_id", "message_id"),
)
Table(
    "latest",
    TABLES,
    Column("name", String, primary_key=True),
    Column("at", Float, nullable=False),
    Column("words", String, nullable=False),
)
Table(
    "leases",
    TABLES,
    Column("chat_id", BigInteger, primary_key=True),
    Column("worker", String, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("until", Float, nullable=False),
)
Table(
    "workers",
    TABLES,
    Column("name", String, primary_key=True),
    *(Column(name, String, nullable=False) for name in ("place", "version")),
    *(Column(name, Float, nullable=False) for name in ("since", "seen")),
)
Table(
    "wishes",
    TABLES,
    Column("update_id", BigInteger, primary_key=True),
    Column("kind", String, nullable=False),
    *(Column(name, BigInteger, nullable=False) for name in ("who", "chat_id")),
    Column("verdict", String, nullable=False),
    Column("at", Float, nullable=False),
    Index("wishes_by_time", "at"),
)
Table(
    "paces",
    TABLES,
    Column("chat_id", BigInteger, primary_key=True),
    Column("times", String, nullable=False),
    *(Column(name, Float, nullable=False) for name in ("careful_until", "not_before")),
)


def upgrade() -> None:
    complete(op.get_bind(), TABLES)
