"""References as programs that are not ours read them: pybtex, rispy, citeproc-py, markdown-it."""

import io
import json
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
import rispy
from citeproc import Citation as InText
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from markdown_it import MarkdownIt
from pybtex.database import BibliographyData, Entry, parse_string
from pylatexenc.latex2text import LatexNodes2Text

from bot.locales import LANGUAGES, Lang
from bot.references.formats import FORMATS, UnknownFormat, format_named
from bot.references.references import Reference, references_of
from bot.references.replies import render_references
from bot.wording.messages import Misquotation
from retrieval.types import Citation, Sentence
from tests.common.replies import assert_sendable, cite, covered

READ = date(2026, 12, 1)
TITLE = "Le phare & la tour_1 : 50 % {x} #2 ~ $5 ^ \\o/"
SENTENCE = "Les 100 % d'« A&B » {sic} coûtent 5 $_net\\an, *dit-on* [1] # ~ ^ | `c` <b>."
NEWS = cite(
    SENTENCE,
    f"Avant. {SENTENCE} Après.",
    title=TITLE,
    author="Anne Le Bris et Jean-Luc Dupont, Agence France-Presse",
    url="https://quai.example/a_b?x=1%20&y={z}#~\\",
)
PAGE = cite("Une page.", "Une page.", title="Une page", source=None, url="https://quai.example/b", date="2019-05")
DOCUMENT = cite("Un papier.", "Un papier.", title="Un document", source=None, date=None, author="Reuters")
OF_PDF = replace(NEWS, passage=replace(NEWS.passage, page=3))


def referred(*citations: Citation) -> tuple[Reference, ...]:
    return references_of(citations, lambda _: READ)


def written(name: str, *citations: Citation, lang: Lang = "fr") -> str:
    return FORMATS[name].render(referred(*citations), lang)


def entry(text: str) -> Entry:
    (found,) = parse_string(text, "bibtex").entries.values()
    return found


def read_as_tex(field: str) -> str:
    return str(LatexNodes2Text(math_mode="verbatim").latex_to_text(field)).replace("ˆ", "^")  # as it writes a caret


def test_bibtex_is_read_with_every_sign_that_tex_would_take_for_a_command() -> None:
    found = entry(written("bibtex", OF_PDF))
    assert (found.type, found.key) == ("article", referred(OF_PDF)[0].key)
    assert [(" ".join(p.first_names), " ".join(p.prelast_names + p.last_names)) for p in found.persons["author"]] == [
        ("Anne", "Le Bris"),
        ("Jean-Luc", "Dupont"),
        ("", "{Agence France-Presse}"),
    ]
    assert read_as_tex(found.fields["title"]) == TITLE
    assert SENTENCE in read_as_tex(found.fields["annote"])
    assert {name: found.fields[name] for name in ("journal", "date", "year", "month", "pages", "language")} == {
        "journal": "Le Quai",
        "date": "2019-05-04",
        "year": "2019",
        "month": "May",
        "pages": "3",
        "language": "fr",
    }
    assert found.fields["url"] == "https://quai.example/a_b?x=1%20&y=%7Bz%7D#~%5C"
    assert found.fields["urldate"] == "2026-12-01"


def test_ris_is_read_with_authors_dates_address_and_each_quotation() -> None:
    news, page, document = rispy.loads(written("ris", OF_PDF, PAGE, DOCUMENT))
    assert [one["type_of_reference"] for one in (news, page, document)] == ["NEWS", "ELEC", "GEN"]
    assert news["title"] == TITLE
    assert news["authors"] == ["Le Bris, Anne", "Dupont, Jean-Luc", "Agence France-Presse"]
    assert (news["secondary_title"], news["year"], news["date"]) == ("Le Quai", "2019", "2019/05/04")
    assert (news["start_page"], news["language"], news["access_date"]) == ("3", "fr", "2026/12/01")
    assert news["urls"] == ["https://quai.example/a_b?x=1%20&y=%7Bz%7D#~%5C"]
    assert news["notes"] == [f"«\u00a0{SENTENCE}\u00a0» (p.\u00a03)"]
    assert page["date"] == "2019/05/"
    assert not {"urls", "access_date", "date", "year", "start_page"} & document.keys()


