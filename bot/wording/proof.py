"""The proof of a citation: its paragraph, the article around it, and what to copy or pass on.

A quotation is a slice of its article, alone between two line breaks: bidirectional controls end there, so that no
article can turn the words around it.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit

from bot.locales import Lang, say, say_number
from bot.wording.messages import (
    COPIED,
    Button,
    Misquotation,
    Piece,
    Reply,
    compose,
    inline,
    room_after,
    room_before,
    sendable,
    utf16,
)
from bot.wording.naming import NAME, TITLE, describe, name, particulars, title_of
from retrieval.errors import IbidError
from retrieval.types import Article, Citation, Passage

# The longest quotation shown at once, in UTF-16 units: the rest of MESSAGE is for what stands around it.
QUOTATION = 2700
# Longer links are not followed by every browser.
LINK = 2048
# Telegram takes no other host for one; without a dot, as in an intranet, a message with such a link is refused.
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# So many words at either end tell a sentence from all others on its page.
ENDS = 6
# What the first characters of a button's data mean; the citation's id follows.
SOURCE, WALK, ARTICLE, COPY = "s:", "w:", "a:", "c:"
# The button for a reference to a citation; and that for another format, with its name and a colon before the id.
CITE, REFERENCE = "e:", "f:"
# In front of the id in a deep link.
START = "s_"


class NoSource(IbidError):  # noqa: N818 — it reads better than NoSourceError
    """There is no such source to show; the message says so in the reader's language."""


def render_source(
    citation: Citation, passages: Sequence[Passage], lang: Lang, bot_name: str = "", at: int | None = None
) -> Reply:
    """Where a sentence stands: its paragraph with the sentence in bold, and all that is known of the article.

    `passages` are those of its article. `at` is the number (from 0) of another one to show instead: the rows of
    buttons walk through the article. Without the bot's name on Telegram there is no link that opens the bot.
    """
    pieces = source_pieces(citation, passages, lang, bot_name, at)
    return compose(pieces, source_buttons(citation, passages, lang, at))


def source_pieces(
    citation: Citation, passages: Sequence[Passage], lang: Lang, bot_name: str = "", at: int | None = None
) -> list[Piece]:
    """What `render_source` says, to be part of a longer message."""
    article = citation.article
    home, here = _places(citation, passages, at)
    passage = citation.passage if here == home else passages[here]
    known = particulars(article, lang)
    pieces = [Piece(title_of(article), ("bold",)), Piece(f"\n{known}\n\n" if known else "\n\n")]
    heading = inline(passage.heading, TITLE)
    if heading and heading != title_of(article):
        pieces += [Piece(heading, ("italic",)), Piece("\n")]
    pieces += _paragraph(citation) if passage is citation.passage else _whole(passage)
    total = sum(block.kind != "heading" for block in article.blocks)
    place = "source.caption" if passage.kind == "caption" else "source.paragraph"
    pieces.append(Piece("\n\n" + say(lang, place, number=passage.paragraph, total=total)))
    shown = citation if passage is citation.passage else Citation(passage, passage.sentences[0])
    pieces += [Piece(f" · {found}") for found in _found_at(shown, lang)]
    return [*pieces, *_link(citation, lang), *_deep_link(citation, lang, bot_name)]


def _found_at(shown: Citation, lang: Lang) -> Iterator[str]:
    """The page or the minute of the sentence, and whether a machine read it off a picture."""
    if shown.page is not None:
        yield say(lang, "source.page", page=shown.page)
    if shown.second is not None:
        yield say(lang, "source.time", time=clock(shown.second))
    if shown.recognised:
        yield say(lang, "source.recognised")


def clock(second: int) -> str:
    """A second of a recording as players show it: `1:02:05`, `0:07`."""
    hours, minutes, seconds = second // 3600, second // 60 % 60, second % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def source_buttons(
    citation: Citation, passages: Sequence[Passage], lang: Lang, at: int | None = None
) -> list[list[Button]]:
    """What can be done with a source that `source_pieces` shows."""
    home, here = _places(citation, passages, at)
    return _buttons(citation, lang, here, home, len(passages))


def render_copy(citation: Citation, lang: Lang) -> Reply:
    """The sentence and its source in one stretch that a tap copies; of one beyond any message, the beginning."""
    article, (start, end) = citation.article, bounds(citation)
    shown = start + room_after(article.text[start:end], QUOTATION)
    opened, _, closed = say(lang, "source.copied", sentence="\0", where=describe(article, lang)).partition("\0")
    cut = "…" if shown < end else ""
    link = f"\n{article.url}" if host(article.url) else ""
    quoted = Piece.quoting(article, start, shown, ("pre",))
    return compose([Piece(opened, ("pre",)), quoted, Piece(f"{cut}{closed}{link}", ("pre",))])


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


def quotation(citation: Citation) -> list[Piece]:
    """The sentence in a block of its own, in italics before it the one that it leans on, if both fit; of a sentence
    that no message could hold, the beginning."""
    article, lead = citation.article, citation.lead
    start, end = bounds(citation)
    shown = start + room_after(article.text[start:end], QUOTATION)
    pieces = [Piece.quoting(article, start, shown, ("blockquote",))]
    if shown < end:
        return [*pieces, Piece("\n…")]
    if lead and utf16(article.text[lead.start : end]) <= QUOTATION:
        before = Piece.quoting(article, lead.start, lead.end, ("blockquote", "italic"))
        return [before, Piece.quoting(article, lead.end, start, ("blockquote",)), *pieces]
    return pieces


