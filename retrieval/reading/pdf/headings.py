"""Which paragraphs of a page are headings, and which heading is the title. Size, weight and distance tell them.

Posture: rather body than heading, since a heading can't be quoted.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from retrieval.reading.blocks import HEADING_CHARACTERS, PARAGRAPH_CHARACTERS, is_short
from retrieval.reading.naming import given_title
from retrieval.reading.pdf.lines import Line
from retrieval.reading.pdf.paragraphs import Paragraph

# So many times the size of the text, a line is one of a heading.
LARGER = 1.12
LONGEST, MOST_LINES = 250, 4
SENTENCE = re.compile(r"[.!?…]['\"»”)]*\s+\S")
UNFINISHED = (".", ",", ";", "…", "-")


def body_style(lines: Sequence[Line]) -> tuple[float, bool]:
    """The size in which most of the text is set, and whether that is bold."""
    styles = Counter[tuple[float, bool]]()
    for line in lines:
        styles[round(line.size * 2) / 2, line.bold] += len(line.text)
    return styles.most_common(1)[0][0] if styles else (0.0, False)


def with_headings(paragraphs: Sequence[Paragraph], body: tuple[float, bool]) -> list[Paragraph]:
    """The paragraphs, those of them that are headings marked as such; where all would be, none is."""
    kinds = [
        replace(one, kind="heading") if _is_heading(one, below, body) else one
        for one, below in zip_longest(paragraphs, paragraphs[1:])
    ]
    return kinds if any(one.kind == "body" for one in kinds) else list(paragraphs)


def _is_heading(one: Paragraph, below: Paragraph | None, body: tuple[float, bool]) -> bool:
    size, bold = body
    if one.row or one.recognised or len(one.text) > LONGEST or one.lines > MOST_LINES or SENTENCE.search(one.text):
        return False
    if sum(map(str.isalpha, one.text)) < 2 or one.note:
        return False
    if one.size >= LARGER * size:
        return not one.text.endswith(UNFINISHED[1:]) and (not one.text.endswith(".") or one.size >= 1.5 * size)
    if below is None or one.text.endswith(UNFINISHED):
        return False
    if one.bold and not bold and one.size >= 0.95 * size:
        return len(one.text) <= HEADING_CHARACTERS
    longer = below.kind == "body" and len(below.text) >= max(PARAGRAPH_CHARACTERS, 2 * len(one.text))
    return one.lines == 1 and one.apart and longer and not below.row and is_short(one.text)


def title_of(paragraphs: Sequence[Paragraph], given: str, size: float) -> str | None:
    """What the file calls itself, unless a program did; else the largest heading of the first page."""
    if named := given_title(given):
        return named
    first = min((one.page for one in paragraphs), default=0)
    heads = [one for one in paragraphs if one.kind == "heading" and one.page == first]
    largest = max((one.size for one in heads), default=0.0)
    if largest < LARGER * size:
        return None
    return next(one.text for one in heads if one.size == largest)
