"""The tables of a library. A change here needs a migration beside it (`migrations/versions`) and a new HEAD."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

# The revisions of the schema, oldest first, as in `migrations/versions`.
REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]

METADATA = MetaData()

# One row: a random name by which an index knows that it belongs to this library.
LIBRARY = Table("library", METADATA, Column("name", String, primary_key=True))

# One row an article, for ever. `origin` is the file or address it came from and, of a line, what follows a "#".
# While it lives, its passages have the numbers from `first` on, `passages` of them; when it does not, `first` is null.
ARTICLES = Table(
    "articles",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("origin", Text, nullable=False, unique=True),
    Column("id", Text, nullable=False, unique=True),
    Column("file", Text, nullable=False, index=True),
    Column("followed", Boolean, nullable=False),  # came with a configured folder, and goes with it
    Column("state", String, nullable=False),  # living, removed (by a person), gone (its file, or its addition)
    Column("version", Integer, nullable=False),  # the number of the current version, or of the last
    Column("lang", String, index=True),  # null unless it lives
    Column("date", Text, index=True),  # null unless it lives; "" where none is known
    Column("first", BigInteger),
    Column("passages", Integer, nullable=False),
    Column("sought", Text, nullable=False),  # title, source, author, date and id, folded
    Column("story", Integer, index=True),  # the same for articles that say nearly the same; null where none does
)

# By which articles that are nearly the same are found: numbers of each one's sketch (see sketches.py). Those of earlier
# texts stay, since whoever finds an article here compares the texts themselves.
SKETCHES = Table(
    "sketches",
    METADATA,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, ForeignKey("articles.number"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Each text that an article has had. `layout` has its passages and sentences as offsets, made once (see records.py).
VERSIONS = Table(
    "versions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, ForeignKey("articles.number"), nullable=False, index=True),
    Column("version", String(12), nullable=False, unique=True),
    Column("digest", String(32), nullable=False),  # of all that the article says of itself, text included
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("lang", String, nullable=False),
    Column("date", Text),
    Column("url", Text),
    Column("author", Text),
    Column("source", Text),
    Column("blocks", Text, nullable=False),
    Column("layout", Text, nullable=False),
)

# The living passages: which place in which version a number stands for. Numbers only grow.
PASSAGES = Table(
    "passages",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("version", Integer, ForeignKey("versions.number"), nullable=False),
    Column("place", Integer, nullable=False),
)

# The one log that indexes follow. Passages `removed_from` to `removed_to` (exclusive) went, those `added_from` to
# `added_to` came; `added_to` is also the first number that was free after the change.
CHANGES = Table(
    "changes",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, ForeignKey("articles.number"), nullable=False, index=True),
    Column("version", Integer, ForeignKey("versions.number"), nullable=False),
    Column("kind", String, nullable=False),  # added, corrected, described, removed, gone, undone, restored, returned
    Column("at", Float, nullable=False),  # seconds since 1970
    Column("removed_from", BigInteger, nullable=False),
    Column("removed_to", BigInteger, nullable=False),
    Column("added_from", BigInteger, nullable=False),
    Column("added_to", BigInteger, nullable=False),
)

# The kinds of changes that an addition makes. What an Ibid before "returned" wrote of an article that was there again
# can't be told from what a person put back: it stays.
UNDOABLE = ("added", "corrected", "returned")

# What the files of followed folders looked like when they were last read without a fault.
FILES = Table(
    "files",
    METADATA,
    Column("path", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),  # nanoseconds since 1970
)

# Feeds that are followed. Times are in seconds since 1970.
FEEDS = Table(
    "feeds",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("gone", Boolean, nullable=False),  # its server says that there will be no more
    Column("etag", Text),  # by which the server tells whether it has changed
    Column("modified", Text),
    Column("next_at", Float, nullable=False),  # not to be asked before
    Column("fetched_at", Float),  # when it was last there; null before the first time
    Column("failures", Integer, nullable=False),  # in a row
    Column("fault", Text, nullable=False),  # what the last failure was, "" where there was none
)

# The pages that feeds announce, each of the feed that had it first.
FEED_PAGES = Table(
    "feed_pages",
    METADATA,
    Column("url", Text, primary_key=True),
    Column("feed", Integer, ForeignKey("feeds.number"), nullable=False, index=True),
    Column("mark", String, nullable=False),  # of what the feed says of it: another one, and it is read again
    Column("date", Text),
    Column("state", String, nullable=False, index=True),  # waiting, read, failed
    Column("etag", Text),
    Column("modified", Text),
    Column("next_at", Float, nullable=False),
    Column("announced_at", Float, nullable=False),  # when the feed last had it
    Column("failures", Integer, nullable=False),
    Column("fault", Text, nullable=False),
)

# Servers of feeds and of their pages: one request at a time, and none before `not_before`.
HOSTS = Table(
    "hosts",
    METADATA,
    Column("host", Text, primary_key=True),
    Column("not_before", Float, nullable=False),
    Column("busy_until", Float, nullable=False),  # who asks it now must have ended by then
    Column("robots", Text),  # its robots.txt; null where it was not read yet
    Column("robots_at", Float, nullable=False),
)
