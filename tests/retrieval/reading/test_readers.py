import codecs
import doctest
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import ReadError
from retrieval.index.index import build_index
from retrieval.intake.intake import take_in_data
from retrieval.library.library import Library
from retrieval.reading import metadata
from retrieval.reading.blocks import split_blocks
from retrieval.reading.dates import normal_date
from retrieval.reading.files import find_files, read_articles, read_path
from retrieval.reading.jsonlines import LARGEST_LINE
from retrieval.reading.metadata import normal_language
from retrieval.reading.pdf import PICTURES
from retrieval.reading.readers import LARGEST, SEVERAL, WHOLE, read_stream
from retrieval.reading.suffixes import SUFFIXES
from retrieval.types import Article
from tests.common.promises import SAMPLES, Damage, assert_promises, damages

ARTICLES = Path(__file__).parent / "articles"
SENTENCE = "The lake freezes every January and people skate on it until March."
PAGE = "<html><body><article><h1>The lake</h1>{}</article></body></html>".format(f"<p>{SENTENCE}</p>" * 4)


def read(data: bytes | str, suffix: str = ".txt", id: str = "file") -> Article:  # noqa: A002 — the name of the field
    data = data.encode() if isinstance(data, str) else data
    (article,) = read_stream(io.BytesIO(data), suffix, id)
    assert isinstance(article, Article)
    return article


def sample(name: str) -> Article:
    article = next(read_path(ARTICLES / name, name))
    assert isinstance(article, Article)
    return article


