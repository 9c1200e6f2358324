"""Questions that people watch, and the sentences that came of them."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, String

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "watches",
        Column("number", Integer, primary_key=True),
        *(Column(name, BigInteger, nullable=False) for name in ("chat_id", "thread_id", "user_id")),
        *(Column(name, String, nullable=False) for name in ("question", "lang")),
        Column("hour", Integer),
        Column("paused", Boolean, nullable=False),
        Column("made", Float, nullable=False),
        Column("seen", BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("watches_of_a_chat", "watches", ["chat_id", "number"])
    op.create_table(
        "findings",
        Column("number", Integer, primary_key=True),
        Column("watch", Integer, nullable=False),
        *(Column(name, String, nullable=False) for name in ("article", "citation")),
        Column("sure", Boolean, nullable=False),
        Column("at", Float, nullable=False),
        Column("batch", Integer),
        Column("told", Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("findings_of_a_watch", "findings", ["watch", "article"])
    op.create_index("findings_to_tell", "findings", ["told", "batch"])
