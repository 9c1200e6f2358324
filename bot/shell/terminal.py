"""The same conversation in a terminal: coloured and numbered for a person, plain when piped."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from rich.console import Console

from bot.conversation import Asked, Example, Examples, Subject, ask_all, asks_why, bare_command, friendly_line
from bot.locales import Lang, say
from bot.references import UnknownFormat
from bot.shell.display import print_answer, print_citation, print_item, print_reply, print_text, visible
from bot.shell.menu import help_with
from bot.shell.sources import print_article, print_copy, print_references
from bot.shell.surveys import print_listed, print_quotation
from bot.wording import (
    ALIASES,
    Ask,
    NoSource,
    list_articles,
    pick_source,
    render_about,
    render_explanation,
    render_gone,
    render_kept,
    render_left,
    render_welcome,
    sources_of,
)
from bot.wording.surveys import SAID, TIMELINE
from retrieval.errors import SearchUnavailable, UnknownCitation
from retrieval.library import Library
from retrieval.queries import pasted_quotation, split_operators
from retrieval.surveys import Surveys
from retrieval.types import Answer, Citation, Source


@dataclass(slots=True)
class Conversation:
    """One person's conversation: what `/source` and `/nearest` are about is its last answer."""

    ask: Ask
    library: Library
    surveys: Surveys
    console: Console
    lang: Lang
    minutes: int = 30
    show_withdrawn: bool = False
    examples: Examples = field(default_factory=Examples, init=False)
    last: Answer | None = field(default=None, init=False)
    further: list[Citation] = field(default_factory=list, init=False)
    shown: Citation | None = field(default=None, init=False)
    cited: dict[str, None] = field(default_factory=dict, init=False)
    subject: Subject | None = field(default=None, init=False)
    asked_at: float = field(default=0.0, init=False)

    def welcome(self) -> None:
        self._say(render_welcome(self.library, self.lang))
        self._offer("about.try", self.examples.offered(self.lang))
        self.console.print()

    def take(self, line: str) -> None:
        """Do what one line asks for: a command, small talk, a question. While the search is away, that is said."""
        try:
            self._take(line)
        except SearchUnavailable:
            self._say(say(self.lang, "search.away"))

    def _take(self, line: str) -> None:
        if line.startswith("/"):
            name, _, argument = line[1:].partition(" ")
            command = self._commands().get(ALIASES.get(name, name))
            if command:
                command(argument)
            else:
                self._say(say(self.lang, "command.unknown"))
        elif friendly := friendly_line(line, self.lang):
            self._say(friendly)
        elif (bare := bare_command(line, self.lang, going_on=self._goes_on)) and bare[0] in self._commands():
            self._commands()[bare[0]](" ".join(bare[1]))
        else:
            self._answer(line)

    @property
    def _goes_on(self) -> bool:
        """Whether the last question was not long ago, so that the next may go on from it."""
        return self.subject is not None and time.monotonic() - self.asked_at < self.minutes * 60

    def _answer(self, line: str) -> None:
        """Answer what a line asks, each answer under its question if there are several."""
        if not line.strip():
            self._say(say(self.lang, "ask.what"))
            return
        if pasted := pasted_quotation(line):
            self._list(print_quotation(pasted, line, self.surveys, self.console, self.lang))
            return
        exchange = ask_all(line, self.subject if self._goes_on else None, self.ask)
        if asks_why(line, self.lang) and exchange.asked[-1].answer.confidence in ("nearest", "none"):
            self._why()
            return
        for one in exchange.asked:
            if len(exchange.asked) > 1:
                self._say(say(self.lang, "answer.asked", question=one.question))
            self._tell(one)
        if exchange.more:
            self._say(render_left((), exchange.more, self.lang).text)
        self.subject, self.asked_at = exchange.subject, time.monotonic()

    def _list(self, answer: Answer | None) -> None:
        """Let `/source`, `/cite` and `/another` be about an answer, if there is one."""
        if answer is None:
            return
        self.last, self.shown, self.further = answer, None, list(answer.further)
        self.cited |= dict.fromkeys(citation.id for citation in sources_of(answer))

    def _tell(self, one: Asked) -> None:
        answer = one.answer
        self._list(answer)
        if one.reading.understood:
            self._say(say(self.lang, "answer.understood", subject=one.reading.understood))
        print_answer(answer, self.console, self.lang)
        if answer.filter and not answer.faults:
            self._say(say(self.lang, "terminal.everywhere"))
        if answer.confidence == "none" and not answer.faults:
            self._offer("terminal.closest", self.examples.closest(one.question, answer.lang))

    def _offer(self, heading: str, examples: Sequence[Example]) -> None:
        if examples:
            self._say(say(self.lang, heading))
        for example in examples:
            print_item(self.console, "•", visible(example.question), "green")

    def _commands(self) -> dict[str, Callable[[str], None]]:
        return {
            "start": lambda _: self.welcome(),
            "help": lambda about: self._say(help_with(about, self.lang)),
            "ask": self._answer,
            "source": self._source,
            "nearest": self._nearest,
            "paragraph": self._paragraph,
            "article": lambda _: self._article(),
            "copy": lambda _: self._copy(),
            "cite": self._cite,
            "another": lambda _: self._another(),
            "why": lambda _: self._why(),
            "everywhere": lambda _: self._everywhere(),
            "timeline": partial(self._survey, TIMELINE),
            "said": partial(self._survey, SAID),
            "privacy": lambda _: self._say(say(self.lang, "privacy.terminal")),
            "about": lambda _: self._say(render_about(self.library, self.lang)),
            "articles": lambda search: self._say(list_articles(self.library.page(search), self.lang, search)),
        }

    def _survey(self, kind: str, written: str) -> None:
        self._list(print_listed(kind, written, self.surveys, self.console, self.lang))

    def _source(self, number: str) -> None:
        self._show(sources_of(self.last) if self.last else None, number)

    def _nearest(self, number: str) -> None:
        if self.last and self.last.nearest:
            self._show(self.last.nearest, number)
        else:
            self._say(say(self.lang, "nearest.none"))

    def _another(self) -> None:
        while self.further:
            citation = self.further.pop(0)
            if self.library.source(citation.id).state == "current":  # not what was corrected or withdrawn meanwhile
                self.shown = citation
                self._say(say(self.lang, "another.heading"))
                print_citation(self.console, "[1]", citation, self.lang)
                return
        self._say(say(self.lang, "another.none" if self.last else "source.none_yet"))

    def _why(self) -> None:
        """Of the last answer, or of the other sentence that was shown since."""
        other = self.shown if self.last and self.shown in self.last.further else None
        said = render_explanation(self.last, self.lang, other) if self.last else say(self.lang, "source.none_yet")
        self._say(said)

    def _everywhere(self) -> None:
        """The last question, asked of all articles."""
        if self.last:
            self._answer(f"{split_operators(self.last.question)[0]} in:all")
        else:
            self._say(say(self.lang, "source.none_yet"))

    def _paragraph(self, number: str) -> None:
        if source := self._cited():
            passages = self.library.passages_of(source.citation.article)
            found = [at for at, passage in enumerate(passages) if str(passage.paragraph) == number.strip()]
            if found:
                self._print_source(source, found[0])
            else:
                last = passages[-1].paragraph if passages else 0
                self._say(say(self.lang, "paragraph.which", number=last))

    def _article(self) -> None:
        if source := self._readable():
            print_article(self.console, source, self.lang)

    def _copy(self) -> None:
        if source := self._readable():
            print_copy(self.console, source, self.lang)

    def _cite(self, written: str) -> None:
        about, shown = (self.last, self.shown, list(self.cited)), self.show_withdrawn
        try:
            print_references(self.console, written, self.library, *about, self.lang, show_withdrawn=shown)
        except (NoSource, UnknownFormat) as error:
            self._say(str(error))

    def _readable(self) -> Source | None:
        """What is cited, unless its article was withdrawn and its words are no longer to be shown; then says so."""
        source = self._cited()
        if source and source.state == "withdrawn" and not self.show_withdrawn:
            print_reply(self.console, render_gone(source, self.lang))
            return None
        return source

    def _cited(self) -> Source | None:
        """That of the citation last shown, else of the first in the last answer; says so where there is none."""
        quoted = sources_of(self.last) if self.last else ()
        citation = self.shown or (quoted[0] if quoted else None)
        if citation is None:
            self._say(say(self.lang, "source.silent" if self.last else "source.none_yet"))
            return None
        return self.library.source(citation.id)

    def _show(self, citations: Sequence[Citation] | None, number: str) -> None:
        ids = None if citations is None else [citation.id for citation in citations]
        try:
            source = self.library.source(pick_source(ids, number, self.lang))
        except NoSource as error:
            self._say(str(error))
        except UnknownCitation:
            self._say(say(self.lang, "source.unknown"))
        else:
            self.shown = source.citation
            self._print_source(source)

    def _print_source(self, source: Source, at: int | None = None) -> None:
        passages = self.library.passages_of(source.citation.article)
        shown = render_kept(source, passages, self.lang, show_withdrawn=self.show_withdrawn, at=at)
        print_reply(self.console, shown)

    def _say(self, words: str) -> None:
        print_text(self.console, visible(words), "green")
