"""The tables of the journal. What a person wrote is in them until it has been handled, and no longer."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, String, Table

METADATA = MetaData()

# One row for each update of Telegram's. A handled one keeps its ids alone, to be known again when it comes twice.
UPDATES = Table(
    "updates",
    METADATA,
    Column("update_id", BigInteger, primary_key=True),
    Column("key", String, unique=True),  # the same for the same deed, also under another update_id
    Column("chat_id", BigInteger, nullable=False),  # the person's id for an inline query
    Column("message_id", BigInteger),
    Column("kind", String, nullable=False),  # message, callback_query…
    Column("at", Float, nullable=False),  # when it was received, seconds since 1970
    Column("state", String, nullable=False),  # waiting, done, dropped, dead, unreadable
    Column("attempts", Integer, nullable=False),
    Column("body", String, nullable=False),  # JSON; empty once it is handled
    Column("error", String, nullable=False),
    Column("checksum", BigInteger),  # of what a person wrote or sent, to tell whether an edit changes it
    Column("together", BigInteger),  # the first of the updates that are answered in one message, if it is one of them
    Index("updates_by_state", "state", "update_id"),
    Index("updates_of_a_chat", "chat_id", "message_id"),
)

# The messages that an update is answered with, numbered from 0. Without a message_id it may or may not be delivered.
MESSAGES = Table(
    "messages",
    METADATA,
    Column("update_id", BigInteger, primary_key=True),  # negative: of several together, the first one's
    Column("part", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),  # its id is greater than this one
    Column("begun", Float, nullable=False),  # when it was first sent, seconds since 1970
    Column("message_id", BigInteger),
    Index("messages_of_a_chat", "chat_id", "message_id"),
)

# What happened last, by name.
LATEST = Table(
    "latest",
    METADATA,
    Column("name", String, primary_key=True),  # update, error
    Column("at", Float, nullable=False),
    Column("words", String, nullable=False),
)