def bounds(citation: Citation) -> tuple[int, int]:
    """Where the sentence stands; raises Misquotation when that is not within its passage, and that in its article."""
    sentence, passage = citation.sentence, citation.passage
    if 0 <= passage.start <= sentence.start < sentence.end <= passage.end <= len(citation.article.text):
        return sentence.start, sentence.end
    raise Misquotation(f"{citation.article.id}: {sentence} is not within {passage.start} to {passage.end}")


def deep_link(citation: Citation, bot_name: str) -> str:
    """The address that opens this citation in the bot, for anyone who has it."""
    return f"https://t.me/{bot_name}?start={START}{citation.id}"


def cited_by(url: str, bot_name: str) -> str:
    """The citation that an address opens in the bot; empty where it is no deep link of ours."""
    before = f"https://t.me/{bot_name}?start={START}"
    return url.removeprefix(before) if url.startswith(before) else ""


def page_link(citation: Citation) -> str:
    """The article's address with the sentence as a text fragment, at which browsers open the page.

    A long sentence is named by its first and last words: https://wicg.github.io/scroll-to-text-fragment/. Where the
    address would grow too long, it is the article's own.
    """
    url = citation.article.url or ""
    words = citation.text.split()
    parts = [words] if len(words) <= 2 * ENDS else [words[:ENDS], words[-ENDS:]]
    fragment = ",".join(quote(sendable(" ".join(part)), safe="").replace("-", "%2D") for part in parts)
    link = f"{url}{':~:' if '#' in url else '#:~:'}text={fragment}"
    return link if len(link) <= LINK else url


def host(url: str | None) -> str:
    """The host of a web address that Telegram makes a link of: with a dot in it, without users and brackets."""
    try:
        parts = urlsplit(url or "")
        named, port = parts.hostname or "", parts.port  # asking for the port is what finds a wrong one
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and HOST.fullmatch(named) and port != 0 and "@" not in parts.netloc
    whole = url and len(url) <= LINK and url.isprintable() and " " not in url and sendable(url) == url
    return named if plain and whole else ""


def _places(citation: Citation, passages: Sequence[Passage], at: int | None) -> tuple[int, int]:
    """Where the citation's passage is among those of its article (-1: nowhere), and which of them is shown."""
    home = passages.index(citation.passage) if citation.passage in passages else -1
    return home, home if at is None else max(0, min(at, len(passages) - 1))


def _paragraph(citation: Citation) -> list[Piece]:
    """The passage with the sentence in bold; of a very long one, what surrounds the sentence."""
    article, passage = citation.article, citation.passage
    start, end = bounds(citation)
    shown = start + room_after(article.text[start:end], QUOTATION)
    room = QUOTATION - utf16(article.text[start:shown])
    before, after = article.text[passage.start : start], article.text[shown : passage.end]
    first = start - room_before(before, max(room // 2, room - utf16(after)))
    last = shown + room_after(after, room - utf16(article.text[first:start]))
    pieces = [Piece("…\n")] if first > passage.start else []
    block = "expandable_blockquote"
    pieces += [Piece.quoting(article, first, start, (block,))]
    pieces += [Piece.quoting(article, start, shown, (block, "bold"))]
    pieces += [Piece.quoting(article, shown, last, (block,))]
    return [*pieces, Piece("\n…")] if last < passage.end else pieces


def _whole(passage: Passage) -> list[Piece]:
    """A paragraph with nothing in bold; of a very long one, the beginning."""
    shown = passage.start + room_after(passage.text, QUOTATION)
    pieces = [Piece.quoting(passage.article, passage.start, shown, ("expandable_blockquote",))]
    return [*pieces, Piece("\n…")] if shown < passage.end else pieces


def _buttons(citation: Citation, lang: Lang, here: int, home: int, count: int) -> list[list[Button]]:
    """◀ ▶ where there is somewhere to go, the article, what to copy, its reference, and the way back."""
    rows = []
    walk = []
    if here > 0:
        walk.append(Button(say(lang, "button.previous"), f"{WALK}{here - 1}:{citation.id}"))
    if 0 <= here < count - 1:
        walk.append(Button(say(lang, "button.next"), f"{WALK}{here + 1}:{citation.id}"))
    if walk:
        rows.append(walk)
    if here != home:
        rows.append([Button(say(lang, "button.back"), f"{WALK}{home}:{citation.id}")])
    copied = render_copy(citation, lang).text
    label = say(lang, "button.copy")
    copy = Button(label, copy=copied) if utf16(copied) <= COPIED else Button(label, f"{COPY}{citation.id}")
    rows.append([Button(say(lang, "button.article"), f"{ARTICLE}{citation.id}"), copy])
    rows.append([Button(say(lang, "button.cite"), f"{CITE}{citation.id}")])
    return rows


def _link(citation: Citation, lang: Lang) -> list[Piece]:
    """A link that names where it leads; what is no plain web address is shown as it is."""
    url = citation.article.url or ""
    if place := host(url):
        words = say(lang, "source.link", host=inline(place, NAME))
        return [Piece(" · "), Piece(words, ("text_link",), page_link(citation))]
    return [Piece("\n" + name(url))] if name(url) else []


def _deep_link(citation: Citation, lang: Lang, bot_name: str) -> list[Piece]:
    if not bot_name:
        return []
    return [Piece("\n"), Piece(say(lang, "source.permanent"), ("text_link",), deep_link(citation, bot_name))]


def file_name(article: Article) -> str:
    """A name for a file with the article: of letters, digits and hyphens, the title."""
    return (re.sub(r"[\W_]+", "-", title_of(article, NAME)).strip("-") or "article") + ".txt"
