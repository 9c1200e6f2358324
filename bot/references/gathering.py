"""Which of the citations that one wants can still be referred to, and what is to be said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.locales import Lang, say, say_number
from bot.references.references import Reference, references_of
from bot.references.replies import Wanted
from bot.wording import NoSource, pick_source, sources_of, title_of
from retrieval.errors import UnknownCitation
from retrieval.library import Library
from retrieval.types import Answer, Article, Citation, Source


@dataclass(frozen=True, slots=True)
class Gathered:
    """References, and sentences to say before them: what was corrected since, what is left out."""

    references: tuple[Reference, ...]
    warnings: tuple[str, ...] = ()


def gather(citation_ids: Iterable[str], library: Library, lang: Lang, *, show_withdrawn: bool = False) -> Gathered:
    """The references to these citations. Raises NoSource where none is left that may be shown."""
    kept: list[Source] = []
    withdrawn: list[Source] = []
    for one in citation_ids:
        try:
            source = library.source(one)
        except UnknownCitation:  # of a library that this bot had before
            continue
        (withdrawn if source.state == "withdrawn" and not show_withdrawn else kept).append(source)
    if not kept:
        raise NoSource(_gone(withdrawn[0], lang) if withdrawn else say(lang, "source.unknown"))
    old = [source for source in kept if source.state == "corrected"]
    shown = [source for source in kept if source.state == "withdrawn"]
    warnings = (
        say_number(lang, "cite.corrected", len(old)) if old else "",
        say(lang, "source.withdrawn_shown") if shown else "",
        say_number(lang, "cite.left_out", len(withdrawn)) if withdrawn else "",
    )

    def read(article: Article) -> date:
        return date.fromtimestamp(library.read_at(article))

    found = references_of((source.citation for source in kept), read)
    return Gathered(found, tuple(filter(None, warnings)))


def chosen(wanted: Wanted, last: Answer | None, shown: Citation | None, cited: Sequence[str], lang: Lang) -> list[str]:
    """The ids of the citations that are wanted in a conversation whose `last` answer, source `shown` since and
    citations these are. Raises NoSource where there are none."""
    answered = None if last is None else [citation.id for citation in sources_of(last)]
    if wanted.all and cited:
        return list(cited)
    if shown and not wanted.number:
        return [shown.id]
    if answered and not wanted.number:
        return answered
    return [pick_source(answered, wanted.number, lang)]


def _gone(source: Source, lang: Lang) -> str:
    return f"{title_of(source.citation.article)}\n{say(lang, 'source.withdrawn')}"
