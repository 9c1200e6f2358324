"""Whether a pasted quotation stands in an article, and in which words it differs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.locales import Lang, say, say_number
from bot.wording.messages import MESSAGE, Button, Piece, Reply, compose, inline, room_after, sendable, utf16
from bot.wording.naming import LABEL, attribution, label, title_of
from bot.wording.proof import QUOTATION, SOURCE, deep_link
from retrieval.answering import silence
from retrieval.surveys import Difference, Found, Place
from retrieval.types import Answer, Citation

# Places that are named; of the pasted text and of the differences, as much as is repeated.
PLACES, PASTED, DIFFERENCES = 5, 900, 8
Span = tuple[int, int]


def render_found(found: Found, lang: Lang, bot_name: str = "") -> Reply:
    """Where the words stand, in bold in their sentence; or what differs, in bold on both sides and as a list."""
    if found.verdict == "absent":
        return _render_absent(found, lang)
    places = found.places[:PLACES]
    first, others = places[0], places[1:]
    if found.verdict == "verbatim":
        opening = say_number(lang, "pasted.verbatim", len(found.places))
        pieces = [Piece(f"{opening}\n\n"), *_quoted(first, [(first.start, first.end)])]
    else:
        opening = say_number(lang, "pasted.nearly", len(found.differences))
        pieces = [Piece(f"{opening}\n\n"), *_quoted(first, [one.in_article for one in found.differences])]
    pieces += [Piece("\n"), *_where(1, first, lang, bot_name)]
    if found.verdict == "nearly":
        pieces += [Piece(f"\n\n{say(lang, 'pasted.yours')}\n"), *_given(found), *_listed(found, lang)]
        pieces += [Piece(f"\n\n{say(lang, 'pasted.others')}")] if others else []
    for number, place in enumerate(others, 2):
        pieces += [Piece("\n"), *_where(number, place, lang, bot_name)]
    return compose(_fitting(pieces), [[_button(number, place, lang)] for number, place in enumerate(places, 1)])


def sources_of_found(found: Found) -> tuple[Citation, ...]:
    """The citations by the numbers that they have in `render_found`: of each place the first sentence."""
    return tuple(place.citations[0] for place in found.places[:PLACES])


def as_answer(found: Found, asked: str) -> Answer:
    """What was found as an answer to the message: it cites the sentences that have the words, and those alone."""
    silent, quoted = silence(asked), sources_of_found(found)
    if found.verdict == "verbatim":
        return replace(silent, confidence="sure", probability=1.0, citations=quoted)
    if found.verdict == "nearly":
        return replace(silent, confidence="nearest", nearest=quoted)
    return replace(silent, nearest=found.nearest)


def _render_absent(found: Found, lang: Lang) -> Reply:
    said = say(lang, "pasted.absent")
    if not found.nearest:
        return Reply(said)
    rows = []
    for number, citation in enumerate(found.nearest, 1):
        where, paragraph = title_of(citation.article, LABEL), citation.passage.paragraph
        words = say(lang, "button.nearest", number=number, where=where, paragraph=paragraph)
        rows.append((Button(words, f"{SOURCE}{citation.id}"),))
    return Reply(f"{said}\n{say_number(lang, 'answer.nearest', len(rows))}", rows=tuple(rows))


def _quoted(place: Place, marked: Iterable[Span]) -> list[Piece]:
    """The sentences that a place is in, as a quotation, with what is marked in bold unless that is all of it."""
    article = place.article
    inside = [one.sentence for one in place.citations if one.sentence.start < place.end]
    start = min([place.start, *(one.start for one in inside)])
    end = max([place.end, *(one.end for one in inside)])
    if end - start > QUOTATION:  # what stands around it is in the source
        start, end = place.start, place.end
    shown = start + room_after(article.text[start:end], QUOTATION)
    pieces = [
        Piece.quoting(article, begin, stop, ("blockquote", "bold") if bold else ("blockquote",))
        for begin, stop, bold in _cut(article.text, start, shown, marked)
        if begin < stop
    ]
    return [*pieces, Piece("\n…")] if shown < end else pieces


def _cut(text: str, start: int, end: int, marked: Iterable[Span]) -> Iterator[tuple[int, int, bool]]:
    """A stretch of a text in parts, those that are marked and those between; none is, where no other word stands."""
    inside = [(max(start, begin), min(end, stop)) for begin, stop in marked]
    inside = [(begin, stop) for begin, stop in inside if begin < stop]
    ends = zip([start, *(stop for _, stop in inside)], [*(begin for begin, _ in inside), end], strict=True)
    if not any(character.isalnum() for begin, stop in ends for character in text[begin:stop]):
        inside = []
    place = start
    for begin, stop in inside:
        yield place, begin, False
        yield begin, stop, True
        place = stop
    yield place, end, False


def _where(number: int, place: Place, lang: Lang, bot_name: str) -> list[Piece]:
    """Its number, its article, and which characters of it."""
    citation = place.citations[0]
    link = deep_link(citation, bot_name) if bot_name else None
    mark = Piece(f"[{number}]", ("bold", "text_link") if link else ("bold",), link)
    where = attribution(citation, lang)
    said = say(
        lang, "pasted.where", where=where, paragraph=citation.passage.paragraph, start=place.start, end=place.end
    )
    return [mark, Piece(f" {said}")]


def _given(found: Found) -> list[Piece]:
    """The pasted text, with what is not the article's in bold."""
    end = room_after(found.text, PASTED)
    parts = _cut(found.text, 0, end, [one.given for one in found.differences])
    pieces = [Piece(found.text[begin:stop], ("bold",) if bold else ()) for begin, stop, bold in parts]
    return [*pieces, Piece("…")] if end < len(found.text) else pieces


def _listed(found: Found, lang: Lang) -> list[Piece]:
    """The differences as a list, for whoever sees no bold letters."""
    article = found.places[0].article
    lines = [_difference(one, found.text, article.text, lang) for one in found.differences[:DIFFERENCES]]
    left = len(found.differences) - len(lines)
    lines += [say_number(lang, "pasted.more", left)] if left else []
    return [Piece("\n\n" + "\n".join([say(lang, "pasted.differs"), *lines]))]


def _difference(one: Difference, given: str, article: str, lang: Lang) -> str:
    theirs, mine = inline(article[slice(*one.in_article)], LABEL), inline(given[slice(*one.given)], LABEL)
    if not theirs:
        return say(lang, "pasted.added", given=mine)
    return (
        say(lang, "pasted.changed", article=theirs, given=mine) if mine else say(lang, "pasted.missing", article=theirs)
    )


def _button(number: int, place: Place, lang: Lang) -> Button:
    citation = place.citations[0]
    words = say(lang, "button.source", number=number, where=label(citation, lang))
    return Button(words, f"{SOURCE}{citation.id}")


def _fitting(pieces: Sequence[Piece]) -> list[Piece]:
    """The first pieces that one message holds: the places that are named last give way."""
    room, kept = MESSAGE, []
    for piece in pieces:
        room -= utf16(sendable(piece.text))
        if room < 0:
            break
        kept.append(piece)
    return kept
