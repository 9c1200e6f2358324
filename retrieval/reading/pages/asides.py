"""What stands among the paragraphs of a page and is no part of its article: "Related: …", appeals, "Comments".

Posture: rather a line too many than one of the article too few. Lists, a file a language: `words/asides/`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from retrieval.language import groups
from retrieval.types import Kind

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl")
# An appeal, or a title of another article, is no longer than this.
SHORT = 300
# After a heading such as "Don't miss", so many titles of other articles at most.
MOST_TITLES = 8
TITLE_CHARACTERS = 140
ENDS = (".", "!", "?", "…", "。", "！", "？", ":", ";", ".”", '."', ".»", "”")
NO_WORDS = re.compile(r"[\W_]*")
COUNT = re.compile(r"\s*\(?\d{0,6}\)?\s*")


def without_asides(parts: Iterable[tuple[str, Kind]]) -> Iterator[tuple[str, Kind]]:
    """The parts of a page that belong to its article."""
    titles = 0
    for part, kind in parts:
        if kind == "caption":
            yield part, kind
            continue
        plain = _plain(part)
        if titles and len(part) <= TITLE_CHARACTERS and not part.rstrip().endswith(ENDS):
            titles -= 1
            continue
        titles = MOST_TITLES if plain in _phrases("list") else 0
        if not titles and not _is_aside(part, plain):
            yield part, kind


def _is_aside(part: str, plain: str) -> bool:
    if len(part) > SHORT:
        return False
    if NO_WORDS.fullmatch(part) or plain in _phrases("label"):
        return True
    before, colon, _ = plain.partition(":")
    if colon and before.strip() in _phrases("label"):
        return True
    return bool(_appeals().match(plain) or _insides().search(plain))


def _plain(part: str) -> str:
    """In small letters, without brackets, bullets and counts around it, with plain apostrophes."""
    words = part[: SHORT + 1].casefold().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return (
        COUNT.sub("", words.strip(" \t\n[](){}<>»«›*•►▶–—-…|_.!?:"), count=1)
        if words[:1].isdigit()
        else (words.strip(" \t\n[](){}<>»«›*•►▶–—-…|_.!?:"))
    )


@cache
def _phrases(group: str) -> frozenset[str]:
    """The phrases of a group in all languages: a page need not be in the one that it claims."""
    return frozenset(phrase for lang in LANGUAGES for phrase in groups("asides", lang).get(group, ()))


@cache
def _appeals() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in sorted(_phrases("appeal"), key=len, reverse=True)))


@cache
def _insides() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in sorted(_phrases("inside"), key=len, reverse=True)))
