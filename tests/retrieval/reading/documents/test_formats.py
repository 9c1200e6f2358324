"""Each format as the programs write it that people write it with: samples/ has files of LibreOffice and pandoc."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from retrieval.errors import ReadError
from retrieval.reading.files import read_path
from retrieval.reading.readers import read_stream
from retrieval.types import Article
from tests.common.pdf_files import pdf

SAMPLES = Path(__file__).parent / "samples"
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def read(data: bytes | str, suffix: str) -> Article:
    data = data.encode() if isinstance(data, str) else data
    (article,) = read_stream(io.BytesIO(data), suffix, f"the_ferry{suffix}")
    assert isinstance(article, Article)
    return article


def shown(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def packed(**parts: str) -> bytes:
    """A .zip with these parts; `__` stands for a stroke, `_` for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return made.getvalue()


SENTENCE = (
    "The ferry carried 4,120 passengers in March, and its deck has 300 m² of oak. Captain Tor Dahl confirmed the "
)
SENTENCE += "figure."


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice.odt", "libreoffice.rtf", "libreoffice.epub"])
def test_what_libreoffice_writes_is_read(name: str) -> None:
    """Headings, items and rows are told apart; marks of notes and what is struck out go, exponents stay."""
    (article,) = read_path(SAMPLES / name, name)
    assert isinstance(article, Article)
    assert (article.title, article.lang, article.date) == ("The ferry of Brenn", "en", None)
    assert shown(article) == [
        ("heading", "The ferry of Brenn breaks its record"),
        ("body", SENTENCE.replace("300 m", "300\u00a0m")),
        ("heading", "Who owns the boat"),
        ("body", "The boat belongs to the Lind family, which bought it in 1994."),
        ("body", "It leaves at seven."),
        ("body", "It returns at nine."),
        ("body", "Month | Passengers"),
        ("body", "March | 4,120"),
        ("body", "In winter the ferry lies in the harbour of Orrin, where children skate around it."),
    ]


@pytest.mark.parametrize("name", ["pandoc.docx", "pandoc.odt", "pandoc.rtf", "pandoc.epub"])
def test_what_pandoc_writes_is_read(name: str) -> None:
    """The text of a note stands apart from the sentence that it belongs to; chapters are headings."""
    (article,) = read_path(SAMPLES / name, name)
    assert isinstance(article, Article)
    assert article.title == "The ferry of Brenn"
    parts = shown(article)
    assert ("body", SENTENCE) in parts
    assert ("body", "As the register of the harbour says.") in parts
    assert [text for kind, text in parts if kind == "heading"] == [
        "The ferry of Brenn",
        "The ferry breaks its record",
        "Who owns the boat",
        "Winter",
    ]


def test_what_was_deleted_moved_or_hidden_in_word_is_not_read() -> None:
    """Only the text as it stands is; what was put in is part of it."""
    text = (
        "<w:p><w:r><w:t>The boat is </w:t></w:r><w:del><w:r><w:delText>red</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>blue</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> and old</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> (secret)</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>"
    )
    assert read(packed(word__document_xml=WORD.format(text)), ".docx").text == "The boat is blue."


def test_a_short_bold_paragraph_is_a_heading_without_any_style() -> None:
    text = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Who owns it</w:t></w:r></w:p>"
    text += "<w:p><w:r><w:t>Nobody knows.</w:t></w:r></w:p>"
    made = packed(word__document_xml=WORD.format(text))
    assert shown(read(made, ".docx")) == [("heading", "Who owns it"), ("body", "Nobody knows.")]


def test_rtf_is_read_in_the_codepage_of_its_fonts() -> None:
    """Signs by number, of one byte, of two bytes, and those that older readers see instead."""
    text = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}"
    text += rb"\f0 caf\'e9 \u8364?12 {\f1 \'ec\'ee\'f1\'f2} {\f2 \'8b\'b4}\uc2\u8212\'97\'97 fin.\par}"
    assert read(text, ".rtf").text == "café €12 мост 橋— fin."


def test_a_chapter_stands_under_the_name_that_the_table_of_contents_gives() -> None:
    """Where the chapter has no heading of its own."""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
        '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        '<item id="a" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    ncx = "<ncx><navMap><navPoint><navLabel><text>The weir</text></navLabel>"
    ncx += '<content src="text/a%20b.xhtml#x"/></navPoint></navMap></ncx>'
    page = "<html><head><title>x</title></head>"
    page += "<body><p>It is <del>six</del> seven&nbsp;metres<sup>3</sup> &amp; high.</p></body></html>"
    container = '<container><rootfile full-path="c.opf"/></container>'
    files = {"META-INF__container_xml": container, "c_opf": opf, "toc_ncx": ncx, "text__a b_xhtml": page}
    made = packed(**files)
    assert shown(read(made, ".epub")) == [("heading", "The weir"), ("body", "It is seven\u00a0metres & high.")]


