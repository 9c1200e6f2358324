"""What do documents say: PDFs, scans, word processors' files, books, tables, subtitles?

Not for web pages, Markdown and plain text, which are read beside this folder.
"""

from retrieval.reading.documents.pdf import read_pdf

__all__ = ["read_pdf"]
