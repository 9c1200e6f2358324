"""What a page shows of answers and sources: words and quotations, ready to be put into a template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.conversation import Asked
from bot.locales import Lang, say
from bot.wording import (
    NAMED,
    agreement,
    attribution,
    bounds,
    clock,
    host,
    opening,
    page_link,
    particulars,
    quoted_of,
    render_explanation,
    title_of,
    warning,
)
from retrieval.queries import split_operators
from retrieval.types import Citation, Source


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, letter for letter: `lead` is the sentence before it that it leans on, with what stands between."""

    id: str
    number: int
    lead: str
    text: str
    lang: str
    where: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A question and what is shown to it. `opened` is what is unfolded at once: `why`, `more` or nothing."""

    question: str
    understood: str
    opening: Sequence[str]
    quotes: Sequence[Quote]
    agreement: str
    differing: Sequence[Quote]
    nearest: Sequence[Quote]
    why: Sequence[str]
    more: Sequence[Quote]
    everywhere: str
    closest: Sequence[str] = ()
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A citation where it stands. `before`, `sentence` and `after` are its paragraph; empty where it was withdrawn."""

    id: str
    title: str
    known: str
    lang: str
    warning: str
    heading: str
    before: str
    sentence: str
    after: str
    places: Sequence[str]
    url: str
    host: str
    now: str
    corrected: bool
    shown: bool


def show(one: Asked, lang: Lang, closest: Sequence[str] = (), opened: str = "") -> Shown:
    """A question of a conversation with its answer."""
    answer = one.answer
    quoted = quoted_of(answer)
    wider = bool(answer.filter) and not any(fault.kind == "alone" for fault in answer.faults)
    return Shown(
        question=one.question,
        understood=say(lang, "answer.understood", subject=one.reading.understood) if one.reading.understood else "",
        opening=_lines(opening(answer, lang)),
        quotes=quotes(quoted, lang),
        agreement=agreement(answer, lang),
        differing=quotes(answer.differing[:NAMED], lang, len(quoted) + 1),
        nearest=quotes(answer.nearest if answer.confidence == "none" else (), lang),
        why=_lines(render_explanation(answer, lang)) if answer.explanation else (),
        more=quotes(answer.further, lang, len(quoted) + 1 + len(answer.differing[:NAMED])),
        everywhere=f"{split_operators(answer.question)[0]} in:all" if wider else "",
        closest=closest,
        opened=opened,
    )


def quotes(citations: Iterable[Citation], lang: Lang, first: int = 1) -> list[Quote]:
    return [quote(citation, number, lang) for number, citation in enumerate(citations, first)]


def quote(citation: Citation, number: int, lang: Lang) -> Quote:
    """Raises Misquotation where the sentence is not within its article."""
    article, (start, end) = citation.article, bounds(citation)
    lead = article.text[citation.lead.start : start] if citation.lead else ""
    return Quote(citation.id, number, lead, article.text[start:end], article.lang, attribution(citation, lang))


def prove(source: Source, lang: Lang, *, show_withdrawn: bool) -> Proof:
    """A citation in its paragraph; the words of a withdrawn article only with `show_withdrawn`."""
    citation = source.citation
    article, passage, (start, end) = citation.article, citation.passage, bounds(citation)
    shown = show_withdrawn or source.state != "withdrawn"
    text = article.text
    return Proof(
        id=citation.id,
        title=title_of(article),
        known=particulars(article, lang),
        lang=article.lang,
        warning=warning(source, lang) if shown else say(lang, "source.withdrawn"),
        heading=passage.heading if shown and passage.heading != article.title else "",
        before=text[passage.start : start] if shown else "",
        sentence=text[start:end] if shown else "",
        after=text[end : passage.end] if shown else "",
        places=list(_places(citation, lang)) if shown else [],
        url=page_link(citation) if shown and host(article.url) else "",
        host=host(article.url) if shown else "",
        now=source.now.text if source.now else "",
        corrected=source.state == "corrected",
        shown=shown,
    )


def _places(citation: Citation, lang: Lang) -> Iterable[str]:
    total = sum(block.kind != "heading" for block in citation.article.blocks)
    place = "source.caption" if citation.passage.kind == "caption" else "source.paragraph"
    yield say(lang, place, number=citation.passage.paragraph, total=total)
    if citation.page is not None:
        yield say(lang, "source.page", page=citation.page)
    if citation.second is not None:
        yield say(lang, "source.time", time=clock(citation.second))
    if citation.recognised:
        yield say(lang, "source.recognised")


def _lines(words: str) -> list[str]:
    return [line for line in words.split("\n") if line]
