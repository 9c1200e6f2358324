"""What came that answers what is watched: the sentences, each with its source, under the question that they answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locales import Lang, say
from bot.wording.messages import MESSAGE, Piece, Reply, compose, inline
from bot.wording.naming import TITLE
from bot.wording.replies import cite, size, source_button
from bot.wording.watching.watches import list_row
from retrieval.types import Citation

# Sentences in one message, each of which has a button.
MOST = 10


@dataclass(frozen=True, slots=True)
class News:
    """A sentence that came, the question that it answers, and whether that is sure."""

    question: str
    citation: Citation
    sure: bool


def render_news(news: Sequence[News], lang: Lang, bot_name: str) -> list[tuple[Reply, tuple[Citation, ...]]]:
    """The messages that tell all of it, in order, each with what it cites; those of a question stand together."""
    messages: list[tuple[list[Piece], list[News]]] = []
    for one in news:
        heads = _heads(messages[-1][1][-1] if messages else None, one, lang)
        number = len(messages[-1][1]) + 1 if messages else 1
        quoted = cite(f"[{number}]", one.citation, lang, bot_name)
        if messages and number <= MOST and size([*messages[-1][0], *heads, *quoted]) + 2 <= MESSAGE:
            pieces, told = messages[-1]
            pieces += [Piece("\n\n"), *heads, *quoted]
            told.append(one)
        else:
            first = [*_heads(None, one, lang), *cite("[1]", one.citation, lang, bot_name)]
            messages.append((first, [one]))
    return [(_composed(pieces, told, lang), tuple(one.citation for one in told)) for pieces, told in messages]


def _heads(before: News | None, one: News, lang: Lang) -> list[Piece]:
    """The question, where it is another than that of the sentence before; and a doubt, where that begins."""
    new = before is None or before.question != one.question
    question = say(lang, "news.head", question=inline(one.question, TITLE))
    heads = [Piece(question, ("bold",)), Piece("\n\n")] if new else []
    doubts = not one.sure and (new or before is None or before.sure)
    return [*heads, Piece(say(lang, "news.possible") + "\n\n")] if doubts else heads


def _composed(pieces: Sequence[Piece], told: Sequence[News], lang: Lang) -> Reply:
    rows = [[source_button(number, one.citation, lang)] for number, one in enumerate(told, 1)]
    return compose(pieces, [*rows, list_row(lang)])


def plain_news(news: Sequence[News], lang: Lang, attribution: Sequence[str]) -> str:
    """The same as plain text, for a terminal or a mail."""
    lines: list[str] = []
    before: News | None = None
    for one, where in zip(news, attribution, strict=True):
        lines += ["", *(piece.text.rstrip("\n") for piece in _heads(before, one, lang) if piece.text.strip())]
        lines += [one.citation.text, where]
        before = one
    return "\n".join(lines).strip("\n")
