"""What do documents say that hold their text as text: word processors' files, books, tables, subtitles?

Not for web pages, Markdown and plain text, which are read beside this folder, nor for PDFs.
"""

from retrieval.reading.documents.book import read_book
from retrieval.reading.documents.opendocument import read_opendocument
from retrieval.reading.documents.rtf import read_rich_text
from retrieval.reading.documents.subtitles import read_subtitles
from retrieval.reading.documents.tables import read_table, read_workbook
from retrieval.reading.documents.word import read_word

__all__ = [
    "read_book", "read_opendocument", "read_rich_text", "read_subtitles", "read_table", "read_word", "read_workbook",
]  # fmt: skip
