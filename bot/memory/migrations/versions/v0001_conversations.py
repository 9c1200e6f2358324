"""What answers carried, what people chose, who may do what; what 0.1.0 has left is completed."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, String, Table

from retrieval.databases import complete

revision = "0001"
down_revision = None

TABLES = MetaData()
Table(
    "answers",
    TABLES,
    *(Column(name, BigInteger, primary_key=True) for name in ("chat_id", "message_id")),
    Column("thread_id", BigInteger, nullable=False),
    Column("citations", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("further", String),
    *(Column(name, BigInteger) for name in ("question_id", "checksum")),
    Column("nearest", String),
    Index("answers_of_a_thread", "chat_id", "thread_id", "message_id"),
    Index("answers_to_a_question", "chat_id", "question_id"),
)
Table(
    "additions",
    TABLES,
    *(Column(name, BigInteger, primary_key=True) for name in ("chat_id", "message_id")),
    Column("name", String, nullable=False),
    Column("at", Float, nullable=False),
)
Table(
    "sources",
    TABLES,
    *(Column(name, BigInteger, primary_key=True) for name in ("chat_id", "message_id")),
    Column("thread_id", BigInteger, nullable=False),
    Column("citation", String, nullable=False),
    Column("at", Float),
    Index("sources_of_a_thread", "chat_id", "thread_id", "message_id"),
)
Table(
    "threads",
    TABLES,
    *(Column(name, BigInteger, primary_key=True) for name in ("chat_id", "thread_id")),
    Column("subject", String, nullable=False),
    Column("at", Float, nullable=False),
)
Table(
    "gaps",
    TABLES,
    *(Column(name, BigInteger, primary_key=True) for name in ("chat_id", "message_id", "user_id")),
    *(Column(name, String, nullable=False) for name in ("kind", "question", "citations")),
    Column("at", Float, nullable=False),
)
Table(
    "preferences",
    TABLES,
    Column("id", BigInteger, primary_key=True),
    Column("language", String),
    Column("possible", Boolean),
)
Table(
    "pending",
    TABLES,
    *(Column(name, BigInteger, primary_key=True) for name in ("chat_id", "message_id")),
    Column("awaited", String, nullable=False),
    Column("until", Float, nullable=False),
)
Table(
    "added",
    TABLES,
    Column("number", Integer, primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in ("user_id", "chat_id")),
    Column("at", Float, nullable=False),
    Column("changes", String, nullable=False),
    Column("undone_by", BigInteger),
    Index("added_by", "user_id", "at"),
)
Table(
    "moves",
    TABLES,
    Column("chat_id", BigInteger, primary_key=True),
    Column("former", BigInteger, nullable=False),
    Index("moves_by_former", "former"),
)
Table(
    "people",
    TABLES,
    Column("user_id", BigInteger, primary_key=True),
    Column("role", String, nullable=False),
    Column("at", Float, nullable=False),
)
Table(
    "invitations",
    TABLES,
    Column("digest", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("expires", Float, nullable=False),
)
Table(
    "keys",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("at", Float, nullable=False),
)
Table("refused", TABLES, Column("id", BigInteger, primary_key=True), Column("at", Float, nullable=False))
Table(
    "presses",
    TABLES,
    *(Column(name, BigInteger, primary_key=True) for name in ("chat_id", "message_id")),
    Column("data", String, primary_key=True),
    Column("update_id", BigInteger, nullable=False),
    Column("at", Float, nullable=False),
)


def upgrade() -> None:
    complete(op.get_bind(), TABLES)
