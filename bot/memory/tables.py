"""The tables of the memory. No name is in them, a question's words only where `gaps`, `threads`, `watches` say why."""

from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, String, Table

from retrieval.databases import Schema

METADATA = MetaData()
# A change here needs a migration beside it, and its revision at the end.
SCHEMA = Schema("memory", METADATA, ("0001", "0002"), Path(__file__).with_name("migrations"))

# Which message of the bot answered which message of a person, and with which citations.
ANSWERS = Table(
    "answers",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("thread_id", BigInteger, nullable=False),  # 0 outside of forum topics
    Column("citations", String, nullable=False),  # their ids in the order shown, a space between two
    Column("at", Float, nullable=False),  # seconds since 1970
    Column("further", String),  # the ids of the next best citations
    Column("question_id", BigInteger),  # the person's message
    Column("checksum", BigInteger),  # of its text, to tell whether an edit changed it
    Column("nearest", String),  # where nothing is cited, the ids of the passages that came closest
    Index("answers_of_a_thread", "chat_id", "thread_id", "message_id"),
    Index("answers_to_a_question", "chat_id", "question_id"),
)

# Which article an editor's message became, by the name that it has: to correct it when the message is edited.
ADDITIONS = Table(
    "additions",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),  # the editor's
    Column("name", String, nullable=False),
    Column("at", Float, nullable=False),
)

# Which message of the bot shows which citation.
SOURCES = Table(
    "sources",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("thread_id", BigInteger, nullable=False),
    Column("citation", String, nullable=False),
    Column("at", Float),  # null in what an Ibid before this column wrote
    Index("sources_of_a_thread", "chat_id", "thread_id", "message_id"),
)

# What the last question in a chat or topic was about, so that the next may go on from it; erased when it is too old.
THREADS = Table(
    "threads",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("thread_id", BigInteger, primary_key=True),
    Column("subject", String, nullable=False),  # JSON, see bot.conversation.followups.Subject
    Column("at", Float, nullable=False),
)

# Questions without an answer, and answers that somebody found no good: for the editors.
GAPS = Table(
    "gaps",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),  # the bot's
    Column("user_id", BigInteger, primary_key=True),
    Column("kind", String, nullable=False),  # unanswered, liked, disliked
    Column("question", String, nullable=False),  # "" where the answer was liked
    Column("citations", String, nullable=False),
    Column("at", Float, nullable=False),
)

# What a person, or the administrators of a group, chose.
PREFERENCES = Table(
    "preferences",
    METADATA,
    Column("id", BigInteger, primary_key=True),  # of the person (positive) or the group (negative)
    Column("language", String),
    Column("possible", Boolean),  # whether answers that may not be one are given
)

# What a message of the bot waits for: what a bare /add announced, or a choice between buttons.
PENDING = Table(
    "pending",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),  # the bot's
    Column("awaited", String, nullable=False),  # text, choice
    Column("until", Float, nullable=False),  # seconds since 1970
)

# Which editor made which changes of the library.
ADDED = Table(
    "added",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("at", Float, nullable=False),
    Column("changes", String, nullable=False),  # 12-13 20-31: from, to exclusive
    Column("undone_by", BigInteger),  # the update that took it back
    Index("added_by", "user_id", "at"),
)

# Groups that became supergroups, which gave them another id.
MOVES = Table(
    "moves",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),  # of the supergroup
    Column("former", BigInteger, nullable=False),  # of the group
    Index("moves_by_former", "former"),
)

# Whom an invitation gave a role.
PEOPLE = Table(
    "people",
    METADATA,
    Column("user_id", BigInteger, primary_key=True),
    Column("role", String, nullable=False),  # reader, editor, owner
    Column("at", Float, nullable=False),
)

# Invitations that nobody has used: of the code that opens, its SHA-256 alone.
INVITATIONS = Table(
    "invitations",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("made_by", BigInteger, nullable=False),  # 0: who has the shell
    Column("expires", Float, nullable=False),  # seconds since 1970
)

# With which keys programs may ask: of each secret, its SHA-256 alone. Numbers are not given again while a later one is
# there.
KEYS = Table(
    "keys",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),  # what whoever made it calls it
    Column("digest", String, nullable=False, unique=True),
    Column("at", Float, nullable=False),  # seconds since 1970
)

# Who was told that they may not ask, in the last hour: a person, or a group.
REFUSED = Table(
    "refused",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("at", Float, nullable=False),
)

# Which buttons were pressed in the last half a minute.
PRESSES = Table(
    "presses",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("data", String, primary_key=True),
    Column("update_id", BigInteger, nullable=False),
    Column("at", Float, nullable=False),
)

# Questions that people watch: asked of what arrives.
WATCHES = Table(
    "watches",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),  # 0 outside of forum topics
    Column("user_id", BigInteger, nullable=False),
    Column("question", String, nullable=False),  # as it was typed, operators included
    Column("lang", String, nullable=False),  # in which it was made
    Column("hour", Integer),  # of the daily digest; null: told at once
    Column("paused", Boolean, nullable=False),
    Column("made", Float, nullable=False),  # seconds since 1970
    Column("seen", BigInteger, nullable=False),  # the first number of passages that it was not asked of yet
    Index("watches_of_a_chat", "chat_id", "number"),
    sqlite_autoincrement=True,  # a number on a button never means another watch
)

# Sentences that answer, told or not. A story is told once: so they are kept when they were told.
FINDINGS = Table(
    "findings",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("watch", Integer, nullable=False),
    Column("article", String, nullable=False),  # its id
    Column("citation", String, nullable=False),
    Column("sure", Boolean, nullable=False),
    Column("at", Float, nullable=False),  # when it was found, seconds since 1970
    Column("batch", Integer),  # the first of those that are told together; null until then
    Column("told", Boolean, nullable=False),
    Index("findings_of_a_watch", "watch", "article"),
    Index("findings_to_tell", "told", "batch"),
    sqlite_autoincrement=True,  # the number of a batch is that of an update in the journal
)