def shown(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def test_what_is_read_is_named_without_the_readers() -> None:
    """Both lists name the same, so that nobody waits for parsers to learn what is a file for them."""
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert set(SUFFIXES) == {*SEVERAL, *WHOLE, ".eml", ".mbox", ".jsonl", ".ndjson", ".zip"}


def reasons(path: Path) -> list[str]:
    return [str(error) for error in read_articles([path]).skipped]


def test_examples_in_docstrings_hold() -> None:
    """The worked examples of dates and languages are what the functions return."""
    assert doctest.testmod(metadata).failed == 0


# Plain text


def test_a_wire_article_is_read_as_it_is() -> None:
    """The leading date is metadata, credits make captions, dashes a heading, and the title is the first sentence."""
    article = sample("wire.txt")
    assert (article.date, article.lang) == ("2022-06", "fr")
    assert article.title == "La navigatrice Maud Kerval a remporté dimanche à Plymouth la Transmanche en…"
    assert article.text.startswith("La navigatrice Maud Kerval (g) et son équipière")
    assert [block.kind for block in article.blocks] == ["caption", "body", "body", "heading", "body", "caption", "body"]
    assert shown(article)[3] == ("heading", "- Une nuit difficile -")


@pytest.mark.parametrize(
    ("top", "date"),
    [("date 2022-06-11 ", "2022-06-11"), ("date: 2022-06-11\n", "2022-06-11"), ("  Date : 2022-06\n\n", "2022-06")],
)
def test_variants_of_the_leading_date_are_metadata(top: str, date: str) -> None:
    """With a colon, a day or a line of its own, the date is metadata and no text."""
    article = read(f"{top}{SENTENCE}\n\n{SENTENCE}")
    assert article.date == date
    assert article.text.startswith(SENTENCE)


def test_a_sentence_about_a_date_is_text() -> None:
    """A first line that merely begins with the word date is kept."""
    assert read("Date 2022 was a year of drought.").text.startswith("Date 2022")
    assert read("Date : le maire n'en donne aucune.").text.startswith("Date : le maire")


def test_header_lines_at_the_top_are_metadata() -> None:
    """Title, date, author, source and link are read from the lines at the very top, and from no others."""
    article = sample("header.txt")
    assert (article.title, article.date) == ("Un pont rouvre à Sarlon", "2021-02-03")
    assert (article.author, article.source) == ("Inès Dubreuil", "Le Courrier de Sarlon")
    assert article.url == "https://example.org/pont"
    assert article.text.startswith("Le pont de Sarlon")
    assert article.text.endswith("Date : le maire n'en donne aucune pour la seconde tranche.")


def test_hard_wrapped_text_is_made_whole() -> None:
    """The lines of a wrapped paragraph become one block; items of a list stay apart, hyphens stay."""
    article = sample("wrapped.txt")
    texts = [text for _, text in shown(article)]
    assert article.title == "Les jardins flottants du lac"
    assert len(texts) == 6
    assert "d'une vieille machine à écrire, et chaque paragraphe" in texts[2]
    assert "d'un porte- monnaie" in texts[2]
    assert texts[4].endswith("un mètre et demi de large ;")
    assert texts[5] == "- ils durent cinq ans."


def test_verses_are_not_joined() -> None:
    """A poem keeps its lines, and its first line that stands apart is the title."""
    article = sample("verse.txt")
    assert article.text == (ARTICLES / "verse.txt").read_text(encoding="utf-8").strip()
    assert article.title == "Chanson du meunier"
    assert shown(article)[0] == ("heading", "Chanson du meunier")
    assert len(article.blocks) == 9


@pytest.mark.parametrize(
    "rows",
    [
        "\n".join(f"Station {number:03} of the northern line opened in {1900 + number}" for number in range(20)),
        "\n".join(["Une phrase courte, sur une ligne entière, qui dit une chose.", "Une autre, sur la suivante."] * 8),
    ],
)
def test_lines_of_their_own_are_not_joined(rows: str) -> None:
    """Rows of equal length and lines that end as sentences do stay lines."""
    assert read(rows).text == rows


def test_a_title_made_from_the_text_is_cut_at_a_word() -> None:
    """Without title or heading, the first sentence serves, at most 80 characters of it and never the caption."""
    assert read("Le quai ( AFP / Ana Roy )\n\nIl pleut sur M. Roy. Il neige.").title == "Il pleut sur M. Roy"
    long = read("Une " + "très " * 30 + "longue phrase.").title
    assert long.endswith("très…")
    assert len(long) <= 81


def test_line_ends_of_all_systems_are_read() -> None:
    """CRLF and CR become LF."""
    assert read("Un.\r\nDeux.\rTrois.").text == "Un.\nDeux.\nTrois."


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_usual_encodings_are_read(encoding: str) -> None:
    """UTF-8, a byte order mark and cp1252 are told apart."""
    text = "L’été dernier, « l’œuvre » a coûté 12 €."
    assert read(text.encode(encoding)).text == text


def test_the_charset_that_a_page_declares_is_used() -> None:
    """A declared charset comes after UTF-8 and before cp1252; an unknown or absurd one is passed over."""
    page = PAGE.replace(SENTENCE, "Зимой озеро замерзает, и люди катаются на нём до самого марта.")
    declared = page.replace(
        "<html>", '<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    )
    assert "Зимой озеро" in read(declared.encode("cp1251"), ".html").text
    for charset in ("iso-8859-1", "klingon", "unicode_escape", "hex"):
        page = PAGE.replace("<html>", f"<html><meta charset={charset}>").replace("January", "“été”")
        assert "every “été” and" in read(page.encode("cp1252"), ".html").text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds no text"),
        (b" \n\t ", "holds no text"),
        (b"GIF\0\1\2", "binary"),
        (b"\x01\x02\x03\x04text", "binary"),
        (b"caf\x81 \xe9", "neither UTF-8 nor cp1252"),
        (codecs.BOM_UTF8 + b"\xff", "begins as UTF-8"),
        (b"Title: only this", "holds no text"),
        (b"## only this", "holds headings but no text"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    """Empty, binary and undecodable files are named with their fault."""
    with pytest.raises(ReadError, match=reason):
        read(data)


# Markdown


def test_markdown_is_read_as_it_is_rendered() -> None:
    """Each paragraph, item, row and listing is a block without its markup; the text of links and code stays."""
    assert shown(sample("notes.md")) == [
        ("heading", "The river survey"),
        ("body", "The river was measured in spring, and depth was 12 metres & rising."),
        ("caption", "Boats moored below the weir"),
        ("heading", "Stations"),
        ("body", "North station: 4 gauges"),
        ("body", "one of them broken"),
        ("body", "South station"),
        ("body", "A quotation in two lines."),
        ("body", "Month | Level"),
        ("body", "May | 3.1 m"),
        ("body", "read --all\n  next"),
        ("body", "Two lines"),
        ("body", "by will."),
        ("body", "Left by hand"),
    ]


def test_front_matter_gives_the_metadata() -> None:
    """Values are taken as written: a title of digits, the language "no", a list of authors."""
    article = sample("notes.md")
    assert (article.title, article.lang, article.date) == ("1984", "no", "2020-11-03")
    assert (article.author, article.url, article.source) == ("Ana Roy, Tom Blake", "https://example.org/notes", None)


def test_the_first_top_heading_is_the_title() -> None:
    """Without front matter, the first heading of the first level is the title, without its markup."""
    assert read(f"Some words first.\n\n## Not this\n\n# The *lake*\n\n{SENTENCE}", ".md").title == "The lake"


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ("title: a: b\nin between", "front matter is no YAML in line 2"),
        ("- a\n- b", "no list of fields"),
        ("title: [a, b]", '"title" is no text'),
        ("a: &a [*a]", "front matter is no YAML"),
        ("a: " + "[" * 3000, "front matter is no YAML"),
    ],
)
def test_broken_front_matter_is_refused(matter: str, reason: str) -> None:
    """A fault in the front matter is named, with its line where there is one."""
    with pytest.raises(ReadError, match=reason):
        read(f"---\n{matter}\n---\n\n{SENTENCE}", ".md")


def test_a_script_in_markdown_is_no_text() -> None:
    """Of raw HTML, only what a browser shows is read."""
    assert read(f"<script>var a = 1;</script>\n\n<style>p {{}}</style>\n\n{SENTENCE}", ".md").text == SENTENCE


# Web pages


def test_a_page_gives_its_article_alone() -> None:
    """Headings, captions, items and rows are told apart; menus and footers are left out; no word is altered."""
    assert shown(sample("page.html")) == [
        ("heading", "Le phare de Kermor rouvre"),
        ("caption", "La tour vue de la jetée, en mai"),
        (
            "body",
            "Le phare, fermé depuis 1998, rouvre samedi. L’entrée est libre\u00a0: 12\u202f000 visiteurs attendus.",
        ),
        ("heading", "Une tour de granit"),
        ("body", "Elle compte 213 marches."),
        ("body", "Elle mesure 41 mètres et sa lanterne tourne grâce à deux moteurs."),
        ("body", "Ouvert le samedi."),
        ("body", "Fermé le lundi."),
        ("body", "« C'est une fête », dit le maire."),
        ("body", "Jour | Heure"),
        ("body", "Samedi | 10 h"),
        ("caption", "Les gardiens logeaient au pied de la tour ( OUEST IMAGES / Yann MORVAN )"),
        (
            "body",
            "La tour a été bâtie en 1865 par des maçons venus de tout le pays, et il fallut quatre ans pour l'achever.",
        ),
    ]


def test_a_page_gives_its_metadata() -> None:
    """Title, author, outlet, link, date and language are those that the page declares."""
    article = sample("page.html")
    assert (article.title, article.author) == ("Le phare de Kermor rouvre", "Anne Le Goff")
    assert (article.source, article.url) == ("La Gazette du littoral", "https://example.org/phare")
    assert (article.date, article.lang) == ("2021-05-04", "fr")


@pytest.mark.parametrize(
    ("html", "date"),
    [
        ("<p>Le 3 mai 2019, le maire a parlé.</p><footer>© 2024</footer>", None),
        ('<a href="/2017/03/04/x">2017-03-04</a>', None),
        ('<time datetime="2020-02-03T08:00">hier</time>', "2020-02-03"),
        ('<script type="application/ld+json">{"a": 1, "datePublished": "2020-02-03"}</script>', "2020-02-03"),
        ('<meta name="DC.date" content="2020-02">', "2020-02"),
        ('<span itemprop="datePublished" content="3 février 2020"></span>', "2020-02-03"),
    ],
)
def test_the_date_of_a_page_is_never_guessed(html: str, date: str | None) -> None:
    """Only a date that the page declares as its own is taken, not one that stands in its text or links."""
    assert read(PAGE.replace("<h1>", f"{html}<h1>"), ".html").date == date


@pytest.mark.parametrize(
    "page", ["", " \n", "<html><body></body></html>", "<html><body><script>a</script></body></html>"]
)
def test_a_page_without_an_article_is_refused(page: str) -> None:
    """A page in which there is nothing to read is named with its reason."""
    with pytest.raises(ReadError, match=r"empty|no article|no text|can't be parsed"):
        read(page, ".html")


def test_a_page_of_many_levels_is_read() -> None:
    """Nesting beyond any real page is read; absurd nesting is refused and breaks nothing."""
    assert SENTENCE in read(PAGE.replace("<h1>", "<div>" * 200 + "<h1>"), ".html").text
    with pytest.raises(ReadError, match="no article was found"):
        read(PAGE.replace("<h1>", "<div>" * 5000 + "<h1>"), ".html")


@pytest.mark.parametrize(
    ("module", "suffix", "extra"), [("trafilatura", ".html", "html"), ("markdown_it", ".md", "markdown")]
)
def test_a_missing_extra_is_named_with_the_command_that_installs_it(module: str, suffix: str, extra: str) -> None:
    """Without the library the other formats are read, and the error says what to install."""
    program = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from pathlib import Path; from retrieval.reading.files import read_articles\n"
        f"reading = read_articles([Path({str(ARTICLES)!r})])\n"
        f"print(len(reading.articles), *[error for error in reading.skipped if error.name.endswith({suffix!r})])"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    count, _, message = done.stdout.partition(" ")
    assert int(count) >= 6
    assert f"pip install 'ibid[{extra}]'" in message


def test_heavy_libraries_are_imported_only_for_their_formats() -> None:
    """Reading plain text and JSON lines imports neither the HTML nor the Markdown library."""
    program = (
        "import sys; from pathlib import Path; from retrieval.reading.files import read_articles\n"
        f"read_articles([Path({str(ARTICLES / 'wire.txt')!r}), Path({str(ARTICLES / 'lines.jsonl')!r})])\n"
        "print({'trafilatura', 'lxml', 'markdown_it', 'yaml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# JSON lines


def test_json_lines_keep_their_text_exactly() -> None:
    """The text of a line is the article's, white space and line ends included, with blocks in it."""
    article, second, third = read_articles([ARTICLES / "lines.jsonl"]).articles
    assert article.text == "  Le lac\r\n\r\nIl gèle en janvier.\nOn y patine. "
    assert article.blocks == split_blocks(article.text)
    assert (article.id, article.title, article.lang, article.date) == ("a", "Le lac", "fr", "2019-01")
    assert (article.author, article.source, article.url) == ("Ana Roy", "Revue", "https://example.org/lac")
    assert (second.id, second.lang) == ("lines.jsonl#2", "en")
    assert (third.id, third.title) == ("c", "The ice was two feet thick")


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    """Each line that is no article is reported under its number."""
    assert [error.split(":")[0] for error in reasons(ARTICLES / "lines.jsonl")] == [
        "lines.jsonl#3",
        "lines.jsonl#4",
        "lines.jsonl#6",
    ]


def test_a_fault_stands_where_it_was_met() -> None:
    """What comes before the fault is read before it, and the fault names its line."""
    first, second, fault, *_ = read_path(ARTICLES / "lines.jsonl", "lines.jsonl")
    assert [read.id for read in (first, second) if isinstance(read, Article)] == ["a", "lines.jsonl#2"]
    assert isinstance(fault, ReadError)
    assert 'lines.jsonl#3: its "text" is no text' in str(fault)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{}", 'has no "text"'),
        ('{"text": " "}', "holds no text"),
        ('{"text": "a", "title": 7}', '"title" is no text'),
        ('{"text": "a", "author": [1]}', '"author" is no text'),
        ('{"text": "a", "id": [1]}', '"id" is no text'),
        ('{"text": "a", "id": true}', '"id" is no text'),
        ('{"text": "a\\u0000"}', "characters that are no text"),
        ('{"text": "a\\ud83d"}', "characters that are no text"),
        ("[" * 100_000, "is no JSON"),
        ('{"id": ' + "9" * 5000 + "}", "is no JSON"),
    ],
)
def test_faults_of_a_line_are_named(line: str, reason: str, tmp_path: Path) -> None:
    """Wrong types, missing text and what is no text are refused with the name of the field or the fault."""
    file = tmp_path / "x.jsonl"
    file.write_text(line + '\n{"text": "Good."}', encoding="utf-8")
    reading = read_articles([file])
    assert [article.text for article in reading.articles] == ["Good."]
    assert len(reading.skipped) == 1
    assert reason in str(reading.skipped[0])


