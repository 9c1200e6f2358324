"""Scans and photos are read by Tesseract, and what it read is called so."""

import shutil
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest

from retrieval.errors import ReadError
from retrieval.reading.pdf import read_pdf, read_picture
from retrieval.types import Article
from tests.common.pdf_files import Set, picture_pdf, typeset

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract isn't installed")
PAGE = [
    Set("The weir of Tamsel is seven metres high and was", y=760, size=16),
    Set("raised in 1887 by a cooper of the next village.", y=740, size=16),
    Set("Children skate around it in winter.", y=690, size=16),
]


@pytest.fixture
def scan() -> Iterator[tuple[int, int, bytes]]:
    """A page as a scanner sees it: width, height, and the grey of each dot."""
    document = pypdfium2.PdfDocument(typeset([PAGE]))
    bitmap = document[0].render(scale=2.5, grayscale=True)
    rows = bytes(bitmap.buffer)
    grey = b"".join(rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height))
    yield bitmap.width, bitmap.height, grey
    document.close()


def test_without_tesseract_the_error_says_how_to_install_it(
    scan: tuple[int, int, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    for reading in (lambda: list(read_pdf(picture_pdf(*scan), "a.pdf")), lambda: read_picture(b"P5", "a.png")):
        with pytest.raises(ReadError, match="install Tesseract to have them read"):
            reading()


@needs_tesseract
def test_a_scanned_page_is_read_and_called_recognised(scan: tuple[int, int, bytes]) -> None:
    """Its lines are paragraphs, on their page."""
    (article,) = read_pdf(picture_pdf(*scan), "a.pdf")
    assert isinstance(article, Article)
    assert article.text == (
        "The weir of Tamsel is seven metres high and was raised in 1887 by a cooper of the next village.\n\n"
        "Children skate around it in winter."
    )
    assert [(block.page, block.recognised) for block in article.blocks] == [(1, True), (1, True)]


def test_a_picture_among_pages_of_text_is_named(scan: tuple[int, int, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Tesseract isn't installed: what the file itself holds is read."""
    monkeypatch.setenv("PATH", "")
    article, remark = read_pdf(picture_pdf(*scan, text="Page one is blue."), "a.pdf")
    assert isinstance(article, Article)
    assert article.text == "Page one is blue."
    assert str(remark).startswith("a.pdf: page 1 was left out, since a picture covers it; install Tesseract")


@needs_tesseract
def test_a_photo_of_a_page_is_read_and_called_recognised(scan: tuple[int, int, bytes]) -> None:
    width, height, grey = scan
    article = read_picture(b"P5\n%d %d\n255\n" % (width, height) + grey, "a.png")
    assert article.text.startswith("The weir of Tamsel is seven metres high and was raised in 1887")
    assert all(block.recognised and block.page is None for block in article.blocks)


@needs_tesseract
@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"P5\n60 60\n255\n" + b"\xff" * 3600])
def test_a_picture_without_text_is_named(data: bytes) -> None:
    """Broken ones, and such as show nothing to read."""
    with pytest.raises(ReadError, match=r"no picture that Tesseract can read|shows no text"):
        read_picture(data, "a.png")
