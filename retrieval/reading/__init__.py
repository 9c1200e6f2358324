"""What does this file say? Bytes become an article: title, date, language, blocks of text.

Not for keeping it: reading knows no database, and changes no text once it is an article.
"""

from retrieval.reading.dates import normal_date
from retrieval.reading.files import find_files, place_of, read_articles, read_path, read_stream
from retrieval.reading.listings import Announced, Listing, each_feed, listing_of
from retrieval.reading.metadata import normal_language
from retrieval.reading.suffixes import SUFFIXES, suffix_of

__all__ = [
    "SUFFIXES", "Announced", "Listing", "each_feed", "find_files", "listing_of", "normal_date", "normal_language",
    "place_of", "read_articles", "read_path", "read_stream", "suffix_of",
]  # fmt: skip
