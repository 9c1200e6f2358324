"""Letters as lines: which stand on one line, where a blank belongs, and what is raised above it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from retrieval.reading.pdf.directions import gap_before, is_rtl, put_right
from retrieval.reading.pdf.glyphs import Glyph
from retrieval.reading.pdf.raised import as_text

# All in sizes of the letters. Blanks of fonts are 0.2 to 0.35 wide; letters of one word touch, or nearly.
BLANK = 0.17
# Where the file sets blanks of its own, what lies between two letters must be plainer; kerning is less than the least.
BLANK_BESIDE_BLANKS, LEAST_BLANK = 0.21, 0.1
# Two letters that are further apart than this belong to two cells of a table, or to two columns.
CELL = 2.0
# So many gaps of a line say how its letters are spaced.
MANY_GAPS = 4
# Letters on another height belong to a line only if they are raised or lowered beside one: so high at most.
RAISED = 0.62
# What is smaller and touches the letter before may be raised by its whole height.
RAISED_SMALLER, TOUCHES = 1.05, 0.3
LEVEL = 0.12
# Going back further than this begins a line; kerning and accents go back less.
BACK = 0.6
# Digits that were set apart and lie over each other, or not quite beside each other, are those of two numbers.
BACK_NUMBERS, BESIDE_NUMBERS = 0.1, 0.05

# Scripts that put nothing between words.
UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
CELLS = " | "
# What stands before an item or a heading: a bullet, "a)", "2.1", "IV."
MARK = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,4})?\W*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page as text. `left` to `right` is where it stands (for one that runs from right to left as seen in
    a mirror), `base` how high (upwards); `size` and `bold` are those of most of its letters; a `row` has cells; `note`
    is the mark of a footnote that it begins with."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    turn: int = 0
    row: bool = False
    note: str = ""
    hidden: bool = False
    first: float = 0.0  # the width of its first word
    part: int = 0  # of a page that was recognised: which paragraph


def lines_of(glyphs: Iterable[Glyph], page: int) -> Iterator[Line]:
    """The lines of a page in the order of its text."""
    for row in _rows(glyphs):
        if line := _line(row, page):
            yield line


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    main: Glyph | None = None
    leftwards = False
    for glyph in glyphs:
        leftwards = leftwards or is_rtl(glyph.sign)
        if row and main and not _continues(row[-1], main, glyph, leftwards=leftwards):
            yield row
            row, main, leftwards = [], None, is_rtl(glyph.sign)
        row.append(glyph)
        if main is None or (glyph.sign != " " and (main.sign == " " or glyph.face.size > main.face.size)):
            main = glyph
    if row:
        yield row


def _continues(last: Glyph, main: Glyph, glyph: Glyph, *, leftwards: bool) -> bool:
    """Whether `glyph` stands on the line that `last` ends, or beside its end a little higher or lower."""
    if glyph.face is main.face and glyph.base == main.base and last.left <= glyph.left < last.right + 1:
        return True
    if glyph.face.turn != main.face.turn:
        return False
    if glyph.left == last.left and glyph.right == last.right and glyph.face is last.face:
        return True  # one sign of the font for several letters
    size, step = max(main.face.size, glyph.face.size), glyph.left - last.right
    height = abs(glyph.base - main.base)
    if height <= LEVEL * size or (abs(glyph.base - last.base) <= LEVEL * size and height <= RAISED * size):
        return leftwards or step > -(BACK_NUMBERS if _two_numbers(last, glyph) else BACK) * size
    smaller = min(main.face.size, glyph.face.size) < 0.87 * size
    touches = -BACK * size < step < (TOUCHES if smaller and height > RAISED * size else 1) * size
    return height <= (RAISED_SMALLER if smaller else RAISED) * size and touches and glyph.sign != " "


def _two_numbers(before: Glyph, glyph: Glyph) -> bool:
    """Whether two digits were set apart."""
    return glyph.face is not before.face and glyph.sign.isdigit() and before.sign.isdigit()


def _line(row: list[Glyph], page: int) -> Line | None:
    while row and row[-1].sign == " ":
        row.pop()
    row = put_right(row)
    inked = [glyph for glyph in row if glyph.sign.strip()]
    if not inked:
        return None
    sizes, bold = Counter[float](), 0
    for glyph in inked:
        sizes[glyph.face.size] += 1
        bold += glyph.face.bold
    largest = max(size for size, count in sizes.items() if count >= 0.1 * len(inked))
    size = max((count, size) for size, count in sizes.items() if size > 0.7 * largest)[1]
    base = Counter(round(glyph.base, 1) for glyph in inked if glyph.face.size > 0.7 * largest).most_common(1)[0][0]
    words = _words(row, size, base)
    text, note = as_text([(word, raised) for word, raised, _ in words])
    if not text.strip(" |"):
        return None
    lefts, rights = [glyph.left for glyph in inked], [glyph.right for glyph in inked]
    if 2 * sum(is_rtl(glyph.sign) for glyph in inked) > len(inked):  # as in a mirror: it begins at the left, too
        lefts, rights = [-right for right in rights], [-left for left in lefts]
    is_row = CELLS in text
    end = next((at for at, glyph in enumerate(row) if glyph.sign == " "), len(row))
    first = max(glyph.right for glyph in row[: end or 1]) - min(glyph.left for glyph in row[: end or 1])
    hidden = sum(glyph.face.hidden for glyph in inked) * 2 > len(inked)
    return Line(
        text, page, min(lefts), max(rights), base, size, 2 * bold > len(inked), inked[0].face.turn, is_row, note,
        hidden, first,
    )  # fmt: skip


def _words(row: Sequence[Glyph], size: float, base: float) -> list[tuple[str, int, Glyph]]:
    """The signs of a line with the blanks that belong between them, and whether each is raised (1) or lowered (-1)."""
    gaps = [gap_before(row, at) for at in range(1, len(row))]
    close = [gap for gap, (one, two) in zip(gaps, pairwise(row), strict=True) if one.sign != " " != two.sign]
    usual = sorted(close)[len(close) // 4] if len(close) >= MANY_GAPS else 0.0
    usual = min(max(0.0, usual), 0.5 * size)  # more than nothing where letters are spaced
    wide = usual + _blank(row) * size
    found = [(row[0].sign, _height(row[0], size, base), row[0])]
    for gap, before, glyph in zip(gaps, row, row[1:], strict=False):
        letters = glyph.sign != " " and before.sign != " "
        if _apart(found, gap, size):
            found.append((CELLS, 0, glyph))
        elif (
            letters
            and gap > (BESIDE_NUMBERS * size if _two_numbers(before, glyph) else wide)
            and not _belongs(before, glyph, gap, size)
        ):
            found.append((" ", 0, glyph))
        found.append((glyph.sign, _height(glyph, size, base), glyph))
    return found


def _blank(row: Sequence[Glyph]) -> float:
    """How wide a blank is, in sizes, that the file did not set: a good part of those of the line that it did set."""
    set_here = [
        abs(after.left - before.right) / before.face.size
        for before, blank, after in zip(row, row[1:], row[2:], strict=False)
        if blank.sign == " " and before.sign != " " != after.sign
    ]
    return max(LEAST_BLANK, min(BLANK_BESIDE_BLANKS, 0.6 * median(set_here))) if set_here else BLANK


def _apart(found: list[tuple[str, int, Glyph]], gap: float, size: float) -> bool:
    """Whether a new cell begins: not after the mark of an item or the number of a heading."""
    if gap <= CELL * size:
        return False
    return not MARK.fullmatch("".join(sign for sign, _, _ in found[:10]))


def _belongs(before: Glyph, glyph: Glyph, gap: float, size: float) -> bool:
    """Whether no blank comes between two signs however they are set: an accent, or a script without blanks."""
    if unicodedata.combining(glyph.sign[0]):
        return True
    return gap < size and bool(UNSPACED.match(before.sign) and UNSPACED.match(glyph.sign))


def _height(glyph: Glyph, size: float, base: float) -> int:
    """1 for what is raised above the line, -1 for what is lowered, 0 for what stands on it."""
    above = glyph.base - base
    smaller = glyph.face.size <= 0.87 * size
    if above > (0.15 if smaller else 0.25) * size:
        return 1
    return -1 if above < -(0.08 if smaller else 0.25) * size else 0


def widths(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """How far the lines of a column reach: by page and where they begin, in steps of 20 points."""
    ends = {}
    for place, column in groupby(sorted(lines, key=column_of), key=column_of):
        rights = sorted(line.right for line in column)
        ends[place] = rights[len(rights) * 9 // 10]
    return ends


def column_of(line: Line) -> tuple[int, int]:
    """The page and the column of a line."""
    return line.page, round(line.left / 20)