def test_an_emoji_written_as_two_escapes_is_one_character() -> None:
    """JSON's pairs of escapes are decoded, so that offsets count code points."""
    assert read(json.dumps({"text": "Bravo 👍."}), ".jsonl").text == "Bravo 👍."


def test_a_line_beyond_the_limit_is_skipped_whole(tmp_path: Path) -> None:
    """A line that is too long is named and the line after it is read."""
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"text": "' + b"a" * LARGEST_LINE + b'"}\n{"text": "Good."}')
    reading = read_articles([file])
    assert [article.id for article in reading.articles] == ["x.jsonl#2"]
    assert "x.jsonl#1: is longer than 50 MB" in str(reading.skipped[0])


# Metadata


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023", "2023"),
        ("2023-9", "2023-09"),
        ("2023/09/13", "2023-09-13"),
        ("2023-09-13 10:00:00 +02:00", "2023-09-13"),
        ("13 septembre 2023", "2023-09-13"),
        ("Mercredi 13 sept. 2023", "2023-09-13"),
        ("September 13, 2023", "2023-09-13"),
        ("Sep 13, 2023", "2023-09-13"),
        ("13. September 2023", "2023-09-13"),
        ("13 de septiembre de 2023", "2023-09-13"),
        ("août 2023", "2023-08"),
        ("13/09/2023", "2023-09-13"),
        ("9/13/2023", "2023-09-13"),
        ("04/04/2023", "2023-04-04"),
        ("03/04/2023", None),
        ("2023-02-30", None),
        ("31/31/2023", None),
        ("30 brumaire 1799", None),
        ("0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_normalised_but_never_guessed(written: str, date: str | None) -> None:
    """A date keeps the precision it had; an ambiguous or impossible one is none."""
    assert normal_date(written) == date


@pytest.mark.parametrize(
    ("written", "lang"),
    [
        ("fr-FR", "fr"),
        ("EN_us", "en"),
        ("nn", "no"),
        ("nob", "no"),
        ("fra", "fr"),
        ("français", "fr"),
        ("Francais", "fr"),
        ("english", "en"),
        ("Deutsch", "de"),
        ("zh-Hant-TW", "zh"),
        ("xx", None),
        ("", None),
        ("und", None),
    ],
)
def test_languages_are_normalised(written: str, lang: str | None) -> None:
    """Tags, three-letter codes and names become two-letter codes."""
    assert normal_language(written) == lang


def test_a_link_that_is_no_web_address_is_left_out() -> None:
    """No message ever links to anything but http or https."""
    for url in ("javascript:alert(1)", "example.org/x", "https://exa mple.org", "file:///etc/passwd"):
        assert read(json.dumps({"text": SENTENCE, "url": url}), ".jsonl").url is None


def test_the_language_is_found_in_the_body_when_none_is_given() -> None:
    """A known language is kept; an unknown one is detected."""
    assert read(f"---\nlang: klingonese\n---\n{SENTENCE}", ".md").lang == "en"
    assert read(f"---\nlang: fr-CA\n---\n{SENTENCE}", ".md").lang == "fr"


# Files and folders


def test_a_folder_is_read_in_order_with_relative_ids(tmp_path: Path) -> None:
    """Ids are paths within the folder; hidden files and README are passed over, other formats are named."""
    (tmp_path / "b" / ".git").mkdir(parents=True)
    for name in ("z.TXT", "b/a.md", "b/.git/x.txt", ".hidden.txt", "README.md", "b/readme", "film.mp4", "noext"):
        (tmp_path / name).write_text(f"{name}. {SENTENCE}", encoding="utf-8")
    assert [name for _, name in find_files(tmp_path)] == ["b/a.md", "film.mp4", "noext", "z.TXT"]
    reading = read_articles([tmp_path])
    assert [article.id for article in reading.articles] == ["b/a.md", "z.TXT"]
    assert [error.name for error in reading.skipped] == ["film.mp4", "noext"]
    assert "is a .mp4 file, which isn't read; save it as one of .txt" in str(reading.skipped[0])


def test_a_file_that_is_named_is_read_even_if_it_is_a_readme(tmp_path: Path) -> None:
    """Only folders are searched selectively; the id of a file is its name."""
    file = tmp_path / "README.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    assert [article.id for article in read_articles([file]).articles] == ["README.txt"]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    """A wrong path, an empty folder and a pipe are reported, and the rest is read."""
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    paths = [tmp_path / "missing.txt", tmp_path / "empty", tmp_path / "pipe.txt", ARTICLES / "wire.txt"]
    reading = read_articles(paths)
    assert [article.id for article in reading.articles] == ["wire.txt"]
    missing, empty, pipe = map(str, reading.skipped)
    assert "missing.txt: there is no such file or folder" in missing
    assert "empty: holds no articles; put .txt" in empty
    assert "pipe.txt: is no ordinary file" in pipe


def test_links_in_circles_end(tmp_path: Path) -> None:
    """A folder that links to its parent is read once."""
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [article.id for article in read_articles([tmp_path]).articles] == ["a.txt"]


def test_the_same_file_twice_is_one_article(tmp_path: Path) -> None:
    """A file given by name and again with its folder is read once, without a word."""
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    reading = read_articles([tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt"])
    assert [article.id for article in reading.articles] == ["a.txt"]
    assert reading.skipped == ()


def test_files_of_the_same_name_in_two_folders_are_two_articles(tmp_path: Path) -> None:
    """The second one is named by its path as given."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{SENTENCE} Folder {folder}.", encoding="utf-8")
    reading = read_articles([tmp_path / "one", tmp_path / "two"])
    assert [article.id for article in reading.articles] == ["a.txt", (tmp_path / "two" / "a.txt").as_posix()]


