"""An article as plain fields, and back: what a child process prints and a database keeps."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from retrieval.errors import ReadError, Remark
from retrieval.types import Address, Article, Block, Kind

# What a reader makes of a file, or of a part of it.
Read = Article | ReadError | Address

KINDS: tuple[Kind, ...] = ("body", "heading", "caption")
# What the numbers of a block count, and where its text comes from.
SECONDS, RECOGNISED = 1, 2
FIELDS = ("id", "title", "text", "lang", "date", "url", "author", "source")


def pack_blocks(blocks: Sequence[Block]) -> str:
    """`[gap, length, kind, number, signs, offset, number, …]` of each block; the gap is the distance from the end of
    the one before, the numbers are its page and those of its turns, or its seconds and one more.

    What is "body" and without a page leaves the rest out, as nearly all blocks do.
    """
    packed = []
    end = 0
    for block in blocks:
        more = 0 if block.second is None else 1  # 0 stands for none
        first = block.page or 0 if block.second is None else block.second + more
        signs = SECONDS * more + RECOGNISED * block.recognised
        rest = [KINDS.index(block.kind), first, signs]
        rest += [value for offset, number in block.turns for value in (offset, number + more)]
        while rest and not rest[-1]:
            rest.pop()
        packed.append([block.start - end, block.end - block.start, *rest])
        end = block.end
    return json.dumps(packed, separators=(",", ":"))


def unpack_blocks(packed: str) -> tuple[Block, ...]:
    blocks = []
    end = 0
    for gap, length, *rest in json.loads(packed):
        start, end = end + gap, end + gap + length
        kind, first, signs = (*rest, 0, 0, 0)[:3]
        more = 1 if signs & SECONDS else 0
        turns = tuple((offset + 0, number - more) for offset, number in zip(rest[3::2], rest[4::2], strict=True))
        page, second = (None, first - 1) if more else (first or None, None)
        blocks.append(Block(start, end, KINDS[kind], page, second, turns, bool(signs & RECOGNISED)))
    return tuple(blocks)


def article_of(packed: Mapping[Any, Any]) -> Article:
    """The article whose FIELDS, and `blocks` as they are packed, these are: a row of a database, or what a child
    printed."""
    values = {field: packed[field] for field in FIELDS}
    return Article(blocks=unpack_blocks(packed["blocks"]), **values)


def pack_read(read: Read, *, end: bool = False) -> str:
    """What was read, as a line of JSON; `end` marks the error that ended the reading."""
    if isinstance(read, ReadError):
        return json.dumps({"name": read.name, "reason": read.reason, "remark": isinstance(read, Remark), "end": end})
    if isinstance(read, Address):
        return json.dumps({"address": read.url})
    return json.dumps({field: getattr(read, field) for field in FIELDS} | {"blocks": pack_blocks(read.blocks)})


def unpack_read(line: str | bytes) -> Read:
    """What `pack_read` packed. Raises the ReadError that ended the reading."""
    said = json.loads(line)
    if said.get("end"):
        raise ReadError(said["name"], said["reason"])
    if "reason" in said:
        return (Remark if said["remark"] else ReadError)(said["name"], said["reason"])
    if "address" in said:
        return Address(said["address"])
    return article_of(said)


def blocks_are_sound(text: str, blocks: Sequence[Block]) -> bool:
    """Whether `blocks` are in order, do not overlap and leave out nothing but white space."""
    marks = [0, *(mark for block in blocks for mark in (block.start, block.end)), len(text)]
    if any(first > second for first, second in pairwise(marks)) or any(b.start == b.end for b in blocks):
        return False
    return not any(text[marks[i] : marks[i + 1]].strip() for i in range(0, len(marks), 2))
