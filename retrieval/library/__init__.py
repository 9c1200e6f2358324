"""What is there, what was, and where did it come from? Every change has a number in one log.

Not for terms or files: it holds articles, passages and sentences as offsets.
"""

from retrieval.library.arrivals import Arrival, Outcome
from retrieval.library.catalogue import (
    Entry,
    Page,
    alike_to,
    article_numbered,
    changed_by,
    count_passages,
    entry_of,
    history_of,
    is_undoable,
    last_change,
    list_entries,
    living_versions,
)
from retrieval.library.changes import Range, changes_after, first_passage_since, next_passage, passages_after
from retrieval.library.database import writing
from retrieval.library.filters import Ranges
from retrieval.library.library import Library
from retrieval.library.schema import ARTICLES, FEED_PAGES, FEEDS, FILES, HOSTS, LIBRARY, REVISIONS

__all__ = [
    "ARTICLES", "FEEDS", "FEED_PAGES", "FILES", "HOSTS", "LIBRARY", "REVISIONS", "Arrival", "Entry", "Library",
    "Outcome", "Page", "Range", "Ranges", "alike_to", "article_numbered", "changed_by", "changes_after",
    "count_passages", "entry_of", "first_passage_since", "history_of", "is_undoable", "last_change", "list_entries",
    "living_versions", "next_passage", "passages_after", "writing",
]  # fmt: skip