@pytest.mark.filterwarnings("ignore::UserWarning")  # of citeproc-py, for the parts of a style that it lacks
def test_csl_json_is_read_and_set_by_a_citation_processor() -> None:
    text = written("csl", OF_PDF, PAGE, DOCUMENT)
    items = json.loads(text)
    assert [one["type"] for one in items] == ["article-newspaper", "webpage", "document"]
    assert items[0]["issued"] == {"date-parts": [[2019, 5, 4]]}
    assert SENTENCE in items[0]["note"]
    style = CitationStylesStyle("harvard-cite-them-right", locale="en-GB", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(InText([CitationItem(item["id"])]))
    set_, *_ = (unescape(str(one)) for one in bibliography.bibliography())
    assert set_.startswith(
        f"Le Bris, A., Dupont, J.-L. and Agence France-Presse (2019) ‘{TITLE}’, Le Quai, 4 May, p. 3."
    )
    assert set_.endswith("(Accessed: 1 December 2026).")


def test_markdown_shows_the_sentence_letter_for_letter_and_links_the_title() -> None:
    shown = MarkdownIt().render(written("markdown", NEWS))
    quotation = shown.split("<blockquote>\n<p>")[1].split("</p>")[0]
    assert unescape(quotation) == SENTENCE
    assert '<a href="https://quai.example/a_b?x=1%20&amp;y=%7Bz%7D#~%5C"><em>' in shown
    assert unescape(shown.split("<em>")[1].split("</em>")[0]) == TITLE


@pytest.mark.parametrize("begins", ["- un tiret", "1. un nombre", "+ un plus", "# un titre", "> cité", "1) deux"])
def test_no_sentence_begins_a_list_or_a_heading_in_markdown(begins: str) -> None:
    shown = MarkdownIt().render(written("markdown", cite(begins, begins)))
    assert f"<p>{begins.replace('>', '&gt;')}</p>" in shown


def test_a_sentence_over_two_lines_breaks_no_record() -> None:
    broken = cite("Une phrase\r\nER  - coupée\u2028ici.", "Une phrase\r\nER  - coupée\u2028ici.")
    (found,) = rispy.loads(written("ris", broken))
    assert found["notes"] == ["«\u00a0Une phrase ER  - coupée ici.\u00a0» (paragr.\u00a02)"]
    assert "Une phrase\r\nER  - coupée\u2028ici." in written("plain", broken)


def test_plain_words_say_who_what_where_and_when_in_both_languages() -> None:
    assert written("plain", NEWS) == (
        f"«\u00a0{SENTENCE}\u00a0» — Anne Le Bris, Jean-Luc Dupont, Agence France-Presse, «\u00a0{TITLE}\u00a0», "
        "Le Quai, 4 mai 2019, paragr.\u00a02, https://quai.example/a_b?x=1%20&y=%7Bz%7D#~%5C "
        "(consulté le 1er décembre 2026)\n"
    )
    assert written("plain", OF_PDF, lang="en").endswith(
        "Le Quai, May 4, 2019, p. 3, https://quai.example/a_b?x=1%20&y=%7Bz%7D#~%5C (accessed December 1, 2026)\n"
    )
    assert written("plain", DOCUMENT, lang="en").endswith("Reuters, “Un document”, para. 2\n")


@pytest.mark.parametrize(
    ("name", "lang", "expected"),
    [
        ("apa", "en", "Le Bris, A., Dupont, J.-L., & Reuters. (2019, May 4). Le phare. Le Quai. https://q.example/a"),
        ("apa", "fr", "Le Bris, A., Dupont, J.-L. et Reuters. (2019, 4 mai). Le phare. Le Quai. https://q.example/a"),
        (
            "iso690",
            "en",
            (
                "LE BRIS, Anne, DUPONT, Jean-Luc and REUTERS, 2019. Le phare. Le Quai [online]. May 4, 2019. "
                "Available from: https://q.example/a [accessed December 1, 2026]."
            ),
        ),
        (
            "iso690",
            "fr",
            (
                "LE BRIS, Anne, DUPONT, Jean-Luc et REUTERS, 2019. Le phare. Le Quai [en ligne]. 4 mai 2019. "
                "Disponible à l’adresse\u00a0: https://q.example/a [consulté le 1er décembre 2026]."
            ),
        ),
    ],
)
def test_a_style_sets_a_newspapers_article_as_its_manual_does(name: str, lang: Lang, expected: str) -> None:
    """What citeproc-py makes of the CSL styles `apa` and `iso690-author-date` for it, but for the month in French."""
    news = cite(title="Le phare", author="Anne Le Bris, Jean-Luc Dupont et Reuters", url="https://q.example/a")
    assert written(name, news, lang=lang).splitlines()[-1] == expected


def test_without_an_author_or_a_date_the_title_comes_first_and_once() -> None:
    page = cite(title="La marée ?", source=None, date=None, url="https://q.example/a")
    quotation, apa = written("apa", page, lang="en").strip().split("\n\n")
    assert quotation == f"“{page.text}” (“La marée ?”, n.d., para. 2)"
    assert apa == "La marée ? (n.d.). Retrieved December 1, 2026, from https://q.example/a"
    assert written("iso690", page, lang="en").strip().split("\n\n")[1] == (
        "La marée ?, n.d. [online]. Available from: https://q.example/a [accessed December 1, 2026]."
    )


def test_an_article_that_is_cited_twice_is_one_reference_with_two_quotations() -> None:
    first, second = cite("Il a servi 161 ans !"), cite("Personne ne l'a remplacé.")
    assert len(rispy.loads(written("ris", first, second, first, PAGE))) == 2
    (found,) = rispy.loads(written("ris", first, second, first))
    assert len(found["notes"]) == 2
    assert len(written("plain", first, second, first).strip().split("\n\n")) == 2


def test_keys_are_of_letters_and_no_two_articles_share_one() -> None:
    odd = cite(title="北京", source=None, author=None)
    whole = parse_string(written("bibtex", NEWS, PAGE, DOCUMENT, odd), "bibtex")
    assert isinstance(whole, BibliographyData)
    assert len(whole.entries) == 4
    assert all(key.isascii() and " " not in key for key in whole.entries)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_no_sentence_of_the_article_is_in_no_reference(name: str, lang: Lang) -> None:
    with pytest.raises(Misquotation):
        written(name, replace(NEWS, sentence=Sentence(0, 10)), lang=lang)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("BibTeX", "bibtex"),
        ("ISO 690", "iso690"),
        ("csl-json", "csl"),
        ("Zotero", "ris"),
        ("md", "markdown"),
        ("texte", "plain"),
        ("APA 7", "apa"),
    ],
)
def test_a_format_goes_by_the_names_that_people_have_for_it(typed: str, name: str) -> None:
    assert format_named(typed, "en").name == name


