"""Who said what: the sentences that report what somebody says, the newest article first."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from retrieval.claims import name_words, speech_in
from retrieval.index import Index
from retrieval.language import fold, is_stop_word, plain_words, word_terms
from retrieval.library import Library
from retrieval.queries import narrow
from retrieval.surveys.subjects import Subject, subject
from retrieval.types import Article, Citation, Fault, Filter, Passage, Sentence

# Passages that name somebody are looked for, and of so many articles all is read.
PASSAGES, ARTICLES = 200, 80
CLOSING, OPENING = "»”", "«“"
# What says more of a name behind it.
BEHIND = regex.compile(r",\s([^,.;:!?«»\"“”]{1,90})")
# Jong-dae is another than Jong.
CAPITALISED = regex.compile(r"\p{Lu}[\p{L}\p{M}\p{N}-]*")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence in which somebody speaks: `speaker` as the article writes it, there or in a sentence before (a pronoun
    stands for it then); `direct`: in quotation marks."""

    citation: Citation
    speaker: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Statements:
    """What a `person` said, about a `subject` if there is one; `asked` is all that was typed, with operators, of which
    the filter and the faults are told."""

    asked: str
    person: str
    subject: str
    statements: tuple[Statement, ...]
    filter: Filter = Filter()  # noqa: RUF009 — frozen
    faults: tuple[Fault, ...] = ()


def statements(person: str, about: str, library: Library, index: Index, wanted: Filter) -> tuple[Statement, ...]:
    """What somebody said, about a subject unless that is empty; what several articles have word for word, once."""
    names = frozenset(map(fold, name_words(person)))
    topic = subject(about, library) if about else None
    found: dict[str, Statement] = {}
    for article in _articles(names, library, index, wanted) if names else ():
        for one, passage in _said_in(article, library):
            if _is(names, one.speaker) and (topic is None or _speaks_of(topic, one, passage)):
                found.setdefault(fold(one.citation.text), one)
    return tuple(sorted(found.values(), key=lambda one: one.citation.article.date or "", reverse=True))


def _articles(names: frozenset[str], library: Library, index: Index, wanted: Filter) -> list[Article]:
    """Those with passages that name somebody, the best first, and of one date in the order of their names."""
    terms = {term for name in names for lang in library.languages for term in word_terms(name, lang)[:1]}
    top = narrow(index, library, wanted).top(terms, PASSAGES) if wanted else index.top(terms, PASSAGES)
    passages = library.find([number for number, _ in top])
    found = {passages[number].article.version: passages[number].article for number, _ in top if number in passages}
    return list(found.values())[:ARTICLES]


def _said_in(article: Article, library: Library) -> Iterator[tuple[Statement, Passage]]:
    """The statements of an article. A pronoun is who spoke last, if that was in the same paragraph or the one before;
    so is "the agency" behind "the agency KCNA"."""
    last, described, place = "", "", -1
    for at, passage in enumerate(library.passages_of(article)):
        before: Sentence | None = None
        for sentence in passage.sentences:
            text = article.text[sentence.start : sentence.end]
            if speech := speech_in(text, article.lang):
                speaker = text[speech.start : speech.end]
                again = not speech.named or _is_described(speaker, described, article.lang)
                meant = (last if at - place <= 1 else "") if again else speaker
                if meant:
                    lead = before if before and (not speech.named or _goes_on(text)) else None
                    yield Statement(Citation(passage, sentence, lead), meant, speech.direct), passage
                    if not again:
                        behind = BEHIND.match(text, speech.end)
                        last, described = speaker, f"{speaker} {behind[1]}" if behind else speaker
                    place = at
            before = sentence


def _is_described(speaker: str, described: str, lang: str) -> bool:
    """Whether "the mayor" is who spoke last: "Anne Le Bris, the mayor of Kerlan"."""
    named = any(map(str.isupper, speaker[1:]))
    return not named and bool(described) and _words(speaker, lang) <= _words(described, lang)


def _goes_on(text: str) -> bool:
    """Whether a quotation that began before ends in a sentence."""
    closed = min((at for mark in CLOSING if (at := text.find(mark)) >= 0), default=-1)
    return closed >= 0 and not any(mark in text[:closed] for mark in OPENING)


def _is(names: frozenset[str], speaker: str) -> bool:
    """Whether a speaker is who was asked for: one of both has all words of the other's name."""
    words = set(map(fold, name_words(speaker)))
    written = {fold(part) for whole in CAPITALISED.findall(speaker) for part in whole.split("-")} & words
    return names <= words or bool(written and written <= names)


def _words(text: str, lang: str) -> frozenset[str]:
    return frozenset(word for word in plain_words(text) if not is_stop_word(word, lang))


def _speaks_of(topic: Subject, one: Statement, passage: Passage) -> bool:
    """Whether a statement holds a word of the subject, and its paragraph with the title all of them."""
    return topic.within(passage) and bool(topic.held(one.citation.text, passage.article.lang))
