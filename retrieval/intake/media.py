"""Which reader a file is for, by what is said of its kind: the suffix of its name, else its media type."""

import mimetypes

from retrieval.reading import SUFFIXES
from retrieval.reading import suffix_of as end_of

MEDIA = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "text/csv": ".csv",
    "text/vtt": ".vtt",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/zip": ".zip",
    "message/rfc822": ".eml",
    "application/mbox": ".mbox",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
}


def suffix_of(name: str, media_type: str | None) -> str:
    """The suffix of the reader for a file; that of its name where no reader is known for it, and none for no name."""
    suffix = end_of(name)
    if suffix in SUFFIXES or not media_type:
        return suffix
    kind = media_type.partition(";")[0].strip().lower()
    guessed = MEDIA.get(kind) or mimetypes.guess_extension(kind, strict=False) or ""
    return guessed if guessed in SUFFIXES else suffix
