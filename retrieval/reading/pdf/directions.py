"""Which way a line runs: text from right to left, with what is read from left to right within it."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.reading.pdf.glyphs import Glyph

# A gap smaller than this share of the size is none.
NONE = 0.12
RIGHT_TO_LEFT = ("R", "AL")
ALEFS = "اأإآ"
LAM = "ل"


def is_rtl(sign: str) -> bool:
    return bool(sign) and sign[0] > "\u0590" and unicodedata.bidirectional(sign[0]) in RIGHT_TO_LEFT


def gap_before(row: Sequence[Glyph], at: int) -> float:
    """How far a sign is from the one before, in the direction in which it is read; a blank takes no room."""
    before, glyph = row[at - 1], row[at]
    ahead, behind = glyph.left - before.right, before.left - glyph.right
    if not (is_rtl(before.sign) or is_rtl(glyph.sign)):
        return ahead
    if is_rtl(before.sign) and is_rtl(glyph.sign):
        return behind
    if is_rtl(glyph.sign):  # what was read before it, from left to right, lies between the two
        begin = at - 1
        while begin > 0 and row[begin - 1].sign != " " and not is_rtl(row[begin - 1].sign):
            begin -= 1
        return min(other.left for other in row[begin:at]) - glyph.right
    return max(ahead, before.left - max(other.right for other in _left_to_right(row, at)))


def put_right(row: list[Glyph]) -> list[Glyph]:
    """A line that runs from right to left in the order of its text, where pdfium took what one sign of the font, or
    one run of letters, holds for single signs and turned them.

    Lam and alef drawn as one come lam first; the blank at the end of "Python " goes behind it, where the next word
    would touch it otherwise.
    """
    if not any(is_rtl(glyph.sign) for glyph in row):
        return row
    for at, (one, two) in enumerate(pairwise(row)):
        if one.left == two.left and one.right == two.right and one.sign in ALEFS and two.sign == LAM:
            row[at], row[at + 1] = two, one
    for at in range(1, len(row) - 1):
        blank, run = row[at], list(_left_to_right(row, at + 1))
        if blank.sign != " " or not run or run[0].face is not blank.face or not is_rtl(row[at - 1].sign):
            continue
        after, left = at + 1 + len(run), min(glyph.left for glyph in run)
        if after < len(row) and row[after].sign != " " and left - row[after].right < NONE * blank.face.size:
            row[at:after] = [*run, blank]
    return row


def _left_to_right(row: Sequence[Glyph], at: int) -> Iterator[Glyph]:
    for glyph in row[at:]:
        if is_rtl(glyph.sign) or (glyph.sign == " " and glyph is not row[at]):
            return
        yield glyph
