"""Pictures of pages as lines of text, by Tesseract's command where it is installed.

Pictures go to it and text comes back through pipes: a process that may write no file can ask it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

from retrieval.errors import ReadError
from retrieval.reading.pdf.lines import Line

COMMAND = "tesseract"
INSTALL = "install Tesseract to have them read (apt install tesseract-ocr tesseract-ocr-fra, brew install tesseract)"
# Dots an inch: what its makers recommend for the usual sizes of print.
RESOLUTION = 300
# The longest side of a picture in dots; a page of a newspaper has about 7,000.
MOST_DOTS = 10_000
# A page takes one to five seconds.
MOST_SECONDS = 120
# Words of which it is less sure than this, in percent, are specks and pictures more often than words.
LEAST_SURE = 30
# Languages at once; each makes it slower.
MOST_LANGUAGES = 4
NO_LANGUAGES = frozenset({"osd", "equ", "snum"})
# The share of a page that pictures cover where it is one.
COVERED = 0.4
# Dots to points, as the lines of a PDF are measured.
POINT = 72 / RESOLUTION


def is_installed() -> bool:
    """Whether pictures can be read here."""
    return shutil.which(COMMAND) is not None


def has_picture(page: Any) -> bool:
    """Whether pictures cover a good part of a page of a PDF, as those of scanners do."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered >= COVERED * width * height)


def recognise_page(page: Any, number: int) -> list[Line]:
    """The lines of a page of a PDF, drawn and read."""
    scale = min(RESOLUTION / 72, MOST_DOTS / max(page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    grey = b"".join(rows[at * stride : at * stride + width] for at in range(height))
    bitmap.close()
    return recognise(b"P5\n%d %d\n255\n" % (width, height) + grey, number, f"page {number}")


def recognise(picture: bytes, page: int, name: str) -> list[Line]:
    """The lines that a picture (of any format that Tesseract knows) shows, in its order. Raises ReadError."""
    command = [COMMAND, "stdin", "stdout", "-l", "+".join(_languages()), "--dpi", str(RESOLUTION), "tsv"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 — a fixed command, no shell
            command, input=picture, capture_output=True, timeout=MOST_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise ReadError(name, f"takes Tesseract more than {MOST_SECONDS} seconds; make the picture smaller") from None
    if done.returncode:
        raise ReadError(name, "is no picture that Tesseract can read; save it again as .png or .jpg")
    return list(_lines(done.stdout.decode("utf-8", "replace"), page))


@cache
def _languages() -> tuple[str, ...]:
    """The languages that are installed, English and French first."""
    listed = subprocess.run([COMMAND, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603 — a fixed command
    found = [line.strip() for line in listed.stdout.splitlines()[1:] if line.strip() not in NO_LANGUAGES]
    return tuple(sorted(found, key=lambda code: (code not in ("eng", "fra"), code))[:MOST_LANGUAGES]) or ("eng",)


def _lines(table: str, page: int) -> Iterator[Line]:
    """The lines of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, sureness,
    text."""
    words: list[tuple[str, int, int, int]] = []
    at: list[str] = []
    paragraphs: list[list[str]] = []
    for row in [*table.splitlines()[1:], ""]:
        cells = row.split("\t")
        place = cells[1:5] if len(cells) == 12 else []
        if place != at:
            if words:
                if at[:3] not in paragraphs:
                    paragraphs.append(at[:3])
                yield _line(words, page, len(paragraphs))
            words, at = [], place
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip() and float(cells[10]) >= LEAST_SURE:
            left, top, width, height = map(int, cells[6:10])
            words.append((cells[11].strip(), left, left + width, top + height))


def _line(words: list[tuple[str, int, int, int]], page: int, part: int) -> Line:
    """A line of print. Heights of boxes vary with the letters in them: they say nothing about the size."""
    lefts, rights = [left for _, left, _, _ in words], [right for _, _, right, _ in words]
    bases = sorted(bottom for _, _, _, bottom in words)
    return Line(
        " ".join(word for word, _, _, _ in words), page, min(lefts) * POINT, max(rights) * POINT,
        -bases[len(bases) // 2] * POINT, SIZE, hidden=True, first=(words[0][2] - words[0][1]) * POINT, part=part,
    )  # fmt: skip


# The size that lines of print are taken to have.
SIZE = 10.0
