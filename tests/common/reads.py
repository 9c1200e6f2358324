"""What a reader makes of bytes, told apart."""

import io

from retrieval.errors import ReadError, Remark
from retrieval.reading.readers import read_stream
from retrieval.reading.suffixes import suffix_of
from retrieval.types import Address, Article


def articles_in(data: bytes | str, name: str) -> list[Article]:
    """The articles of a file; nothing of it may be at fault."""
    reads = reads_of(data, name)
    assert not [read for read in reads if isinstance(read, ReadError) and not isinstance(read, Remark)]
    return [read for read in reads if isinstance(read, Article)]


def remarks_on(data: bytes | str, name: str) -> list[str]:
    """What a person is told of a file besides."""
    return [str(read) for read in reads_of(data, name) if isinstance(read, Remark)]


def addresses_in(data: bytes | str, name: str) -> list[str]:
    """The pages that a file only names."""
    return [read.url for read in reads_of(data, name) if isinstance(read, Address)]


def reads_of(data: bytes | str, name: str) -> list[Article | ReadError | Remark | Address]:
    """All that is read of a file."""
    data = data.encode() if isinstance(data, str) else data
    return list(read_stream(io.BytesIO(data), suffix_of(name), name))


def bodies(article: Article) -> list[str]:
    """Its paragraphs, headings left out."""
    return [article.text[block.start : block.end] for block in article.blocks if block.kind == "body"]
