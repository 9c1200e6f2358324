"""Articles and their passages as rows of the database, and back."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from sqlalchemy import RowMapping, Select, select

from retrieval.analysis import fold
from retrieval.schema import ARTICLES, VERSIONS
from retrieval.types import Article, Block, Kind, Passage, Sentence

# A row as it is read, or one that was made.
Row = RowMapping | Mapping[str, Any]

KINDS: tuple[Kind, ...] = ("body", "heading", "caption")
FIELDS = ("id", "title", "text", "lang", "date", "url", "author", "source")


def digest(article: Article) -> str:
    """32 hexadecimal digits for all that the article says of itself. How it was cut into blocks is not part of it."""
    said = json.dumps([getattr(article, field) for field in FIELDS])
    return blake2b(said.encode(), digest_size=16).hexdigest()


def sought(article: Article) -> str:
    """What a search in the list of articles looks at."""
    known = (article.title, article.source, article.author, article.date, article.id)
    return fold(" ".join(filter(None, known)))


def pack_blocks(blocks: Sequence[Block]) -> str:
    """`[gap, length, kind, page]` of each block; the gap is the distance from the end of the one before.

    What is "body" and without a page leaves the rest out, as nearly all blocks do.
    """
    packed = []
    end = 0
    for block in blocks:
        kind, page = KINDS.index(block.kind), block.page or 0
        rest = [kind, page] if page else [kind] if kind else []
        packed.append([block.start - end, block.end - block.start, *rest])
        end = block.end
    return json.dumps(packed, separators=(",", ":"))


def unpack_blocks(packed: str) -> tuple[Block, ...]:
    blocks = []
    end = 0
    for gap, length, *rest in json.loads(packed):
        start, end = end + gap, end + gap + length
        kind, page = (*rest, 0, 0)[:2]
        blocks.append(Block(start, end, KINDS[kind], page or None))
    return tuple(blocks)


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
        passages.append(
            Passage(article, paragraphs[at], start, end, block.kind, headings[at], tuple(sentences), block.page)
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


def article_of(row: Row) -> Article:
    """The article of a row of `versions`, joined with the id of its article."""
    values = {field: row[field] for field in FIELDS}
    return Article(blocks=unpack_blocks(row["blocks"]), **values)


def blocks_are_sound(text: str, blocks: Sequence[Block]) -> bool:
    """Whether `blocks` are in order, do not overlap and leave out nothing but white space."""
    marks = [0, *(mark for block in blocks for mark in (block.start, block.end)), len(text)]
    if any(first > second for first, second in pairwise(marks)) or any(b.start == b.end for b in blocks):
        return False
    return not any(text[marks[i] : marks[i + 1]].strip() for i in range(0, len(marks), 2))


def with_version(version: str) -> Select[Any]:
    """The query for the version with this name and its article."""
    return joined().where(VERSIONS.c.version == version)


def joined() -> Select[Any]:
    """Versions beside their articles: the columns of both, but for those that would clash."""
    own = [column for column in ARTICLES.c if column.name not in ("lang", "date", "version")]
    other = [column for column in VERSIONS.c if column.name not in ("number", "article", "version")]
    names = (VERSIONS.c.number.label("version_number"), ARTICLES.c.version.label("current"))
    return select(*own, *other, *names).join(VERSIONS, VERSIONS.c.article == ARTICLES.c.number)