def test_an_unknown_format_is_told_which_there_are() -> None:
    with pytest.raises(UnknownFormat, match="plain, markdown, bibtex, ris, csl, apa, iso690"):
        format_named("chicago", "fr")


def test_bidirectional_controls_turn_no_field() -> None:
    turned = cite(title="Le \u202ephare\u2066", author="Anne\u202e Le Bris")
    (found,) = rispy.loads(written("ris", turned))
    assert (found["title"], found["authors"]) == ("Le phare", ["Le Bris, Anne"])


def test_a_file_is_read_as_utf8() -> None:
    text = written("ris", NEWS).encode()
    (found,) = rispy.load(io.StringIO(text.decode("utf-8")))
    assert found["title"] == TITLE


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_message_can_t_hold_is_a_file_with_all_of_it(name: str) -> None:
    sentence = "🗼" * 5000
    few = render_references(referred(PAGE), FORMATS[name], "fr", (), PAGE.id)
    assert_sendable(few)
    assert covered(few, "pre") == [few.text]
    assert [len(row) for row in few.rows] == [3, 3]
    reply = render_references(referred(cite(sentence, sentence)), FORMATS[name], "fr", ("À savoir.",), "#7")
    assert reply.document is not None
    assert reply.document.name == f"references{FORMATS[name].suffix}"
    assert sentence in reply.document.content.decode()
    assert reply.text.startswith("1 référence, en ")
    assert reply.text.endswith("\nÀ savoir.")
