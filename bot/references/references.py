"""A reference: an article with the sentences of it that are cited, and when it was read."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.locales import Lang, say
from bot.references.persons import Person, persons
from bot.wording import bounds, inline
from retrieval.types import Article, Citation

# What programs for references tell apart; each format has its own words for them.
Kind = Literal["news", "page", "document"]
ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
# More of a title, or of a name, would be no title. A line that long breaks no program.
LONGEST = 1000
# How much of a name a key begins with.
KEY = 20


@dataclass(frozen=True, slots=True)
class Reference:
    """An article as it is referred to; `cited` are its sentences, in the order in which they were cited. `read` is the
    day on which the library got the text."""

    article: Article
    cited: tuple[Citation, ...]
    read: date

    @property
    def kind(self) -> Kind:
        return "news" if self.article.source else "page" if self.article.url else "document"

    @property
    def title(self) -> str:
        return line(self.article.title) or line(self.article.id)

    @property
    def outlet(self) -> str:
        return line(self.article.source)

    @property
    def url(self) -> str:
        """The address, if there is one; nothing in it can end a field of any format."""
        return re.sub(r"[\s{}\\<>\"]", lambda one: "".join(f"%{byte:02X}" for byte in one[0].encode()), self._url)

    @property
    def _url(self) -> str:
        return inline(self.article.url or "", LONGEST * 8)

    @property
    def accessed(self) -> date | None:
        """When the page was read; None for what has no address."""
        return self.read if self.article.url else None

    @property
    def authors(self) -> tuple[Person, ...]:
        return persons(line(self.article.author))

    @property
    def day(self) -> tuple[int, ...]:
        """Year, month and day of the article, as much of it as is known."""
        found = ISO.fullmatch(self.article.date or "")
        return tuple(int(part) for part in found.groups() if part) if found else ()

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages on which the cited sentences stand, where the article has pages."""
        return tuple(sorted({one.passage.page for one in self.cited if one.passage.page}))

    @property
    def key(self) -> str:
        """What to refer to it by in a text: `lebris2024-0k3v9x2m7qab`; for ever the same, no other text's."""
        named = self.authors[0].family if self.authors else self.outlet or self.title
        letters = unicodedata.normalize("NFKD", named).encode("ascii", "ignore").decode().lower()
        year = str(self.day[0]) if self.day else ""
        return f"{re.sub('[^a-z0-9]', '', letters)[:KEY] or 'ibid'}{year}-{self.article.version}"


def references_of(citations: Iterable[Citation], read: Callable[[Article], date]) -> tuple[Reference, ...]:
    """One reference an article, in the order in which they were cited; a sentence that was cited twice counts once."""
    by_version: dict[str, dict[str, Citation]] = {}
    for citation in citations:
        by_version.setdefault(citation.article.version, {}).setdefault(citation.id, citation)
    cited = [tuple(found.values()) for found in by_version.values()]
    return tuple(Reference(few[0].article, few, read(few[0].article)) for few in cited)


def quoted(citation: Citation) -> str:
    """The sentence, letter for letter. Raises Misquotation where its offsets are not those of a sentence."""
    start, end = bounds(citation)
    return citation.article.text[start:end]


def on_one_line(text: str) -> str:
    """A sentence for a format whose fields end with the line: other white space than spaces becomes one."""
    return re.sub(r"(?<!\s)(?=\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029])\s+|\t", " ", text)


def place(citation: Citation, lang: Lang) -> str:
    """Where a sentence stands: p. 3 where there are pages, else para. 4."""
    page = citation.passage.page
    return say(lang, "cite.page", page=page) if page else say(lang, "cite.paragraph", number=citation.passage.paragraph)


def note(citation: Citation, lang: Lang) -> str:
    """The quotation with its place, for a note's field."""
    return say(lang, "cite.note", sentence=on_one_line(quoted(citation)), place=place(citation, lang))


def line(text: str | None) -> str:
    """What is known of an article, on one line."""
    return inline(text or "", LONGEST).strip("\u2068\u2069")
