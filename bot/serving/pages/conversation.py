"""The conversation on the search page. Nothing of it is kept here: the page carries it, in the fields of its form."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from bot.conversation import (
    Asked,
    Examples,
    Reading,
    Subject,
    ask_all,
    asks_why,
    bare_command,
    friendly_line,
    read_subject,
)
from bot.locales import Lang, say
from bot.serving.pages.rendering import marked
from bot.serving.pages.views import Quote, Shown, quote, show
from bot.wording import is_of_search, render_left
from bot.wording.surveys import render_found
from retrieval.asking import Articles
from retrieval.errors import UnknownCitation
from retrieval.queries import pasted_quotation

# Earlier questions that a page carries and shows.
REMEMBERED = 8
# What unfolds something under the last answer, by the name of the command.
UNFOLDING = {"why": "why", "another": "more"}


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question, as it was understood, and the ids of what was quoted to it."""

    question: str
    cited: tuple[str, ...]

    def dump(self) -> str:
        return json.dumps([self.question, list(self.cited)], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the form of a page says of the conversation so far; latest last."""

    subject: str = ""
    at: float = 0.0
    turns: tuple[Turn, ...] = ()

    def goes_on(self, minutes: int) -> Subject | None:
        """What the last question was about, unless it is too long ago, or no subject of ours."""
        if not self.subject or time.time() - self.at > 60 * minutes:
            return None
        try:
            return read_subject(self.subject)
        except (ValueError, KeyError, TypeError):  # a form that somebody wrote
            return None


@dataclass(frozen=True, slots=True)
class Earlier:
    question: str
    quotes: Sequence[Quote]


@dataclass(frozen=True, slots=True)
class Said:
    """What is shown to a message: answers, or words; and what the next page carries."""

    shown: Sequence[Shown] = ()
    notice: Markup | str = ""
    more: str = ""
    earlier: Sequence[Earlier] = ()
    carried: Carried = field(default_factory=Carried)


@dataclass(frozen=True, slots=True)
class Conversations:
    """The same conversation as on Telegram and in a terminal, a message at a time."""

    articles: Articles
    examples: Examples
    minutes: int

    def take(self, message: str, carried: Carried, lang: Lang) -> Said:
        """What is said to a message."""
        earlier = self._earlier(carried.turns, lang)
        if text := pasted_quotation(message):
            found = marked(render_found(self.articles.surveys.quotation(text), lang))
            return Said(notice=found, earlier=earlier, carried=carried)
        command = _command(message)
        if command in UNFOLDING and carried.turns:
            return self._again(carried, UNFOLDING[command], lang)
        notice = say(lang, "ask.what") if not message.strip() else friendly_line(message, lang)
        if command == "help":
            notice = f"{say(lang, 'web.help')}\n\n{say(lang, 'search.help')}"
        elif command and not notice:
            notice = say(lang, "web.no_command")
        if notice:
            return Said(notice=notice, earlier=earlier, carried=carried)
        return self._answer(message, carried, earlier, lang)

    def _answer(self, message: str, carried: Carried, earlier: Sequence[Earlier], lang: Lang) -> Said:
        exchange = ask_all(message, carried.goes_on(self.minutes), self.articles.answer)
        if asks_why(message) and carried.turns and exchange.asked[-1].answer.confidence in ("nearest", "none"):
            return self._again(carried, "why", lang)
        turns = [Turn(one.reading.question, _cited(one)) for one in exchange.asked]
        left = render_left((), exchange.more, lang).text if exchange.more else ""
        return Said(
            [show(one, lang, self._closest(one)) for one in exchange.asked],
            more=left,
            earlier=earlier,
            carried=Carried(exchange.subject.dump(), time.time(), (*carried.turns, *turns)[-REMEMBERED:]),
        )

    def _again(self, carried: Carried, opened: str, lang: Lang) -> Said:
        """The last question once more, with something unfolded under its answer."""
        last = carried.turns[-1].question
        one = Asked(last, Reading(last), self.articles.answer(last))
        return Said([show(one, lang, opened=opened)], earlier=self._earlier(carried.turns[:-1], lang), carried=carried)

    def _closest(self, one: Asked) -> list[str] | tuple[()]:
        silent = one.answer.confidence == "none" and not one.answer.faults
        return [found.question for found in self.examples.closest(one.question, one.answer.lang)] if silent else ()

    def _earlier(self, turns: Sequence[Turn], lang: Lang) -> list[Earlier]:
        """Latest first; what no article holds any more is left out."""
        return [Earlier(turn.question, list(self._quotes(turn.cited, lang))) for turn in reversed(turns)]

    def _quotes(self, ids: Sequence[str], lang: Lang) -> list[Quote]:
        found = []
        for number, one in enumerate(ids, 1):
            try:
                source = self.articles.source(one)
            except UnknownCitation:  # of a form that somebody wrote, or of another library
                continue
            if source.state != "withdrawn":
                found.append(quote(source.citation, number, lang))
        return found


def read_carried(form: Mapping[str, Sequence[str]]) -> Carried:
    """What a form carries; what is no conversation of ours is left out."""
    turns = []
    for written in form.get("turn", ())[-REMEMBERED:]:
        try:
            question, cited = json.loads(written)
            turns.append(Turn(str(question), tuple(map(str, cited))))
        except (ValueError, TypeError):
            continue
    try:
        at = float(form.get("at", ["0"])[0])
    except ValueError:
        at = 0.0
    return Carried(form.get("subject", [""])[0], at, tuple(turns))


def _command(message: str) -> str:
    """The command that a message is, with a slash or without; empty where it is none."""
    if message.startswith("/"):
        name, _, rest = message[1:].partition(" ")
        return "" if name == "ask" and rest.strip() else name or "/"
    found = bare_command(message)
    return found[0] if found else "help" if is_of_search(message) else ""


def _cited(one: Asked) -> tuple[str, ...]:
    answer = one.answer
    quoted = answer.nearest[:1] if answer.confidence == "nearest" else answer.citations
    return tuple(citation.id for citation in quoted)
