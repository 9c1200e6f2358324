"""What the bot replies: an answer, a source, the list of articles. Functions of data, without Telegram's library.

A quotation is a slice of its article, alone between two line breaks: bidirectional controls end there, so that no
article can turn the words around it.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from bot.locales import Lang, say, say_date, say_number
from bot.messages import MESSAGE, Button, Misquotation, Piece, Reply, compose, inline, room_after, room_before, utf16
from retrieval.errors import IbidError
from retrieval.types import Answer, Article, Citation

# What a front end is given: a question goes in, an answer comes out.
Ask = Callable[[str], Answer]

# The longest quotation shown at once, in UTF-16 units: the rest of MESSAGE is for what stands around it.
QUOTATION = 2700
# What fits on a phone without hiding the quotation: a title, an outlet or author, a button's words, unknown words.
TITLE = 160
NAME = 80
LABEL = 28
WORDS = 5
# Room for the first and the last line of a list.
FRAME = 200
# Articles in the list that /articles gives.
LISTED = 20
# Longer links are not followed by every browser.
LINK = 2048


class NoSource(IbidError):  # noqa: N818 — it reads better than NoSourceError
    """There is no such source to show; the message says so in the reader's language."""


def render_answer(answer: Answer, lang: Lang) -> tuple[Reply, ...]:
    """The messages that tell an answer, split between citations where one message is too short."""
    if answer.confidence == "none":
        return (_render_silence(answer, lang),)
    first = opening(answer, lang)
    messages: list[list[Piece]] = [[Piece(f"{first}\n\n")] if first else []]
    buttons: list[list[Button]] = [[]]
    for number, citation in enumerate(answer.citations, 1):
        pieces = _cite(number, citation, lang)
        if buttons[-1] and sum(utf16(piece.text) for piece in messages[-1] + pieces) + 2 > MESSAGE:
            messages.append([])
            buttons.append([])
        messages[-1] += [Piece("\n\n")] * bool(buttons[-1]) + pieces
        label = say(lang, "button.source", number=number, where=_label(citation, lang))
        buttons[-1].append(Button(label, f"s:{citation.id}"))
    return tuple(compose(pieces, row) for pieces, row in zip(messages, buttons, strict=True))


def opening(answer: Answer, lang: Lang) -> str:
    """What is said before the citations, if anything: how far to trust them, and the words that no article holds."""
    if answer.confidence == "sure":
        return ""
    quoted = [say(lang, "answer.word", word=inline(word, LABEL)) for word in answer.unknown[:WORDS]]
    unknown = [say_number(lang, "answer.unknown", len(quoted), words=", ".join(quoted))] if quoted else []
    if answer.confidence == "possible":
        return "\n".join([*unknown, say(lang, "answer.possible")])
    nearest = [say_number(lang, "answer.nearest", len(answer.nearest))] if answer.nearest else []
    return "\n".join([say(lang, "answer.none"), *unknown, *nearest])


def render_source(citation: Citation, lang: Lang) -> Reply:
    """Where a sentence stands: its paragraph with the sentence in bold, and all that is known of the article."""
    return compose(source_pieces(citation, lang))


def source_pieces(citation: Citation, lang: Lang) -> list[Piece]:
    """What `render_source` says, to be part of a longer message."""
    article, passage = citation.article, citation.passage
    known = " · ".join(filter(None, (_name(article.source), _name(article.author), _date(article, lang))))
    pieces = [Piece(_title(article), ("bold",)), Piece(f"\n{known}\n\n" if known else "\n\n")]
    heading = inline(passage.heading, TITLE)
    if heading and heading != _title(article):
        pieces += [Piece(heading, ("italic",)), Piece("\n")]
    total = sum(block.kind != "heading" for block in article.blocks)
    place = "source.caption" if passage.kind == "caption" else "source.paragraph"
    pieces += [*_paragraph(citation), Piece("\n\n" + say(lang, place, number=passage.paragraph, total=total))]
    pieces += [Piece(" · " + say(lang, "source.page", page=passage.page))] if passage.page else []
    return [*pieces, *_link(article, lang)]


def pick_source(citation_ids: Sequence[str] | None, wanted: str, lang: Lang) -> str:
    """The citation id that `/source wanted` means (`""` means the first); `None` for no answer yet.

    Raises:
        NoSource: there is none, or none with that number.
    """
    if citation_ids is None:
        raise NoSource(say(lang, "source.none_yet"))
    if not citation_ids:
        raise NoSource(say(lang, "source.silent"))
    number = wanted.strip(" []") or "1"
    if number not in map(str, range(1, len(citation_ids) + 1)):
        raise NoSource(say_number(lang, "source.no_such", len(citation_ids)))
    return citation_ids[int(number) - 1]


