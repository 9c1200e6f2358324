"""A page that holds several articles, as press databases write them, or a paper that has its stories one below another.

Posture: rather one article of all than cards and teasers as articles.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from retrieval.reading.dates import normal_date
from retrieval.reading.pages.lines import Line, collapse, lines_of
from retrieval.reading.pages.trees import Element, text_of
from retrieval.types import Kind

# What a database writes around a date: "Économie, samedi 9 avril 2022, 1105 mots, p. 13".
DATE_WITHIN = re.compile(
    r"\d{1,2}(?:er|st|nd|rd|th|\.)?[ .](?:de )?[^\W\d]{3,10}\.?,?(?: de)? \d{4}"
    r"|[^\W\d]{3,10}\.? \d{1,2}, \d{4}|\d{4}-\d\d-\d\d"
)
WORDS = re.compile(r"[\d ,.\u00a0\u202f]{1,9}\s?(?:words|mots|wörter|palabras|parole|palavras|woorden)", re.I)
TIME = re.compile(r"\d\d:\d\d")
# Factiva's codes for the parts of an article.
CODES = {"HD": "title", "BY": "author", "PD": "date", "SN": "outlet", "LP": "text", "TD": "text"}
NEXIS_BEGINS = re.compile(r"(?:Document )?\d{1,5} (?:of|de|von|sur) \d{1,5}(?: DOCUMENTS)?", re.I)
NEXIS_FIELD = re.compile(r"([A-Z][A-Z -]{3,30}):\s*(.*)", re.S)
NEXIS_ENDS = frozenset({"LOAD-DATE", "LANGUAGE", "PUBLICATION-TYPE", "GRAPHIC", "DOCUMENT-TYPE", "JOURNAL-CODE"})
COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)) ?\d{4}|all rights reserved|tous droits réservés", re.I)
# An `<article>` of a page without such marks is a story if it has a heading and as many characters of sentences, and
# none is one that holds nearly all of them.
STORY_CHARACTERS = 400
MAIN_SHARE = 0.8
HEADED = ("h1", "h2", "h3")


@dataclass(slots=True)
class Story:
    """One of the articles, as far as it is known."""

    parts: list[tuple[str, Kind]] = field(default_factory=list)
    title: str = ""
    outlet: str = ""
    date: str = ""
    author: str = ""


def stories_in(tree: Element) -> list[Story]:
    """The articles of an export, or of a page that holds at least two; none where the page is one article."""
    for read in SHAPES:
        if stories := [story for story in read(tree) if any(text.strip() for text, _ in story.parts)]:
            return stories
    return []


def _europresse(tree: Element) -> Iterator[Story]:
    for article in tree.iter("article"):
        name = _first(article, "DocPublicationName")
        if name is None:
            continue
        header, body = _first(article, "DocHeader"), _first(article, "docOcurrContainer", "DocText")
        title, author = (
            _first(article, "rdp__articletitle", "titreArticle"),
            _first(article, "docAuthors", "rdp__author"),
        )
        yield Story(
            [] if body is None else _kinds(lines_of(body)),
            _said(title), _said(name).partition(",")[0], _date_in(_said(header)), _said(author),
        )  # fmt: skip


def _factiva(tree: Element) -> Iterator[Story]:
    for article in tree.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), ' article ')]"):
        head = next((one for one in article.iter() if str(one.get("class")).endswith("Headline")), None)
        paragraphs = [one for one in article.iter("p") if "articleParagraph" in (one.get("class") or "")]
        if head is None or not paragraphs:
            continue
        story = Story([(_said(one), "body") for one in paragraphs], _said(head))
        between = [collapse(text_of(one)) for one in article.iter("div") if not len(one)]
        for number, said in enumerate(between):
            if not story.date and (date := normal_date(said)):
                story.date = date
                rest = (one for one in between[number + 1 :] if not TIME.match(one))
                story.outlet = next(rest, "")
            elif not (story.date or story.author or WORDS.fullmatch(said) or said == story.title):
                story.author = said.removeprefix("By ")
        yield story


def _factiva_codes(tree: Element) -> Iterator[Story]:
    """The other shape of Factiva: a table an article, a row a part, its code in the first cell."""
    for table in tree.iter("table"):
        story = Story()
        for row in table.iter("tr"):
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            if len(cells) != 2 or (part := CODES.get(collapse(text_of(cells[0])))) is None:
                continue
            if part == "text":
                story.parts += _kinds(lines_of(cells[1]))
            else:
                said = collapse(text_of(cells[1]))
                setattr(story, part, _date_in(said) if part == "date" else said)
        if story.title and story.parts:
            yield story


def _nexis(tree: Element) -> Iterator[Story]:
    lines = [line.text for line in lines_of(tree)]
    begins = [number for number, line in enumerate(lines) if NEXIS_BEGINS.fullmatch(line)]
    for begin, end in pairwise([*begins, len(lines)]):
        yield _nexis_story(lines[begin + 1 : end])


def _nexis_story(lines: Sequence[str]) -> Story:
    """Outlet, date, title, then fields and text, then more fields."""
    story, date_at = Story(), next((n for n, line in enumerate(lines[:5]) if _date_in(line)), None)
    if date_at is None:
        return story
    story.outlet, story.date = lines[0] if date_at else "", _date_in(lines[date_at])
    for line in lines[date_at + 1 :]:
        named = NEXIS_FIELD.fullmatch(line)
        if COPYRIGHT.match(line) or (named and named[1] in NEXIS_ENDS):
            if story.parts:
                break
        elif named and named[1] in ("BYLINE", "AUTHOR"):
            story.author = named[2]
        elif named and named[1] == "HEADLINE":
            story.title = named[2]
        elif not named and not story.title:
            story.title = line
        elif not named:
            story.parts.append((line, "body"))
    return story


def _articles(tree: Element) -> Iterator[Story]:
    """The `<article>` elements of a page of several stories."""
    found = [one for one in tree.iter("article") if next(one.iterancestors("article"), None) is None]
    lines = [list(lines_of(one)) for one in found]
    sizes = [sum(len(line.text) for line in each if _is_sentence(line)) for each in lines]
    stories = [number for number, size in enumerate(sizes) if size >= STORY_CHARACTERS and _heading(found[number])]
    if len(stories) < 2 or max(sizes) > MAIN_SHARE * sum(sizes):
        return
    for number in stories:
        title = _heading(found[number])
        time = next(found[number].iter("time"), None)
        date = "" if time is None else normal_date(time.get("datetime") or _said(time)) or ""
        parts = [part for part in _kinds(lines[number]) if part[0] not in (title, _said(time))]
        yield Story(parts, title, date=date)


SHAPES: tuple[Callable[[Element], Iterator[Story]], ...] = (_europresse, _factiva, _factiva_codes, _nexis, _articles)


def _kinds(lines: Sequence[Line] | Iterator[Line]) -> list[tuple[str, Kind]]:
    return [(line.text, line.kind) for line in lines]


def _is_sentence(line: Line) -> bool:
    return line.kind == "body" and line.text.endswith((".", "!", "?", "…", "”", "»", '"', "。"))


def _heading(article: Element) -> str:
    return next((text for one in article.iter(*HEADED) if (text := _said(one))), "")


def _first(element: Element, *names: str) -> Element | None:
    """The first element inside that has one of these classes."""
    return next((one for one in element.iter() if set((one.get("class") or "").split()) & set(names)), None)


def _said(element: Element | None) -> str:
    return "" if element is None else collapse(text_of(element))


def _date_in(said: str) -> str:
    """The date that stands in a line about an article."""
    dates = (normal_date(found[0]) for found in DATE_WITHIN.finditer(said))
    return normal_date(said) or next(filter(None, dates), "")
