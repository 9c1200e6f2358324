"""What is quoted from a PDF stands in it so, on the page that is named."""

import doctest
import subprocess
import sys

import pytest

from retrieval.answering.answering import answer
from retrieval.errors import ReadError, Remark
from retrieval.index.index import build_index
from retrieval.library.arrivals import Arrival
from retrieval.library.library import Library
from retrieval.reading.pdf import hyphens, raised
from retrieval.reading.pdf.document import read_pdf
from retrieval.types import Answer, Article
from tests.common.pdf_files import Set, pdf, typeset


def read(data: bytes) -> tuple[Article, list[str]]:
    """The article of a PDF and the remarks on it."""
    found = list(read_pdf(data, "a.pdf"))
    (article,) = (one for one in found if isinstance(one, Article))
    return article, [str(one) for one in found if isinstance(one, Remark)]


def shown(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def texts(data: bytes) -> list[str]:
    return [text for _, text in shown(read(data)[0])]


def asked(data: bytes, question: str) -> Answer:
    """The answer to a question asked of a library that has this PDF alone."""
    library = Library()
    list(library.add([Arrival(read(data)[0], origin="a.pdf", file="a.pdf")]))
    found = answer(question, library, build_index(library))
    library.close()
    return found


def lines(*texts: str, top: float = 800, size: float = 12, bold: bool = False) -> list[Set]:
    return [Set(text, y=top - 17 * at, size=size, bold=bold) for at, text in enumerate(texts)]


def test_numbers_that_stand_alone_on_a_line_are_text() -> None:
    """A year, a price or a count at the beginning of a line is quoted with its sentence."""
    page = lines(
        "The weir of Tamsel was raised by a cooper of the next village and it was finished in",
        "1887. The first boat to pass its lock was that of the abbot, and the toll was by then",
        "40",
        "groats for a barge and",
        "12.",
    )
    page += lines(
        "The old sluice went to the mill of Orrin, which has kept it in its yard since the year", "2016.", top=690
    )
    assert texts(typeset([page])) == [
        (
            "The weir of Tamsel was raised by a cooper of the next village and it was finished in "
            "1887. The first boat to pass its lock was that of the abbot, and the toll was by then "
            "40 groats for a barge and 12."
        ),
        "The old sluice went to the mill of Orrin, which has kept it in its yard since the year 2016.",
    ]


def test_what_pages_repeat_at_their_edge_is_no_text() -> None:
    """Heads, feet and numbers that count on are left out of two pages as of ten, and nothing else is."""

    def page(number: int, *body: str) -> list[Set]:
        edge = [Set("Annals of Orrin", y=820, size=9), Set(f"Vol. 12 - {number + 6}", y=25, size=9)]
        return [*edge, *lines(*body, top=780), Set(str(number), x=290, y=40)]

    first = page(1, "The weir of Tamsel is seven metres high and nobody has ever counted the stones of", "which it was")
    second = page(2, "built in the time of the abbots.", "In 1911", "it was repaired.")
    assert texts(typeset([first, second])) == [
        (
            "The weir of Tamsel is seven metres high and nobody has ever counted the stones of which "
            "it was built in the time of the abbots. In 1911 it was repaired."
        )
    ]


def test_a_number_at_the_foot_of_a_single_page_is_kept() -> None:
    """Nothing repeats, so nothing says that it is a page's number."""
    assert "1911" in texts(typeset([lines("The weir of Tamsel was raised in the year", "1911")]))[0]


def test_marks_of_notes_go_and_exponents_stay() -> None:
    """So "4,120⁵" is no number of five digits, and a cubic metre stays one; ordinals stay letters."""

    def line(y: float, *parts: str) -> list[Set]:
        """Every other part is raised."""
        first, *rest = parts
        heights = [(8, 5), (12, 0)] * len(rest)
        return [
            Set(first, y=y),
            *(Set(part, size=size, raised=up) for part, (size, up) in zip(rest, heights, strict=False)),
        ]

    page = [
        *line(800, "The ferry carried 4,120", "5", " passengers and its deck has 300 m", "2", " of oak. A seed there"),
        *line(780, "weighs 10", "-3", " grams", "*", " on the 1", "er", " floor, says the abbot."),
    ]
    assert texts(typeset([page])) == [
        (
            "The ferry carried 4,120 passengers and its deck has 300 m² of oak. A seed there weighs "
            "10⁻³ grams on the 1er floor, says the abbot."
        )
    ]


def test_a_hyphen_at_the_end_of_a_line_goes_only_where_it_was_put_for_the_line() -> None:
    """The words of the document and of the language tell; a name, a number and a word that is open keep theirs."""
    page = lines(
        "The ferry of Tamsel carried more passen-",
        "gers than ever before, and the well-",
        "known abbot wrote in the year of the Tamsel-",
        "Orrin treaty that trade of the years 1911-",
        "1912 had been a long-term and a slow-",
        "burning success of the skipper and the long-",
        "term hopes of the vil-",
        "lage.",
    )
    assert texts(typeset([page])) == [
        (
            "The ferry of Tamsel carried more passengers than ever before, and the well-known abbot "
            "wrote in the year of the Tamsel-Orrin treaty that trade of the years 1911-1912 had been "
            "a long-term and a slow-burning success of the skipper and the long-term hopes of the village."
        )
    ]


def test_french_and_german_hyphens_are_told_by_their_own_words() -> None:
    """Of "dit-il" the hyphen is kept, a German compound that was broken loses it, and "Vor- und Nachteile" stays."""
    french = lines(
        "La passerelle est ouverte, affirma-",
        "t-il, et les voya-",
        "geurs du peut-",
        "être dernier train applaudissent.",
    )
    assert "affirma-t-il, et les voyageurs du peut-être dernier" in texts(typeset([french]))[0]
    german = lines(
        "Die Verwaltung hat über die Schiff-",
        "fahrt auf dem Kanal und ihre Vor-",
        "und Nachteile beraten und nichts entschieden.",
    )
    assert "die Schifffahrt auf dem Kanal und ihre Vor- und Nachteile" in texts(typeset([german]))[0]


BOATS = [
    *lines("The price of the second boat", size=18, bold=True),
    *lines(
        "A second ferry would cost 31 million groats, of which the county would pay a third and the",
        "town the rest over a period of twelve years. A yard has offered to build it in fourteen months.",
        top=770,
    ),
    *lines("Who owns the old boat", top=720, bold=True),
    *lines(
        "The first ferry belongs to the Lind family, which bought it from the state in 1994 and has run",
        "it ever since without any subsidy from the county or from the town.",
        top=703,
    ),
    *lines("Winter", top=650),
    *lines(
        "In winter both boats lie in the harbour of Orrin, where the smith looks after their engines and",
        "where children skate around them.",
        top=625,
    ),
]


def test_headings_are_told_by_size_weight_and_distance_and_never_answer() -> None:
    """They stand above their paragraphs, not in them, and no answer quotes them."""
    kinds = [kind for kind, _ in shown(read(typeset([BOATS]))[0])]
    assert kinds == ["heading", "body"] * 3
    found = asked(typeset([BOATS]), "Who owns the old boat?")
    cited = (*found.citations, *found.nearest)[0]
    assert cited.text.startswith("The first ferry belongs to the Lind family")
    assert cited.passage.heading == "Who owns the old boat"


def test_a_sentence_has_the_page_on_which_it_begins() -> None:
    """Also in a paragraph that runs over four pages, and after it was kept and opened again."""
    rows = [
        f"In the year {1700 + at} the mill of Orrin ground {100 + at} barrels of rye for the town." for at in range(90)
    ]
    wrapped = [f"{one[:50].rpartition(' ')[0]}|{one[:50].rpartition(' ')[2]}{one[50:]}" for one in rows]
    parts = " ".join([*wrapped, "The last miller of Orrin was Tor Dahl, who left for good."]).split("|")
    pages = [lines(*parts[at : at + 28]) for at in range(0, len(parts), 28)]
    article, _ = read(typeset(pages))
    assert len(article.blocks) == 1
    library = Library()
    list(library.add([Arrival(article, origin="a.pdf", file="a.pdf")]))
    index = build_index(library)
    for question, page in (("Who was the last miller of Orrin?", 4), ("How many barrels in the year 1702?", 1)):
        assert answer(question, library, index).citations[0].page == page
    assert {passage.page for passage in library.passages_of(article)} == {1, 2, 3}
    library.close()


@pytest.mark.parametrize(
    "junk", ["Microsoft Word - Dokument1.docx", "untitled", "ferry_final.indd", "Document1", "", "   "]
)
def test_a_title_that_a_program_wrote_is_none(junk: str) -> None:
    """The largest heading of the first page is the title; the day on which the file was made is no date."""
    page = [
        *lines("A treaty of the two towns", top=820, bold=True),
        *lines("The ferry breaks its record", size=20, top=790),
    ]
    page += lines("The ferry carried 4,120 passengers in March, a record for the harbour since 1911.", top=760)
    article, _ = read(typeset([page], junk))
    assert (article.title, article.date) == ("The ferry breaks its record", None)


def test_a_title_that_somebody_gave_is_kept_and_the_name_of_an_account_is_nobody() -> None:
    page = lines("The ferry carried 4,120 passengers in March, a record for the harbour since 1911.")
    article, _ = read(typeset([page], "A record on the river", "Administrator"))
    assert (article.title, article.author) == ("A record on the river", None)
    assert read(typeset([page], "A record on the river", "Ana Roy"))[0].author == "Ana Roy"


def test_lam_and_alef_drawn_as_one_sign_come_in_their_order() -> None:
    """So "خلال" is found as it is written, though pdfium turns the two letters of its ligature."""
    meant = {0x61: "ل", 0x62: "لا", 0x63: "خ", 0x64: "ا", 0x65: "ن", 0x66: "ب", 0x20: " "}
    assert texts(typeset([[Set("abc fde")]], letters=meant)) == ["ناب خلال"]


def test_lines_from_right_to_left_make_paragraphs() -> None:
    """Their margin is the right one; a short line at its end is the last of a paragraph."""
    meant = {0x61: "ב", 0x62: "ג", 0x20: " ", 0x2E: "."}
    full, short = "ab ba ab ba ab ba ab ba", ".ab ba"
    page = [Set(full, 60, 800), Set(full, 60, 783), Set(short, 185, 766), Set(full, 60, 749), Set(short, 185, 732)]
    assert [len(text.split()) for text in texts(typeset([page], letters=meant))] == [18, 10]


def test_quotation_marks_of_old_fonts_are_read() -> None:
    """A font that says nothing of its letters has those of Western Europe."""
    assert texts(typeset([[Set("The abbotXs beer is dark.")]], letters={0x58: "\x92"})) == ["The abbot’s beer is dark."]


def test_numbers_beside_each_other_stay_two() -> None:
    """What a chart or a table sets apart is no larger number."""
    assert texts(typeset([[Set("12", 50), Set("13", 64.5), Set("14", 79)]])) == ["12 13 14"]


def test_gaps_decide_where_blanks_belong() -> None:
    """Words that the file sets without blanks are apart, letters that it sets one by one are together."""
    words = [Set(word, x, 800) for word, x in (("The", 50), ("weir", 76), ("holds.", 102))]
    letters = [Set(letter, x, 780) for letter, x in (("S", 50), ("t", 58.2), ("o", 61.8), ("n", 68.6), ("e.", 75.4))]
    assert texts(typeset([[*words, *letters]])) == ["The weir holds. Stone."]


def test_a_page_of_which_nobody_can_read_the_letters_is_named_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is read; without a page that can be read the file is refused."""
    monkeypatch.setenv("PATH", "")  # no Tesseract
    meant = dict.fromkeys(b"abcdefgh", "\ue000")
    good, bad = lines("THE WEIR OF TAMSEL IS SEVEN METRES HIGH."), lines("abcd efgh abcd efgh.")
    article, remarks = read(typeset([good, bad], letters=meant))
    assert article.text == "THE WEIR OF TAMSEL IS SEVEN METRES HIGH."
    assert remarks == [
        "a.pdf: page 2 was left out, since its fonts don't say which letters they hold; run it through text recognition"
    ]
    with pytest.raises(ReadError, match="letters that no program can tell"):
        read(typeset([bad], letters=meant))


def test_rows_of_a_table_are_apart_and_their_page_is_named() -> None:
    """A row is a block of its own, and whoever quotes it is told to look at the page."""
    page = lines("The ferry carried more passengers in spring than in all of the winter before.")
    for at, (month, count) in enumerate(
        [("January", "110"), ("February", "95"), ("March", "4,120"), ("April", "4,310"), ("May", "812")]
    ):
        page += [Set(month, 50, 760 - 20 * at), Set(count, 250, 760 - 20 * at)]
    article, remarks = read(typeset([page]))
    assert "March | 4,120" in [text for _, text in shown(article)]
    assert remarks[0].startswith("a.pdf: page 1 was read, but tables or side columns may stand in another order")


def test_text_under_a_scanned_picture_is_called_recognised() -> None:
    """Scanners put what they recognised, unseen, under the picture of the page."""
    article, _ = read(typeset([[Set("The weir of Tamsel is seven metres high.", hidden=True)]]))
    assert [block.recognised for block in article.blocks] == [True]


def test_two_columns_are_read_one_after_the_other() -> None:
    """A sentence goes on at the top of the next column."""
    left = lines(
        "The weir of Tamsel is seven metres",
        "high and was raised by a cooper of",
        "the next village in the time of the",
    )
    right = [Set(one.text, 300, one.y) for one in lines("abbots, who paid him in beer.", "It was repaired in 1911.")]
    assert texts(typeset([[*left, *right]])) == [
        (
            "The weir of Tamsel is seven metres high and was raised by a cooper of the next village in the time of the "
            "abbots, who paid him in beer. It was repaired in 1911."
        )
    ]


def test_without_the_extra_the_error_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['pypdfium2'] = None\n"
        "from retrieval.reading.pdf import read_pdf\n"
        "try: next(read_pdf(b'', 'a.pdf'))\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "a.pdf: PDFs need more packages: pip install 'ibid[pdf]'\n"


def test_examples_in_docstrings_hold() -> None:
    """The worked examples of hyphens and of what is raised are what the functions return."""
    assert [doctest.testmod(module).failed for module in (hyphens, raised)] == [0, 0]


def test_old_lines_are_still_a_pdf() -> None:
    """A file that another program made, line by line, is one paragraph where its lines run on."""
    assert texts(pdf([["Le viaduc de Kerlan mesure 412 mètres et il", "a rouvert mardi."]])) == [
        "Le viaduc de Kerlan mesure 412 mètres et il a rouvert mardi."
    ]
