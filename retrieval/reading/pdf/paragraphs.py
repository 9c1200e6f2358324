"""Lines as paragraphs: where one ends, and which run on over the end of a column or a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from retrieval.reading.blocks import is_listed
from retrieval.reading.pdf.hyphens import Words
from retrieval.reading.pdf.lines import Line, column_of, widths
from retrieval.types import Kind

SENTENCE_ENDS = tuple(".!?…:»”\"')。！？؟۔।")
# Two lines of a size that differs by more are not of one paragraph.
SAME_SIZE = 0.08
# So many times the usual distance of lines, a paragraph ends; so many times, it does whatever the words say.
LOOSE, WIDE = 1.3, 1.9
# What is indented by more than this many sizes begins a paragraph.
INDENT = 0.8
# Text smaller than this share of the body's, at the foot of a page, is a note.
NOTE = 0.93


@dataclass(slots=True)
class Paragraph:
    """A paragraph with the page on which it begins and the offsets at which later ones do. `apart` is what stands
    further from the lines above it than they do from each other."""

    text: str
    page: int
    size: float
    bold: bool = False
    row: bool = False
    note: bool = False
    apart: bool = False
    lines: int = 1
    kind: Kind = "body"
    recognised: bool = False
    turns: list[tuple[int, int]] = field(default_factory=list)
    full: bool = False  # its last line reaches the end of its column

    def append(self, text: str, words: Words, page: int, turns: Sequence[tuple[int, int]] = ()) -> None:
        """Puts the next line or part behind it."""
        joined = words.join(self.text, text)
        begin = len(joined) - len(text)
        if page != (self.turns[-1][1] if self.turns else self.page):
            self.turns.append((begin, page))
        self.turns += [(begin + offset, number) for offset, number in turns]
        self.text = joined


def paragraphs_of(pages: Sequence[Sequence[Line]], words: Words, size: float) -> list[Paragraph]:
    """The paragraphs of all pages; notes at the foot of a page come behind the paragraph that runs on over it."""
    lines = [line for page in pages for line in page]
    pitch, ends = _pitch(lines), widths(lines)
    made: list[Paragraph] = []
    notes: list[Paragraph] = []
    for page in pages:
        parts = list(_of_page(page, words, pitch, ends))
        foot = len(parts)
        while foot > 1 and parts[foot - 1].size < NOTE * size and not parts[foot - 1].row:
            foot -= 1
        foot = len(parts) if parts and parts[0].size < NOTE * size else foot
        if parts and made and runs_on(made[-1], parts[0]):
            first = parts.pop(0)
            made[-1].append(first.text, words, first.page, first.turns)
            made[-1].full, made[-1].lines = first.full, made[-1].lines + first.lines
            foot -= 1
        if parts[:foot]:
            made += notes
            notes = []
        made += parts[:foot]
        notes += parts[foot:]
    return made + notes


def runs_on(above: Paragraph, below: Paragraph) -> bool:
    """Whether a paragraph at the end of a column or a page goes on in the next one."""
    if above.row or below.row or below.note or abs(above.size - below.size) > SAME_SIZE * above.size:
        return False
    if above.bold != below.bold or above.text.endswith(SENTENCE_ENDS) or is_listed(below.text):
        return False
    return below.text[0].islower() or above.full


def _of_page(
    lines: Sequence[Line], words: Words, pitch: float, ends: dict[tuple[int, int], float]
) -> Iterator[Paragraph]:
    now: Paragraph | None = None
    last: Line | None = None
    listed = False
    for line in lines:
        if now and last and not _parts(last, line, pitch, ends[column_of(last)], listed=listed):
            now.append(line.text, words, line.page)
            now.lines += 1
            now.bold = now.bold and line.bold
        elif now and last and _jumps(last, line) and _runs_over(now, line):
            now.append(line.text, words, line.page)
            now.lines += 1
        else:
            if now:
                yield now
            apart = last is None or last.base - line.base > LOOSE * pitch * line.size or _jumps(last, line)
            now = Paragraph(
                line.text, line.page, line.size, line.bold, line.row, bool(line.note), apart, recognised=line.hidden
            )
            listed = is_listed(line.text)
        now.full = not _is_short(line, ends[column_of(line)], 4 * line.size)
        last = line
    if now:
        yield now


def _runs_over(now: Paragraph, line: Line) -> bool:
    return runs_on(now, Paragraph(line.text, line.page, line.size, line.bold, line.row, bool(line.note)))


def _parts(above: Line, below: Line, pitch: float, end: float, *, listed: bool) -> bool:
    """Whether `below` begins a paragraph of its own; `listed` is whether that of `above` is the item of a list."""
    size = max(above.size, below.size)
    if above.row or below.row or below.note or above.part != below.part or above.turn != below.turn:
        return True
    if abs(above.size - below.size) > SAME_SIZE * size:
        return True
    goes_on = not above.text.endswith(SENTENCE_ENDS) and not _begins_anew(below.text)
    if above.bold != below.bold and not goes_on:
        return True
    distance = (above.base - below.base) / (pitch * size)
    if distance < 0.4 or distance > WIDE or (distance > LOOSE and not goes_on):
        return True
    if is_listed(below.text) and (listed or not goes_on or below.left < above.left - INDENT * size):
        return True
    if below.left > above.left + INDENT * size and not listed and not goes_on:
        return True
    return _is_short(above, end, below.first) and not goes_on


def _begins_anew(text: str) -> bool:
    """Whether a line may be the first of a sentence: with a capital, or in a script that has none."""
    return text[0].isalpha() and not text[0].islower()


def _jumps(above: Line, below: Line) -> bool:
    """Whether the text goes on at the top of another column."""
    return below.base > above.base + above.size


def _is_short(line: Line, end: float, word: float) -> bool:
    """Whether a word of this width would have had room at the end of the line."""
    return end - line.right > 1.1 * word + 0.3 * line.size


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance of two lines, in sizes of their letters."""
    steps = [
        (above.base - below.base) / above.size
        for above, below in pairwise(lines)
        if above.page == below.page and above.size == below.size and 0 < above.base - below.base < 3 * above.size
    ]
    return max(median(steps), 0.8) if steps else 1.2