def test_a_book_that_a_shop_locked_is_named() -> None:
    lock = '<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    with pytest.raises(ReadError, match="locked by the shop"):
        read(packed(**{"META-INF__encryption_xml": lock}), ".epub")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_row_is_a_passage_with_the_names_of_its_columns(delimiter: str) -> None:
    """Whatever stands between two cells; the file's name is the title."""
    rows = [["Month", "Passengers", "Note"], ["March", "4120", '"a, b; c"'], ["April", "4310", ""]]
    article = read("\n".join(delimiter.join(row) for row in rows), ".csv")
    assert article.title == "the ferry"
    assert [text for _, text in shown(article)] == [
        "Month: March | Passengers: 4120 | Note: a, b; c",
        "Month: April | Passengers: 4310",
    ]


def test_a_table_without_names_of_columns_keeps_its_first_row() -> None:
    assert [text for _, text in shown(read("1994;12\n1995;13\n", ".csv"))] == ["1994 | 12", "1995 | 13"]


def test_the_sheets_of_a_workbook_are_read_as_they_are_shown() -> None:
    """Dates and percent as people see them, each sheet under its name, hidden ones not at all."""
    book = openpyxl.Workbook()
    first, second, hidden = book.active, book.create_sheet("Boats"), book.create_sheet("Secret")
    first.title = "Months"
    first.append(["Month", "Share"])
    first.append(["March", 0.25])
    first["B2"].number_format = "0%"
    second.append(["Name", "Built"])
    second.append(["Brenn", "1994-05-03"])
    hidden.append(["nobody", "knows"])
    hidden.sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    assert shown(read(made.getvalue(), ".xlsx")) == [
        ("heading", "Months"),
        ("body", "Month: March | Share: 25%"),
        ("heading", "Boats"),
        ("body", "Name: Brenn | Built: 1994-05-03"),
    ]


def test_a_workbook_of_libreoffice_is_read() -> None:
    (article,) = read_path(SAMPLES / "libreoffice.xlsx", "libreoffice.xlsx")
    assert isinstance(article, Article)
    assert shown(article)[0] == ("body", "Month: March | Passengers: 4120 | Income: 31.5 | Share: 25%")


def test_a_sentence_of_subtitles_has_its_time() -> None:
    """Across several of them; sounds and marks of layout are left out, each voice is a paragraph."""
    article = read(
        "WEBVTT\n\nNOTE by hand\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Ana Roy>The ferry of Brenn carried\n4,120 "
        "people.\n\n00:00:04.500 --> 00:00:07.000\nIt is a\n\n00:00:07.500 --> 00:00:09.000 align:start\n<i>record</i>."
        "\n\n00:00:10.000 --> 00:00:12.000\n[applause]\n\n01:02:03.000 --> 01:02:05.000\n- Who owns it &amp; why?\n"
        "- The Lind family.",
        ".vtt",
    )
    texts = [text for _, text in shown(article)]
    assert texts == [
        "Ana Roy: The ferry of Brenn carried 4,120 people. It is a record.",
        "Who owns it & why?",
        "The Lind family.",
    ]
    first = article.blocks[0]
    assert [first.second_at(texts[0].index(word)) for word in ("Ana", "people", "It", "record")] == [1, 1, 4, 7]
    assert article.blocks[1].second == 3723


def test_captions_that_roll_up_are_read_once() -> None:
    """What a subtitle repeats of the one before it is said once."""
    rolled = "1\n00:00:01,000 --> 00:00:03,000\nthe weir of Tamsel\n\n"
    rolled += "2\n00:00:03,000 --> 00:00:05,000\nthe weir of Tamsel\n"
    rolled += "is seven metres high\n\n3\n00:00:05,000 --> 00:00:07,000\nis seven metres high\nand was raised in 1887\n"
    assert read(rolled, ".srt").text == "the weir of Tamsel is seven metres high and was raised in 1887"


def test_other_names_of_known_formats_are_read() -> None:
    assert read('{"text": "It is high."}', ".ndjson").text == read("It is high.", ".text").text == "It is high."


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".epub", ".xlsx", ".rtf", ".vtt", ".srt"])
@pytest.mark.parametrize("data", [b"", b"nothing of the kind", packed(other_txt="x"), pdf([["A text."]])])
def test_what_is_no_such_file_is_named_with_its_reason(suffix: str, data: bytes) -> None:
    with pytest.raises(ReadError, match=r"save it again|stands above each|binary|save it as"):
        read(data, suffix)


@pytest.mark.parametrize(("module", "suffix"), [("lxml", ".docx"), ("openpyxl", ".xlsx")])
def test_without_the_extra_the_error_says_what_to_install(module: str, suffix: str) -> None:
    program = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from retrieval.reading.readers import read_whole\n"
        f"try: list(read_whole(open({str(SAMPLES / f'libreoffice{suffix}')!r}, 'rb').read(), {suffix!r}, 'a'))\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pip install 'ibid[documents]'" in done.stdout