def test_an_id_stands_for_one_article(tmp_path: Path) -> None:
    """The same line again is passed over; another text under the same id is reported."""
    file = tmp_path / "x.jsonl"
    lines = [{"id": 1, "text": "One."}, {"id": "1", "text": "One."}, {"id": "1", "text": "Another."}]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    reading = read_articles([file])
    assert [article.text for article in reading.articles] == ["One."]
    assert [str(error) for error in reading.skipped] == ['x.jsonl: another article has the id "1"; give each its own']


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    """Texts and pages that are too large to be one article are named, not read."""
    file = tmp_path / "x.txt"
    with file.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    assert reasons(file) == ["x.txt: is larger than 50 MB; divide it into several files"]


def test_a_file_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    """A name in another encoding gives an id that every message can show, and no other file has."""
    file = tmp_path / os.fsdecode(b"caf\xe9.txt")
    file.write_text(SENTENCE, encoding="utf-8")
    assert [article.id for article in read_articles([tmp_path]).articles] == ["caf\\xe9.txt"]


# Anything at all

SNIPPETS = [
    *(
        "---\n",
        "title: ",
        "date 2023-09 ",
        "# ",
        "- ",
        "> ",
        "| a | b |\n|---|---|\n",
        "```\n",
        "![",
        "](",
        "**",
        "<br>",
        "</p>",
    ),
    *(
        "<p>",
        "<table><tr><td>",
        "<figure><figcaption>",
        "<html lang='fr'>",
        "<code>",
        "<li>",
        "<!--",
        "<script>",
        "&nbsp;",
    ),
    *(
        '{"text": "',
        '", "id": "',
        '"}',
        "\\ud800",
        "\r\n",
        "\n\n",
        " ",
        "( AFP / X )",
        "© A",
        "Il pleut.",
        "UN TITRE",
        "\0",
    ),
    *(
        "\x1c",
        "\u2028",
        "\u00a0",
        "⍽",
        "\ufeff",
        "<?xml version='1.0' encoding='utf-7'?>",
        "<meta charset=utf-16>",
        "<title>",
    ),
]


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix not in PICTURES])
@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=200)
    | st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=9)).map(lambda x: "".join(x).encode())
)
def test_any_bytes_give_articles_or_a_reason(suffix: str, data: bytes) -> None:
    """Whatever a file holds, it becomes articles that keep their promises, or a ReadError; nothing else is raised."""
    assert_promises(suffix, data)


@pytest.mark.parametrize("name", sorted(SAMPLES))
@settings(max_examples=100, deadline=None)
@given(damage=damages())
def test_a_damaged_file_gives_articles_or_a_reason(name: str, damage: Damage) -> None:
    """A good file with bytes changed, cut out or put in twice, as networks, disks and strangers send them."""
    assert_promises(Path(name).suffix, damage(SAMPLES[name]))


@settings(max_examples=40, deadline=None)
@given(sent=st.lists(st.tuples(st.sampled_from(["a.txt", "b.jsonl", "c.zip"]), damages()), max_size=4))
def test_damaged_files_leave_a_library_whole(sent: list[tuple[str, Damage]]) -> None:
    """What is added is there with all its passages and can be found; of what is refused nothing is."""
    library = Library()
    for name, damage in sent:
        before = len(library)
        found = take_in_data(library, damage(SAMPLES[name]), Path(name).suffix, name)
        assert len(library) == before + found.added
    articles = list(library.articles())
    assert len(articles) == len(library)
    living = {(passage.article.id, passage.start) for _, passage in library.living()}
    assert living == {(one.id, passage.start) for one in articles for passage in library.passages_of(one)}
    assert build_index(library).corpus_size == len(living)
    library.close()