def list_articles(latest: Sequence[Article], total: int, lang: Lang) -> str:
    """How many articles there are, and the latest of them (at most LISTED), one a line."""
    if not total:
        return say(lang, "articles.none")
    lines = [say_number(lang, "articles.count", total)]
    room = MESSAGE - FRAME
    for article in latest:
        line = say(lang, "articles.line", article=describe(article, lang))
        room -= utf16(line) + 1
        if room < 0:
            break
        lines.append(line)
    if more := total - len(lines) + 1:
        lines.append(say_number(lang, "articles.more", more))
    return "\n".join(lines)


def attribution(citation: Citation, lang: Lang) -> str:
    """Title — outlet, date; a picture's caption is called one."""
    where = describe(citation.article, lang)
    return say(lang, "answer.caption", where=where) if citation.passage.kind == "caption" else where


def describe(article: Article, lang: Lang) -> str:
    """Title — outlet, date: as much of it as is known, on one line."""
    details = ", ".join(filter(None, (_name(article.source), _date(article, lang))))
    return " — ".join(filter(None, (_title(article), details)))


def _render_silence(answer: Answer, lang: Lang) -> Reply:
    """No answer, and the nearest passages as buttons: their words are not shown, lest they be taken for one."""
    buttons = []
    for number, citation in enumerate(answer.nearest, 1):
        where, paragraph = _title(citation.article, LABEL), citation.passage.paragraph
        label = say(lang, "button.nearest", number=number, where=where, paragraph=paragraph)
        buttons.append(Button(label, f"s:{citation.id}"))
    return Reply(opening(answer, lang), buttons=tuple(buttons))


def _cite(number: int, citation: Citation, lang: Lang) -> list[Piece]:
    """A quotation, and below it its number and where it is from."""
    mark = [Piece("\n"), Piece(f"[{number}]", ("bold",)), Piece(" ")]
    return [*_quotation(citation), *mark, Piece(attribution(citation, lang))]


def _title(article: Article, limit: int = TITLE) -> str:
    return inline(article.title, limit) or inline(article.id, limit)


def _name(name: str | None, limit: int = NAME) -> str:
    return inline(name or "", limit)


def _date(article: Article, lang: Lang, limit: int = NAME, *, short: bool = False) -> str:
    return say_date(lang, inline(article.date or "", limit), short=short)


def _label(citation: Citation, lang: Lang) -> str:
    """The outlet, or else the title, and the date."""
    article = citation.article
    where = _name(article.source, LABEL) or _title(article, LABEL)
    date = _date(article, lang, LABEL, short=True)
    return say(lang, "button.where", where=where, date=date) if date else where


def _quotation(citation: Citation) -> list[Piece]:
    """The sentence in a block of its own; of one that no message could hold, the beginning."""
    start, end = _bounds(citation)
    shown = start + room_after(citation.article.text[start:end], QUOTATION)
    pieces = [Piece.quoting(citation.article, start, shown, ("blockquote",))]
    return [*pieces, Piece("\n…")] if shown < end else pieces


def _bounds(citation: Citation) -> tuple[int, int]:
    """Where the sentence stands; raises Misquotation when that is not within its passage, and that in its article."""
    sentence, passage = citation.sentence, citation.passage
    if 0 <= passage.start <= sentence.start < sentence.end <= passage.end <= len(citation.article.text):
        return sentence.start, sentence.end
    raise Misquotation(f"{citation.article.id}: {sentence} is not within {passage.start} to {passage.end}")


def _paragraph(citation: Citation) -> list[Piece]:
    """The passage with the sentence in bold; of a very long one, what surrounds the sentence."""
    article, passage = citation.article, citation.passage
    start, end = _bounds(citation)
    shown = start + room_after(article.text[start:end], QUOTATION)
    room = QUOTATION - utf16(article.text[start:shown])
    before, after = article.text[passage.start : start], article.text[shown : passage.end]
    first = start - room_before(before, max(room // 2, room - utf16(after)))
    last = shown + room_after(after, room - utf16(article.text[first:start]))
    pieces = [Piece("…\n")] if first > passage.start else []
    pieces += [Piece.quoting(article, first, start, ("blockquote",))]
    pieces += [Piece.quoting(article, start, shown, ("blockquote", "bold"))]
    pieces += [Piece.quoting(article, shown, last, ("blockquote",))]
    return [*pieces, Piece("\n…")] if last < passage.end else pieces


def _link(article: Article, lang: Lang) -> list[Piece]:
    """A link that names where it leads; what is no plain web address is shown as it is."""
    url = article.url or ""
    if host := _host(url):
        return [Piece(" · "), Piece(say(lang, "source.link", host=inline(host, NAME)), ("text_link",), url)]
    return [Piece("\n" + _name(url))] if _name(url) else []


def _host(url: str) -> str:
    """The host of a web address that Telegram makes a link of: without spaces, users, numbers in brackets."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port  # asking for the port is what finds a wrong one
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and not set("@[]") & set(parts.netloc)
    return host if plain and len(url) <= LINK and url.isprintable() and " " not in url else ""
