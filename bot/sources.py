"""What the source of a citation looks like when its article was corrected or withdrawn since."""

from bot.locales import Lang, say
from bot.messages import MESSAGE, Piece, Reply, compose, inline, room_after, utf16
from bot.replies import TITLE, render_source, source_pieces
from retrieval.types import Passage, Source


def render_kept(source: Source, lang: Lang, *, show_withdrawn: bool) -> Reply:
    """The source as it is; corrected, the old text marked as such with the new passage beside it; withdrawn, marked.

    The words of a withdrawn article are shown only with `show_withdrawn`.
    """
    if source.state == "current":
        return render_source(source.citation, lang)
    if source.state == "corrected":
        pieces = [Piece(say(lang, "source.corrected") + "\n\n"), *source_pieces(source.citation, lang)]
        return compose([*pieces, *_now(source.now, lang, sum(utf16(piece.text) for piece in pieces))])
    if show_withdrawn:
        return compose([Piece(say(lang, "source.withdrawn_shown") + "\n\n"), *source_pieces(source.citation, lang)])
    article = source.citation.article
    title = inline(article.title, TITLE) or inline(article.id, TITLE)
    return compose([Piece(title, ("bold",)), Piece("\n" + say(lang, "source.withdrawn"))])


def _now(passage: Passage | None, lang: Lang, used: int) -> list[Piece]:
    """The passage that stands there now, as much of it as the message has room for."""
    if passage is None:
        return [Piece("\n\n" + say(lang, "source.not_now"))]
    above = f"\n\n{say(lang, 'source.now')}\n"
    end = passage.start + room_after(passage.text, max(0, MESSAGE - used - utf16(above) - len("\n…")))
    pieces = [Piece(above), Piece.quoting(passage.article, passage.start, end, ("blockquote",))]
    return [*pieces, Piece("\n…")] if end < passage.end else pieces
