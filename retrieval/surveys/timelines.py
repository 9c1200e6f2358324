"""What happened when: the dated sentences about a subject, in the order of their dates."""

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.claims import Dated, dates_in
from retrieval.index import Index
from retrieval.language import WORD, fold
from retrieval.library import Library
from retrieval.surveys.subjects import Subject, passages_about, subject
from retrieval.types import Citation, Fault, Filter, Passage, Sentence

# A sentence has so many words besides its dates.
FEWEST_WORDS = 3
# Behind a year that is further from the article's than this, "on 9 November" may be of that year; how far behind, in
# characters.
NOW, REACH = 1, 2000


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence and one of its dates: ISO, as precise as it is known. `written` is where that stands in the article
    (`article.text[start:end]`); `relative`: it was worked out from the article's own date ("yesterday")."""

    citation: Citation
    date: str
    written: tuple[int, int]
    relative: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of a `subject`; `asked` is that with its operators, of which the filter and faults are told."""

    asked: str
    subject: str
    events: tuple[Event, ...]
    filter: Filter = Filter()  # noqa: RUF009 — frozen
    faults: tuple[Fault, ...] = ()


def events(text: str, library: Library, index: Index, wanted: Filter) -> tuple[Event, ...]:
    """The events of a subject as it was typed, the earliest first; what articles have word for word, once."""
    about = subject(text, library)
    found: dict[tuple[str, str], Event] = {}
    for passage in passages_about(about, library, index, wanted) if about.words else ():
        for event in _events(passage, about):
            same = (event.date, fold(event.citation.text))
            known = found.get(same)
            if known is None or _since(event) < _since(known):
                found[same] = event
    return tuple(sorted(found.values(), key=lambda event: (event.date, _since(event), event.citation.sentence.start)))


def _events(passage: Passage, about: Subject) -> Iterator[Event]:
    """Those of the sentences that name the subject, or follow one that does; where the title names it, of all."""
    article, before = passage.article, None
    for sentence in passage.sentences:
        names = bool(about.held(_text(passage, sentence), article.lang))
        follows = before is not None and bool(about.held(_text(passage, before), article.lang))
        citation = Citation(passage, sentence, None if names or not follows else before)
        if names or follows or about.titles(passage):
            for one in _days(citation):
                if not (one.yearless and _is_of_another_year(citation, one)):
                    yield Event(
                        citation, one.date, (sentence.start + one.start, sentence.start + one.end), one.relative
                    )
        before = sentence


def _days(citation: Citation) -> list[Dated]:
    """The dates of a sentence, each once; none of one that is little else, as the line that says when it was sent."""
    found: dict[str, Dated] = {}
    rest = citation.text
    for one in reversed(dates_in(citation.text, citation.article.lang, citation.article.date)):
        found[one.date] = one
        rest = rest[: one.start] + rest[one.end :]
    return list(reversed(found.values())) if len(WORD.findall(rest)) >= FEWEST_WORDS else []


def _is_of_another_year(citation: Citation, one: Dated) -> bool:
    """Whether the last year that was told before a date without one is far from the article's own."""
    article, place = citation.article, citation.sentence.start + one.start
    told = dates_in(article.text[max(0, place - REACH) : place], article.lang)
    return bool(told) and abs(int(told[-1].date[:4]) - int((article.date or told[-1].date)[:4])) > NOW


def _text(passage: Passage, sentence: Sentence) -> str:
    return passage.article.text[sentence.start : sentence.end]


def _since(event: Event) -> str:
    """When its article is from; one without a date comes last."""
    return event.citation.article.date or "~"
