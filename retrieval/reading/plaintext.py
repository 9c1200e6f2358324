"""Plain text as an article: the lines about the article at its top, hard-wrapped lines made whole, the title."""

import re
from dataclasses import replace
from itertools import pairwise

from retrieval.reading.blocks import UNDERLINE, is_caption, is_listed, is_marked, split_blocks
from retrieval.reading.dates import normal_date
from retrieval.reading.decoding import decode
from retrieval.reading.metadata import NAMES, Metadata, make_article, read_metadata
from retrieval.types import Article, Block

# Agency wires begin with " date 2023-09 " in front of the first caption.
WIRE_DATE = re.compile(r"\s{0,99}date\s{0,9}:?\s{0,9}(\d{4}-\d\d(?:-\d\d)?)(?=\s|\Z)", re.I)
HEADER = re.compile(
    rf"\s{{0,99}}({'|'.join(name for names in NAMES.values() for name in names)})\s?:\s?(\S.{{0,400}})", re.I
)

# Mail and news wrap at 65 to 80 characters, some editors at 100; longer lines are paragraphs.
WIDTHS = range(40, 121)
# Fewer full lines than this may be full by accident.
FULL_LINES = 3

TITLE_WORDS = 20
TITLE_CHARACTERS = 150


def read_text(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .txt file holds. Raises ReadError if it is binary or empty."""
    text = decode(data, id).replace("\r\n", "\n").replace("\r", "\n")
    known, start = _header(text, id)
    text = unwrap(text[start:]).strip()
    blocks = split_blocks(text)
    if len(blocks) > 1 and _is_title(text, blocks):
        blocks = (replace(blocks[0], kind="heading"), *blocks[1:])
    return make_article(id, text, blocks, known)


def unwrap(text: str) -> str:
    """`text` with the line ends inside hard-wrapped paragraphs made spaces; any other text as it was.

    A line was wrapped if the first word of the next one had no place on it: true of nearly all lines of wrapped
    prose, of few lines of a poem, a list or a table. What was hyphenated stays so.
    """
    lines = text.split("\n")
    width = _wrapped_at(lines)
    if not width:
        return text
    whole = [lines[0]]
    for above, below in pairwise(lines):
        if _may_continue(above, below) and _is_full(above.rstrip(), below.strip(), width):
            whole[-1] = whole[-1].rstrip()
            whole += [" ", below.lstrip()]
        else:
            whole += ["\n", below]
    return "".join(whole)


def _wrapped_at(lines: list[str]) -> int:
    """The width that `lines` were wrapped to; 0 where they were not."""
    pairs = [(above.rstrip(), below.strip()) for above, below in pairwise(lines) if _may_continue(above, below)]
    width = _width([len(above) for above, _ in pairs])
    full = [(above, below) for above, below in pairs if _is_full(above, below, width)]
    if not width or len(full) < FULL_LINES or len(full) < 0.7 * len(pairs):
        return 0
    ended = sum(above.endswith((".", "!", "?", "…")) for above, _ in full)
    cased = [below for _, below in full if below[0].isupper() or below[0].islower()]
    # In prose, most lines don't begin a sentence; lines of equal length that do are verses, rows or items.
    is_prose = ended <= 0.4 * len(full) and sum(below[0].islower() for below in cased) >= 0.4 * len(cased) > 0
    return width if is_prose else 0


def _may_continue(above: str, below: str) -> bool:
    """Whether two lines stand together and neither is a heading, the end of a caption or the next item of a list."""
    above, below = above.strip(), below.strip()
    if not above or not below or is_caption(above) or is_listed(below) or UNDERLINE.fullmatch(below):
        return False
    return not is_marked(above) and not is_marked(below)


def _width(lengths: list[int]) -> int:
    """The width that lines were wrapped to: nine in ten are no longer. 0 where that is no usual width."""
    width = sorted(lengths)[len(lengths) * 9 // 10] if lengths else 0
    return width if width in WIDTHS else 0


def _is_full(above: str, below: str, width: int) -> bool:
    """Whether the first word of `below` would have made `above` too long; a tenth is allowed for ragged wrapping."""
    return 0.9 * width < len(above) + 1 + len(below.split(None, 1)[0]) and len(above) <= 1.1 * width


def _header(text: str, name: str) -> tuple[Metadata, int]:
    """What the top of `text` says about the article, and where the article itself begins."""
    if wire := WIRE_DATE.match(text):
        return Metadata(date=normal_date(wire[1])), wire.end()
    fields: dict[str, object] = {}
    start = 0
    while line := text[start : start + 500].split("\n", 1)[0]:
        found = HEADER.fullmatch(line.rstrip())
        if not found or not _is_header(found[1].lower(), found[2]):
            break
        fields[found[1].lower()] = found[2]
        start += len(line) + 1
    return read_metadata(fields, name), min(start, len(text))


def _is_header(name: str, value: str) -> bool:
    """Whether a line such as "Date : le 3 mai, tout changea." is a header and no beginning of a sentence."""
    known = read_metadata({name: value}, name)
    if name in NAMES["date"]:
        return known.date is not None
    if name in NAMES["url"]:
        return known.url is not None
    if name in NAMES["lang"]:
        return known.lang is not None
    return True


def _is_title(text: str, blocks: tuple[Block, ...]) -> bool:
    """Whether the first line stands alone above the text and does not end as a sentence does."""
    first, second = blocks[:2]
    line = text[first.start : first.end]
    if first.kind != "body" or is_listed(line) or line.endswith((".", "…", ":", ",", ";", '"', "»", "”")):
        return False
    apart = text[first.end : second.start].count("\n") > 1
    return apart and len(line) <= TITLE_CHARACTERS and len(line.split()) <= TITLE_WORDS
