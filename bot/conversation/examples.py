"""Questions that the library answers, made from its sentences: each is asked before it is offered."""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from zlib import crc32

import regex
from sqlalchemy.exc import SQLAlchemyError

from bot.locales import LANGUAGES, lines_of
from bot.wording import Ask
from retrieval.errors import SearchUnavailable
from retrieval.language import stop_words, terms
from retrieval.library import Library, living_versions
from retrieval.types import Article, Passage

log = logging.getLogger(__name__)

# Passages whose sentences are looked at, and questions that are tried: what a start may cost in a large library.
PASSAGES = 3000
TRIED = 150
# What begins a sentence with a capital that it has not inside of one.
ARTICLES = {
    "en": ("The",), "fr": ("Le", "La", "L'", "L’"), "de": ("Der", "Die", "Das"), "es": ("El", "La"),
    "it": ("Il", "Lo", "La", "L'", "L’"), "pt": ("O", "A"),
}  # fmt: skip
# Kept for /start and for "closest questions".
KEPT = 40
OFFERED = 3
# Seconds between two looks through a library that changes.
AGAIN = 30.0
# Seconds between two trials, so that people's questions come first.
PAUSE = 0.02
# The change of a library of which it is not known what has come since it was looked through.
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Example:
    """A question in one of the bot's languages, the article that answers it, in which version, and the rule that made
    it.

    `central`: it names what the article's title names, and so can be understood by who has not read the article.
    """

    question: str
    lang: str
    article_id: str
    rule: int
    central: bool
    version: str = ""

    @property
    def key(self) -> str:
        """Eight characters that stand for it in a button."""
        return f"{crc32(self.question.encode()):08x}"


class Examples:
    """The questions found so far; safe to read while a thread looks for more.

    Those whose article is corrected or gone are offered no more, though a button of before still asks them; and when
    the library has changed, more are looked for.
    """

    def __init__(self) -> None:
        self._found: tuple[Example, ...] = ()
        self._offered: dict[str, str] = {}
        self._library: Library | None = None
        self._ask: Ask | None = None
        self._looked: tuple[int, float] = (0, 0.0)  # at which change, and when (time.monotonic)
        self._looking: threading.Thread | None = None

    def follow(self, ask: Ask, library: Library) -> threading.Thread:
        """Begins to look in a library, and goes on from then on as it changes."""
        self._ask, self._library = ask, library
        self._looked = library.change, time.monotonic()
        self._looking = self.look_for(ask, (passage for _, passage in library.living()))
        return self._looking

    def look_for(self, ask: Ask, passages: Iterable[Passage]) -> threading.Thread:
        """Begins to look, in a thread of its own."""
        thread = threading.Thread(target=self._look, args=(ask, passages), name="examples", daemon=True)
        thread.start()
        return thread

    def offered(self, lang: str) -> tuple[Example, ...]:
        """At most three in the reader's language (others where there is none), of different kinds about different
        articles, central ones first, as far as there are."""
        found = self._living()
        pool = [one for one in found if one.lang == lang] or found
        chosen: list[Example] = []
        while pool and len(chosen) < OFFERED:
            kinds, articles = {one.rule for one in chosen}, {one.article_id for one in chosen}
            pool.sort(key=lambda one: (one.article_id in articles, not one.central, one.rule in kinds))
            chosen.append(pool.pop(0))
        return tuple(chosen)

    def closest(self, question: str, lang: str) -> tuple[Example, ...]:
        """Those that share most with a question that found no answer; none where nothing is shared."""
        asked = {term for term in terms(question, lang) if term.startswith("s:")}
        scored = [(len(asked & _stems(example.question, example.lang)), example) for example in self._living()]
        best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
        return tuple(example for _, example in best[: OFFERED - 1])

    def question(self, key: str) -> str | None:
        """The question behind a button."""
        return self._offered.get(key)

    def _living(self) -> list[Example]:
        """Those whose article says what it said; of a library that has changed, the rest is let go."""
        library, ask = self._library, self._ask
        if library is None or ask is None:
            return list(self._found)
        versions = living_versions(library.engine, {one.article_id for one in self._found})
        living = [one for one in self._found if versions.get(one.article_id) == one.version]
        change, at = self._looked
        idle = self._looking is None or not self._looking.is_alive()
        if idle and library.change != change and time.monotonic() - at > AGAIN:
            self._found = tuple(living)
            self.follow(ask, library)
        return living

    def _look(self, ask: Ask, passages: Iterable[Passage]) -> None:
        try:
            self._try(ask, passages)
        except SQLAlchemyError as error:  # a server that is away; people's questions meet it, too
            log.warning("Examples can't be looked for at the moment: %s", type(error).__name__)
            self._looked = UNKNOWN, time.monotonic()

    def _try(self, ask: Ask, passages: Iterable[Passage]) -> None:
        tried = 0
        articles: dict[str, int] = {}
        for question, sentence, example in candidates(islice(passages, PASSAGES)):
            if tried == TRIED or len(self._found) == KEPT:
                return
            if example in self._found:  # of an earlier look
                articles[example.article_id] = articles.get(example.article_id, 0) + 1
                continue
            if articles.get(example.article_id, 0) >= OFFERED:
                continue
            tried += 1
            try:
                answer = ask(question)
            except SearchUnavailable:  # people's questions meet it, too; when it is back, there are others to try
                time.sleep(AGAIN)
                continue
            if answer.confidence == "sure" and answer.citations[0].text == sentence:
                articles[example.article_id] = articles.get(example.article_id, 0) + 1
                self._offered[example.key] = question
                self._found = (*self._found, example)
            time.sleep(PAUSE)


def candidates(passages: Iterable[Passage]) -> Iterator[tuple[str, str, Example]]:
    """Each question that a rule makes of a sentence, with the sentence that should answer it."""
    for passage in passages:
        article: Article = passage.article
        for sentence in passage.sentences if passage.kind == "body" else ():
            text = article.text[sentence.start : sentence.end]
            for number, (pattern, template) in enumerate(_rules(article.lang)):
                if match := pattern.match(text):
                    named = {name: _inside(value, article.lang) for name, value in match.groupdict().items()}
                    question = template.format(**named)
                    central = bool(_stems(named["x"], article.lang) & _stems(article.title, article.lang))
                    yield question, text, Example(question, article.lang, article.id, number, central, article.version)
                    break


def _inside(name: str, lang: str) -> str:
    """A subject as it is written inside of a sentence: its article without a capital."""
    first = name.split(maxsplit=1)[0]
    articles = ARTICLES.get(lang, ())
    elided = name[:2] in articles
    return name[0].lower() + name[1:] if first in articles or elided else name


def _stems(text: str, lang: str) -> set[str]:
    stops = stop_words(lang)
    return {term for term in terms(text, lang) if term.startswith("s:") and term[2:] not in stops}


@cache
def _rules(lang: str) -> tuple[tuple[regex.Pattern[str], str], ...]:
    if lang not in LANGUAGES:
        return ()
    pairs = [line.split(" => ") for line in lines_of("examples", lang)]
    return tuple((regex.compile(pattern), template) for pattern, template in pairs)
