"""What the source of a citation looks like when its article was corrected or withdrawn since."""

from collections.abc import Sequence

from bot.locales import Lang, say
from bot.wording.messages import MESSAGE, Piece, Reply, compose, room_after, utf16
from bot.wording.naming import title_of
from bot.wording.proof import render_source, source_buttons, source_pieces
from retrieval.types import Passage, Source


def render_kept(
    source: Source,
    passages: Sequence[Passage],
    lang: Lang,
    bot_name: str = "",
    at: int | None = None,
    *,
    show_withdrawn: bool,
) -> Reply:
    """The source as it is; corrected, the old text marked as such with the new passage beside it; withdrawn, marked.

    `passages` are those of the text that the citation quotes; `at` is as for `render_source`. The words of a withdrawn
    article are shown only with `show_withdrawn`.
    """
    citation = source.citation
    if source.state == "current":
        return render_source(citation, passages, lang, bot_name, at)
    if source.state == "withdrawn" and not show_withdrawn:
        return render_gone(source, lang)
    pieces = [Piece(warning(source, lang) + "\n\n"), *source_pieces(citation, passages, lang, bot_name, at)]
    if source.state == "corrected" and (at is None or passages[at : at + 1] == (citation.passage,)):
        pieces += _now(source.now, lang, sum(utf16(piece.text) for piece in pieces))
    return compose(pieces, source_buttons(citation, passages, lang, at))


def render_gone(source: Source, lang: Lang) -> Reply:
    """Which article was withdrawn, without a word of it but its title."""
    return compose([Piece(title_of(source.citation.article), ("bold",)), Piece("\n" + say(lang, "source.withdrawn"))])


def warning(source: Source, lang: Lang) -> str:
    """What stands above the old words of an article that was corrected or withdrawn; empty where it stands."""
    if source.state == "current":
        return ""
    return say(lang, "source.corrected" if source.state == "corrected" else "source.withdrawn_shown")


def _now(passage: Passage | None, lang: Lang, used: int) -> list[Piece]:
    """The passage that stands there now, as much of it as the message has room for."""
    if passage is None:
        return [Piece("\n\n" + say(lang, "source.not_now"))]
    above = f"\n\n{say(lang, 'source.now')}\n"
    end = passage.start + room_after(passage.text, max(0, MESSAGE - used - utf16(above) - len("\n…")))
    pieces = [Piece(above), Piece.quoting(passage.article, passage.start, end, ("blockquote",))]
    return [*pieces, Piece("\n…")] if end < passage.end else pieces
