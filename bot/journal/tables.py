"""The tables of the journal. What a person wrote is in them until it has been handled, and no longer."""

from pathlib import Path

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, String, Table

from retrieval.databases import Schema

METADATA = MetaData()
# A change here needs a migration beside it, and its revision at the end.
SCHEMA = Schema("journal", METADATA, ("0001", "0002"), Path(__file__).with_name("migrations"))

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
    Index("updates_waiting", "state", "chat_id", "update_id"),  # the oldest that waits in each chat
)
WAITING = UPDATES.c.state == "waiting"

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

# Which worker works for which chat, where there may be several: what another one writes for it is refused.
LEASES = Table(
    "leases",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("worker", String, nullable=False),
    Column("token", BigInteger, nullable=False),  # of this lease alone
    Column("until", Float, nullable=False),  # seconds since 1970, by the server's clock
)

# The processes that answer; one that was not seen for a while has ended.
WORKERS = Table(
    "workers",
    METADATA,
    Column("name", String, primary_key=True),
    Column("place", String, nullable=False),  # the machine and the process
    Column("version", String, nullable=False),
    Column("since", Float, nullable=False),
    Column("seen", Float, nullable=False),
    Column("change", BigInteger),  # the library's, that its index reflects
)

# Who wanted something in the last minute, and whether it was done: by that they are counted.
WISHES = Table(
    "wishes",
    METADATA,
    Column("update_id", BigInteger, primary_key=True),
    Column("kind", String, nullable=False),
    Column("who", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("verdict", String, nullable=False),  # pass, tell, silence
    Column("at", Float, nullable=False),
    Index("wishes_by_time", "at"),
)

# When the latest messages of a chat were sent, where several workers send; chat 0 stands for all together.
PACES = Table(
    "paces",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("times", String, nullable=False),  # JSON: seconds since 1970, by the server's clock
    Column("careful_until", Float, nullable=False),
    Column("not_before", Float, nullable=False),
)
