"""A scan or a photo of a page as an article: what Tesseract recognises in it."""

from dataclasses import replace

from retrieval.errors import ReadError
from retrieval.reading.blocks import compose
from retrieval.reading.metadata import Metadata, make_article
from retrieval.reading.pdf.document import paragraphs_of_pages
from retrieval.reading.pdf.recognition import INSTALL, is_installed, recognise
from retrieval.types import Article

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp")


def read_picture(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a picture of a page shows. Raises ReadError where there is no text, or no Tesseract."""
    if not is_installed():
        raise ReadError(id, f"is a picture; {INSTALL}")
    paragraphs, _ = paragraphs_of_pages([recognise(data, 1, id)], id)
    if not paragraphs:
        raise ReadError(id, "shows no text; if there is some, scan it again with 300 dots an inch")
    text, blocks = compose((one.text, one.kind) for one in paragraphs)
    return make_article(id, text, tuple(replace(block, recognised=True) for block in blocks), Metadata())
