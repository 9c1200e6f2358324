"""What one takes along of a source in a terminal: the whole article, the sentence to copy, references."""

from collections.abc import Sequence

from rich.console import Console

from bot.locales import Lang
from bot.references import chosen, gather, read_wanted
from bot.shell.display import print_lines, print_reply, print_text, visible
from bot.wording import describe, render_copy, warning
from retrieval.library import Library
from retrieval.types import Answer, Citation, Source


def print_article(console: Console, source: Source, lang: Lang) -> None:
    article = source.citation.article
    head = filter(None, (warning(source, lang), describe(article, lang), article.url))
    print_text(console, visible("\n".join([*head, "", article.text])))


def print_copy(console: Console, source: Source, lang: Lang) -> None:
    """The sentence and where it is from; before it, that its article says something else by now."""
    if said := warning(source, lang):
        print_text(console, visible(said), "green")
    print_reply(console, render_copy(source.citation, lang))


def print_references(
    console: Console,
    written: str,
    library: Library,
    last: Answer | None,
    shown: Citation | None,
    cited: Sequence[str],
    lang: Lang,
    *,
    show_withdrawn: bool,
) -> None:
    """What `/cite` with these words behind it is about. Raises NoSource and UnknownFormat."""
    wanted = read_wanted(written, lang)
    ids = chosen(wanted, last, shown, cited, lang)
    found = gather(ids, library, lang, show_withdrawn=show_withdrawn)
    for said in found.warnings:
        print_text(console, visible(said), "green")
    print_lines(console, wanted.format.render(found.references, lang))
