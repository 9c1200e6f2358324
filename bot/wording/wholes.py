"""A whole article as messages, cut between sentences; a long one as a file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.locales import Lang, say
from bot.wording.messages import MESSAGE, Document, Piece, Reply, compose, inline, utf16
from bot.wording.naming import TITLE, describe, particulars, title_of
from bot.wording.proof import file_name
from retrieval.types import Article, Block, Passage

# More would bury the conversation.
MOST_MESSAGES = 3
# Room for the title and what is known of the article, above its first words.
HEAD = 500


def render_article(article: Article, passages: Sequence[Passage], lang: Lang) -> tuple[Reply, ...]:
    """At most three messages, else one with the article as a text file; `passages` are all of its passages."""
    parts = []
    for start, end in _parts(article, passages):
        parts.append((start, end))
        if len(parts) > MOST_MESSAGES:
            return (_as_file(article, lang),)
    known = particulars(article, lang)
    head = [Piece(title_of(article), ("bold",)), Piece(f"\n{known}\n\n" if known else "\n\n")]
    return tuple(
        compose([*(head if number == 0 else []), *_stretch(article, start, end)])
        for number, (start, end) in enumerate(parts)
    )


def _as_file(article: Article, lang: Lang) -> Reply:
    head = filter(None, (title_of(article), particulars(article, lang), article.url))
    content = "\n".join([*head, "", article.text, ""]).encode("utf-8", "replace")
    caption = say(lang, "article.file", article=describe(article, lang))
    return Reply(caption, document=Document(file_name(article), content))


def _parts(article: Article, passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Stretches that fit into one message each, from the start of a sentence to the end of one."""
    sentences = [(sentence.start, sentence.end) for passage in passages for sentence in passage.sentences]
    headings = [(one.start, one.end) for one in article.blocks if one.kind == "heading" and not _is_title(one, article)]
    begin = end = -1
    room = MESSAGE - HEAD
    for start, stop in sorted(sentences + headings):
        if end >= 0 and utf16(article.text[begin:stop]) > room:
            yield begin, end
            begin, room = start, MESSAGE
        begin, end = (start if begin < 0 else begin), stop
    if end > begin:
        yield begin, end


def _is_title(heading: Block, article: Article) -> bool:
    """The title stands above the article already."""
    return inline(article.text[heading.start : heading.end], TITLE) == title_of(article)


def _stretch(article: Article, start: int, end: int) -> list[Piece]:
    """The article's own text, its headings in italics."""
    headings = [block for block in article.blocks if block.kind == "heading" and start <= block.start < end]
    edges: Iterable[int] = sorted({start, end, *(edge for block in headings for edge in (block.start, block.end))})
    begins = {block.start for block in headings}
    return [Piece.quoting(article, one, other, ("italic",) if one in begins else ()) for one, other in pairwise(edges)]
