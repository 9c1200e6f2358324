"""What pages carry around their text: running heads and feet, and page numbers.

Only what repeats at the edge of pages is furniture: the same words with the same number, or with one that counts on.
A number that stands alone in the text is text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from retrieval.reading.pdf.lines import Line

# So many heights at the top and at the bottom of a page may hold heads, feet and numbers.
EDGE = 3
# Points within which two lines of two pages stand at the same height.
SAME_HEIGHT = 3.0
# A line that stands at another height on each page repeats by chance sooner: it is furniture on so many pages.
MANY = 3

DIGITS = re.compile(r"\d+")
ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
VALUES = {"i": 1, "v": 5, "x": 10}
NUMBER = re.compile(r"\W*(?:(?:page|seite|página|pagina|p\.|s\.)\s*)?(\d{1,4}|[ivx]{1,6})\W*", re.I)
# What says of itself that it is the number of a page, even on a single one.
TOLD = re.compile(
    r"\W*(?:(?:page|seite|página|pagina)\s+\d{1,4}(?:\s*(?:/|of|sur|de|von|di)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}"
    r"|\d{1,4} (?:of|sur|von) \d{1,4}|[-–—]\s?\d{1,4}\s?[-–—])\W*",
    re.I,
)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page but for heads, feet and numbers."""
    edges = [list(_edges(lines)) for lines in pages]
    heads = _repeated(edges)
    gone = heads | _numbers([[(edge, line) for edge, line in lines if id(line) not in heads] for lines in edges])
    return [[line for line in lines if id(line) not in gone] for lines in pages]


def _edges(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """The outermost lines with the edge at which they stand."""
    heights = sorted({round(line.base) for line in lines if not line.turn})
    top, bottom = heights[-EDGE:], heights[:EDGE]
    for line in lines:
        if not line.turn and round(line.base) in top:
            yield "top", line
        if not line.turn and round(line.base) in bottom:
            yield "bottom", line


def _repeated(edges: Sequence[Sequence[tuple[str, Line]]]) -> set[int]:
    """The lines that two pages or more have at the same place, or three and most of all anywhere at their edge."""
    alike = defaultdict[tuple[str, str], list[Line]](list)
    for lines in edges:
        for edge, line in lines:
            if sum(map(str.isalpha, line.text)) >= 2:
                alike[edge, DIGITS.sub("0", line.text)].append(line)
    gone: set[int] = set()
    for similar in alike.values():
        counting = [line for line in similar if _counts(line, similar)]
        level = [line for line in counting if _same_height(line, counting)]
        pages = {line.page for line in counting}
        if len(pages) >= MANY and 2 * len(pages) > len(edges):
            level = counting
        gone |= {id(line) for line in level}
    return gone


def _counts(line: Line, others: Sequence[Line]) -> bool:
    """Whether the numbers in `line` are those of another page's line, or count on with the pages."""
    own = [int(number) for number in DIGITS.findall(line.text)]
    return any(
        other.page != line.page
        and all(
            number in (mine, mine + other.page - line.page)
            for mine, number in zip(own, map(int, DIGITS.findall(other.text)), strict=True)
        )
        for other in others
    )


def _same_height(line: Line, others: Sequence[Line]) -> bool:
    return any(other.page != line.page and abs(other.base - line.base) <= SAME_HEIGHT for other in others)


def _numbers(edges: Sequence[Sequence[tuple[str, Line]]]) -> set[int]:
    """The lines at an edge that are the page's number: as it says itself, or as the next pages count on."""
    gone, counted = set(), []
    for lines in edges:
        outer = {edge: _outermost(edge, lines) for edge in ("top", "bottom")}
        for edge, line in lines:
            if TOLD.fullmatch(line.text):
                gone.add(id(line))
            elif (number := _value(line.text)) and line.base == outer[edge]:
                counted.append((edge, number - line.page, line))
    steady = Counter((edge, ahead, line.page) for edge, ahead, line in counted)
    pages = Counter((edge, ahead) for edge, ahead, _ in steady)
    return gone | {id(line) for edge, ahead, line in counted if pages[edge, ahead] >= 2}


def _outermost(edge: str, lines: Sequence[tuple[str, Line]]) -> float:
    bases = [line.base for other, line in lines if other == edge]
    return (max if edge == "top" else min)(bases, default=0.0)


def _value(text: str) -> int:
    """The number that a line is, if it is nothing else; 0 otherwise."""
    found = NUMBER.fullmatch(text)
    if not found:
        return 0
    written = found[1].lower()
    if written.isdigit():
        return int(written)
    if not ROMAN.fullmatch(written):
        return 0
    values = [VALUES[letter] for letter in written]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
