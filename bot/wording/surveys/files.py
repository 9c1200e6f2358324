"""A list of sentences as a file: Markdown to read, a table (CSV) for other programs."""

import csv
import io
import re

from bot.locales import Lang, say_number
from bot.wording.messages import Document, Reply, sendable
from bot.wording.naming import describe
from bot.wording.surveys.listing import Listing

# What Markdown would take for formatting.
MARKS = re.compile(r"[\\`*_\[\]<>#|]")
SUFFIXES = {"markdown": ".md", "csv": ".csv"}
# The columns of every table, behind those of its kind.
COLUMNS = ("sentence", "article", "title", "source", "author", "article_date", "url", "paragraph", "start", "end", "id")


def render_file(listing: Listing, kind: str, lang: Lang) -> Reply:
    """All of a list as a file of this kind, as a message."""
    name = "-".join(re.findall(r"\w+", listing.title)) + SUFFIXES[kind]
    content = as_csv(listing) if kind == "csv" else as_markdown(listing, lang)
    said = say_number(lang, "survey.file", len(listing.entries), title=listing.title)
    return Reply(said, document=Document(name, content))


def as_markdown(listing: Listing, lang: Lang) -> bytes:
    parts = [f"# {_escaped(listing.title)}"]
    for entry in listing.entries:
        citation = entry.citation
        note = f" ({_escaped(entry.note)})" if entry.note else ""
        where = _escaped(describe(citation.article, lang))
        if citation.article.url:
            where = f"[{where}](<{citation.article.url}>)"
        quoted = _escaped(" ".join(sendable(citation.text).split()))
        parts.append(f"**{_escaped(entry.head)}**{note}\n\n> {quoted}\n\n— {where}")
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def as_csv(listing: Listing) -> bytes:
    """A line for each sentence, letter for letter; `start` and `end` are its offsets in the article's text."""
    kinds = [name for name, _ in listing.entries[0].row] if listing.entries else []
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, [*kinds, *COLUMNS], lineterminator="\r\n")
    table.writeheader()
    for entry in listing.entries:
        citation, article = entry.citation, entry.citation.article
        table.writerow(
            dict(entry.row)
            | {
                "sentence": citation.text,
                "article": article.id,
                "title": article.title,
                "source": article.source or "",
                "author": article.author or "",
                "article_date": article.date or "",
                "url": article.url or "",
                "paragraph": citation.passage.paragraph,
                "start": citation.sentence.start,
                "end": citation.sentence.end,
                "id": citation.id,
            }
        )
    return file.getvalue().encode("utf-8", "replace")


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\g<0>", text)
