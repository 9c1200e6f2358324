"""What does a web page say? The lines of its article or articles, and what it declares of itself.

Not for fetching it.
"""

from retrieval.reading.pages.lines import lines_of
from retrieval.reading.pages.saved import read_mhtml, read_packed_page, read_webarchive
from retrieval.reading.pages.trees import Element, is_power, keep_what_is_shown, libraries, open_tree, raised
from retrieval.reading.pages.webpage import page_lines, page_of_piece, read_webpage, read_webpages

__all__ = [
    "Element",
    "is_power",
    "keep_what_is_shown",
    "libraries",
    "lines_of",
    "open_tree",
    "page_lines",
    "page_of_piece",
    "raised",
    "read_mhtml",
    "read_packed_page",
    "read_webarchive",
    "read_webpage",
    "read_webpages",
]  # fmt: skip
