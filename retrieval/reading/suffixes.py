"""What the end of a file's name says of its format."""

from pathlib import PurePosixPath

# All that is read; `retrieval.reading.readers` knows how.
SUFFIXES = (
    ".txt", ".text", ".pdf", ".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".mhtml", ".mht", ".webarchive",
    ".xml", ".rss", ".atom", ".json", ".csv", ".tsv", ".md", ".markdown", ".docx", ".odt", ".rtf", ".epub", ".xlsx",
    ".vtt", ".srt", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".eml", ".mbox", ".jsonl", ".ndjson",
    ".zip",
)  # fmt: skip
# The formats whose names have two ends; of all others, the last one says what they are.
DOUBLE = frozenset({".html.gz", ".htm.gz"})


def suffix_of(name: str) -> str:
    """The suffix in small letters, "" where there is none.

    >>> suffix_of("Vol. 2/page.HTM.gz"), suffix_of("notes.v2.md"), suffix_of("README")
    ('.htm.gz', '.md', '')
    """
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes[-2:]]
    both = "".join(suffixes)
    return both if both in DOUBLE else suffixes[-1] if suffixes else ""
