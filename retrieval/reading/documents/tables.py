"""Tables as articles: each row a passage in which every cell bears the name of its column."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from retrieval.errors import ReadError
from retrieval.reading.decoding import decode
from retrieval.reading.documents.parts import Part, article_of_parts
from retrieval.reading.naming import file_title, given_title
from retrieval.types import Article

# Rows that a table may have: as passages, so many are searched at once in some milliseconds.
MOST_ROWS = 100_000
# A heading of a column is at most so long.
LONGEST_NAME = 80
DELIMITERS = ",;\t|"
NUMBER = re.compile(r"[-+]?[\d\s.,'’%€$£]+")


def read_table(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .csv or .tsv file holds. Raises ReadError if it holds no rows."""
    text = decode(data, id)
    try:
        rows = [row for row in csv.reader(StringIO(text, newline=""), _dialect(text)) if any(map(str.strip, row))]
    except csv.Error as error:
        raise ReadError(id, f"is no table ({error}); save it again as CSV") from None
    return article_of_parts(id, list(_parts(rows, id)), file_title(id))


def read_workbook(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that the sheets of an .xlsx file hold, each under its name. Raises ReadError."""
    try:
        import openpyxl  # type: ignore[import-untyped]  # it ships no types
    except ImportError:
        raise ReadError(id, "tables of Excel need one more package: pip install 'ibid[documents]'") from None
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = [
            (sheet.title, [[_shown(cell) for cell in row] for row in sheet.iter_rows(max_row=MOST_ROWS + 2)])
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
        title, author = book.properties.title or "", book.properties.creator or ""
    except Exception as error:  # whatever file breaks the parser, the other files are still read
        raise ReadError(id, f"is no .xlsx file, or a broken one ({type(error).__name__}); save it again") from error
    parts: list[Part] = []
    for name, rows in sheets:
        filled = list(_parts([row for row in rows if any(map(str.strip, row))], id))
        if filled and len(sheets) > 1:
            heading = Part("heading")
            heading.add(name)
            parts.append(heading)
        parts += filled
    return article_of_parts(id, parts, given_title(title) or file_title(id), "" if author == "openpyxl" else author)


def _dialect(text: str) -> type[csv.Dialect]:
    """How the table is written: which sign is between two cells."""

    class Found(csv.excel):
        delimiter = _delimiter(text)

    return Found


def _delimiter(text: str) -> str:
    """The sign that stands equally often in the first lines, and most often."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:20] if line.strip()]

    def fits(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines] or [0]
        return sum(count == counts[0] for count in counts) * (counts[0] > 0), counts[0]

    return max(DELIMITERS, key=fits)


def _parts(rows: Sequence[Sequence[str]], name: str) -> Iterator[Part]:
    """The rows below the names of their columns; all rows where there are no names."""
    if len(rows) > MOST_ROWS:
        raise ReadError(name, f"has more than {MOST_ROWS} rows; divide it into several files")
    names = [" ".join(cell.split()) for cell in rows[0]] if rows else []
    has_names = len(rows) > 1 and _are_names([one for one in names if one])
    for cells in rows[has_names:]:
        yield _row(names if has_names else [], cells)


def _are_names(names: Sequence[str]) -> bool:
    """Whether the first row names the columns: short, each another, and none a number."""
    fine = all(len(one) <= LONGEST_NAME and not NUMBER.fullmatch(one) for one in names)
    return bool(names) and fine and len({one.casefold() for one in names}) == len(names)


def _row(names: Sequence[str], cells: Iterable[str]) -> Part:
    part = Part(bold=False)
    said = []
    for at, cell in enumerate(cells):
        if value := " ".join(cell.split()):
            said.append(f"{names[at]}: {value}" if at < len(names) and names[at] else value)
    part.runs = [(" | ".join(said), 0)]
    return part


def _shown(cell: Any) -> str:
    """What a cell shows: dates as ISO writes them, percent as percent, numbers without the dust of the machine."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if "%" in (cell.number_format or ""):
        return f"{value * 100:.10g}%"
    return f"{value:.15g}" if isinstance(value, float) else str(value)
