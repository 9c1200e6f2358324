"""What is known of an article besides its text, and what stands in for what is not: title and language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from retrieval.errors import ReadError
from retrieval.language import detect_language, split_sentences
from retrieval.reading.dates import normal_date
from retrieval.types import Article, Block

# About what a list of sources on a phone shows of a title.
TITLE_CHARACTERS = 80
# Enough of a first paragraph to find its first sentence, or to cut it.
FIRST_SENTENCE_WITHIN = 1000

LINK = re.compile(r"https?://[^\s<>\"]+", re.I)

# The names under which people write each field, in front matter, header lines and JSON.
NAMES = {
    "title": ("title", "titre"),
    "date": ("date", "published", "publié"),
    "url": ("url", "link", "lien"),
    "author": ("author", "authors", "auteur", "auteurs"),
    "source": ("source",),
    "lang": ("lang", "language", "langue"),
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """`date` is ISO, as precise as its source; `url` is http(s); `lang` is an ISO 639-1 code. Unknown is None."""

    title: str | None = None
    date: str | None = None
    url: str | None = None
    author: str | None = None
    source: str | None = None
    lang: str | None = None


def read_metadata(fields: Mapping[str, object], name: str) -> Metadata:
    """The fields that have a meaning here, whatever the case of their names; the others are passed over.

    An unreadable date, a link that is not http(s) and an unknown language count as not given. Raises ReadError for
    a field that holds something else than text; `author` and `source` may be lists of texts.
    """
    lowered = {key.lower(): value for key, value in fields.items() if isinstance(key, str)}
    texts = {field: _text(lowered, field, name) for field in NAMES}
    # Clippers call the address of a page its source.
    if texts["source"] and LINK.fullmatch(texts["source"]):
        texts["url"], texts["source"] = texts["url"] or texts["source"], None
    return Metadata(
        title=texts["title"],
        date=normal_date(texts["date"] or ""),
        url=texts["url"] if texts["url"] and LINK.fullmatch(texts["url"]) else None,
        author=texts["author"],
        source=texts["source"],
        lang=normal_language(texts["lang"] or ""),
    )


def make_article(id: str, text: str, blocks: tuple[Block, ...], known: Metadata) -> Article:  # noqa: A002 — the field's name
    """The article of `text`; a title and a language that are not known are found in the text.

    Raises ReadError where there is nothing to quote.
    """
    quotable = next((block for block in blocks if block.kind == "body"), None) or next(
        (block for block in blocks if block.kind == "caption"), None
    )
    if quotable is None:
        raise ReadError(id, "holds headings but no text" if blocks else "holds no text; put some in it or remove it")
    lang = known.lang or detect_language(text[quotable.start : quotable.start + FIRST_SENTENCE_WITHIN])
    title = known.title or _title(text, blocks, quotable, lang)
    return Article(id, " ".join(title.split()), text, lang, blocks, known.date, known.url, known.author, known.source)


def normal_language(written: str) -> str | None:
    """The ISO 639-1 code of a tag (`fr-FR`), a three-letter code (`fra`) or a name (`français`); None if unknown.

    >>> normal_language("pt_BR"), normal_language("nb"), normal_language("Anglais"), normal_language("klingonese")
    ('pt', 'no', 'en', None)
    """
    word = written.strip().lower()
    code = _languages().get(word) or _languages().get(re.split("[-_]", word)[0])
    return "no" if code in {"nb", "nn"} else code


@cache
def _languages() -> dict[str, str]:
    """Names and codes of languages, to two-letter codes."""
    from babel import Locale  # here and below: a question reads no file, and need not wait for it
    from babel.core import get_global

    codes = {str(code) for code in Locale("en").languages if len(str(code)) == 2}
    found: dict[str, str] = {alias: code for alias, code in get_global("language_aliases").items() if code in codes}
    for locale in [Locale("en"), Locale("fr"), *(Locale(code) for code in ("de", "es", "it", "nl", "pt", "nb"))]:
        found |= {str(name).lower(): str(code) for code, name in locale.languages.items() if code in codes}
    return found | {code: code for code in codes} | {"francais": "fr", "espanol": "es"}


def _text(fields: Mapping[str, object], field: str, name: str) -> str | None:
    """The first of a field's names that is given, white space collapsed."""
    for key in NAMES[field]:
        value = fields.get(key)
        if isinstance(value, list) and field in ("author", "source") and all(isinstance(each, str) for each in value):
            value = ", ".join(value)
        if value is not None and not isinstance(value, str):
            raise ReadError(name, f'its "{key}" is no text ({type(value).__name__}); put it in quotation marks')
        if value and (collapsed := " ".join(value.split())):
            return collapsed
    return None


def _title(text: str, blocks: tuple[Block, ...], quotable: Block, lang: str) -> str:
    """The heading above all text, else the first sentence of the body, cut at a word."""
    first = next(block for block in blocks if block.kind != "caption" or block is quotable)
    if first.kind == "heading":
        return text[first.start : first.end].strip("#*=–—- ") or text[first.start : first.end]
    within = min(first.end, first.start + FIRST_SENTENCE_WITHIN)
    sentence = split_sentences(text, lang, first.start, within)[0]
    words = " ".join(text[sentence.start : sentence.end].split())
    if len(words) <= TITLE_CHARACTERS:
        return words.removesuffix(".") or words
    cut = words[: TITLE_CHARACTERS + 1].rfind(" ")
    return words[: cut if cut > TITLE_CHARACTERS // 2 else TITLE_CHARACTERS].rstrip(" ,;:.–—-") + "…"
