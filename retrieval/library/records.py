"""Articles and their passages as rows of the database, and back."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import RowMapping, Select, select

from retrieval.language import fold
from retrieval.library.schema import ARTICLES, VERSIONS
from retrieval.packing import FIELDS
from retrieval.types import Article, Passage, Sentence

# A row as it is read, or one that was made.
Row = RowMapping | Mapping[str, Any]


def digest(article: Article) -> str:
    """32 hexadecimal digits for all that the article says of itself. How it was cut into blocks is not part of it."""
    said = json.dumps([getattr(article, field) for field in FIELDS])
    return blake2b(said.encode(), digest_size=16).hexdigest()


def sought(article: Article) -> str:
    """What a search in the list of articles looks at."""
    known = (article.title, article.source, article.author, article.date, article.id)
    return fold(" ".join(filter(None, known)))


def pack_passages(passages: Sequence[Passage]) -> str:
    """`[gap, length, gap, length, …]` of the sentences of each passage, each gap from the end of the one before."""
    packed = []
    end = 0
    for passage in passages:
        row = []
        for sentence in passage.sentences:
            row += [sentence.start - end, sentence.end - sentence.start]
            end = sentence.end
        packed.append(row)
    return json.dumps(packed, separators=(",", ":"))


def unpack_passages(article: Article, packed: str) -> tuple[Passage, ...]:
    """The passages as they were made when the version came in. Kind, page, heading and number are their block's."""
    starts = [block.start for block in article.blocks]
    paragraphs, headings = _places(article)
    passages = []
    end = 0
    for row in json.loads(packed):
        sentences = []
        for gap, length in zip(row[::2], row[1::2], strict=True):
            sentences.append(Sentence(end + gap, end + gap + length))
            end += gap + length
        start = sentences[0].start
        at = bisect_right(starts, start) - 1
        block = article.blocks[at]
        page = block.page_at(start)
        passages.append(
            Passage(article, paragraphs[at], start, end, block.kind, headings[at], tuple(sentences), page, block)
        )
    return tuple(passages)


def _places(article: Article) -> tuple[list[int], list[str]]:
    """The number of each block as a paragraph, and the heading above it."""
    paragraphs, headings = [], []
    number, heading = 0, ""
    for block in article.blocks:
        if block.kind == "heading":
            heading = article.text[block.start : block.end].strip()
        else:
            number += 1
        paragraphs.append(number)
        headings.append(heading)
    return paragraphs, headings


def with_version(version: str) -> Select[Any]:
    """The query for the version with this name and its article."""
    return joined().where(VERSIONS.c.version == version)


def joined() -> Select[Any]:
    """Versions beside their articles: the columns of both, but for those that would clash."""
    own = [column for column in ARTICLES.c if column.name not in ("lang", "date", "version")]
    other = [column for column in VERSIONS.c if column.name not in ("number", "article", "version")]
    names = (VERSIONS.c.number.label("version_number"), ARTICLES.c.version.label("current"))
    return select(*own, *other, *names).join(VERSIONS, VERSIONS.c.article == ARTICLES.c.number)
