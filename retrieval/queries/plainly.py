"""Filters in plain words, where they are beyond doubt: "la semaine dernière", "selon Reuters", "articles from 2023".

A year in a question is mostly part of what is asked ("Who won in 2018?"): it says which articles only behind a word
for them, or where the question is what they say. Relative dates say when the articles are from, counted from today.
Who is named behind "according to" is an outlet if the library has it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import regex

from retrieval.language import WORD, fold
from retrieval.queries.operators import EXACT
from retrieval.types import Filter

LANGS = ("fr", "en", "de", "es", "it", "pt")
RELATIVE = (
    "yesterday", "week", "last_week", "month", "last_month", "days", "weeks", "months",
)  # fmt: skip
# How many words a date has at most: "1er septembre 2023".
DATE_WORDS = 4
# An outlet's name, too.
NAME_WORDS = 6
SEPARATORS = re.compile(r"^[\s,;:–—-]+|[\s,;:–—-]+$")
# From which word to which (exclusive) it stands, and what it says.
Hit = tuple[int, int, Filter]
PARTS = regex.compile(rf"#|{WORD.pattern}")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int


def read_plainly(text: str, sources: Collection[str], today: date) -> tuple[str, Filter]:
    """A question without the plain words that say which articles are asked, and what they say.

    >>> read_plainly("Qu'a dit le maire la semaine dernière ?", (), date(2026, 12, 1))[1].after
    '2026-11-23'
    """
    found = Filter()
    for find in (_relative, _outlet, _absolute):
        for lang in LANGS:
            hits = find(text, _words(text), lang, sources, today)
            rest, one = next(_left(text, hits), ("", Filter()))
            if one:
                text, found = rest, joined(found, one)
                break
    return text, found


def joined(first: Filter, other: Filter) -> Filter:
    """Both conditions; where both say something of the same, the first."""
    return Filter(*(getattr(first, one.name) or getattr(other, one.name) for one in fields(Filter)))


def _words(text: str) -> list[Word]:
    """The words outside of quotation marks."""
    quoted = [one.span() for one in EXACT.finditer(text)]
    return [
        Word(fold(one[0]), one.start(), one.end())
        for one in WORD.finditer(text)
        if not any(start <= one.start() < end for start, end in quoted)
    ]


def _left(text: str, hits: Iterable[Hit]) -> Iterator[tuple[str, Filter]]:
    """What is left to ask without each hit, if anything is."""
    words = _words(text)
    for begin, end, found in hits:
        rest = _cut(text, words[begin].start, words[end - 1].end)
        if WORD.search(rest):
            yield rest, found


def _relative(text: str, words: list[Word], lang: str, sources: Collection[str], today: date) -> Iterator[Hit]:
    for at in range(len(words)):
        for kind in RELATIVE:
            for phrase in _phrases(lang)[kind]:
                if (number := _fits(words, at, phrase)) is not None:
                    yield at, at + len(phrase), Filter(after=_since(kind, number, today).isoformat())


def _outlet(text: str, words: list[Word], lang: str, sources: Collection[str], today: date) -> Iterator[Hit]:
    known = {tuple(fold(one) for one in WORD.findall(source)): source for source in sources}
    for at, begin in _behind(words, _phrases(lang)["according"]):
        for end in range(min(begin + NAME_WORDS, len(words)), begin, -1):
            if source := known.get(tuple(word.text for word in words[begin:end])):
                yield at, end, Filter(source=source)
                break


def _absolute(text: str, words: list[Word], lang: str, sources: Collection[str], today: date) -> Iterator[Hit]:
    """Dates behind a word for articles, or anywhere in a question about what articles say."""
    phrases = _phrases(lang)
    reported = any(_fits(words, at, phrase) is not None for at in range(len(words)) for phrase in phrases["reported"])
    spoken = {phrase for phrase in phrases["articles"] if len(phrase) == 1}
    for kind in ("since", "until", "within"):
        for at, begin in _behind(words, phrases[kind]):
            named = at > 0 and (words[at - 1].text,) in spoken
            found = _date_at(text, words, begin) if named or reported else None
            if found:
                yield at, found[0], _bounds(kind, found[1])


def _behind(words: list[Word], phrases: Collection[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where one of the phrases stands, the longest first, and where what follows it begins."""
    for at in range(len(words)):
        for phrase in sorted(phrases, key=len, reverse=True):
            if _fits(words, at, phrase) is not None and at + len(phrase) < len(words):
                yield at, at + len(phrase)
                break


def _date_at(text: str, words: list[Word], begin: int) -> tuple[int, str] | None:
    """The most precise date that begins with a word, in no more words than it takes, and the word behind it."""
    from retrieval.reading import normal_date  # most questions have none, and need not wait for the readers

    found: tuple[int, str] | None = None
    for end in range(begin + 1, min(begin + DATE_WORDS, len(words)) + 1):
        written = text[words[begin].start : words[end - 1].end]
        if re.search(r"\d{4}", written) and (day := normal_date(written)) and len(day) > len(found[1] if found else ""):
            found = end, day
    return found


def _bounds(kind: str, day: str) -> Filter:
    if kind == "until":
        return Filter(before=day)
    return Filter(after=day) if kind == "since" else Filter(after=day, before=_next(day))


def _next(day: str) -> str:
    """The year, month or day behind one.

    >>> _next("2023"), _next("2023-12"), _next("2023-09-30")
    ('2024', '2024-01', '2023-10-01')
    """
    if len(day) == len("2023"):
        return f"{int(day) + 1:04}"
    if len(day) == len("2023-09"):
        return (date.fromisoformat(f"{day}-01") + timedelta(days=31)).isoformat()[:7]
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _since(kind: str, number: int, today: date) -> date:
    """The first day of what a relative date names."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    starts = {
        "yesterday": today - timedelta(days=1),
        "week": monday,
        "last_week": monday - timedelta(days=7),
        "month": first,
        "last_month": (first - timedelta(days=1)).replace(day=1),
        "days": today - timedelta(days=number),
        "weeks": today - timedelta(days=7 * number),
    }
    return starts.get(kind) or _months_before(today, number)


def _months_before(today: date, number: int) -> date:
    """
    >>> _months_before(date(2026, 3, 31), 13)
    datetime.date(2025, 2, 28)
    """
    months = today.year * 12 + today.month - 1 - number
    year, month = max(1, months // 12), months % 12 + 1
    last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return last.replace(day=min(today.day, last.day))


def _fits(words: list[Word], at: int, phrase: tuple[str, ...]) -> int | None:
    """Whether a phrase stands there, and the number in it, 0 without one; None where it does not."""
    if at + len(phrase) > len(words):
        return None
    number = 0
    for word, wanted in zip(words[at:], phrase, strict=False):
        if wanted == "#" and word.text.isdecimal() and len(word.text) < 4:
            number = int(word.text)
        elif word.text != wanted:
            return None
    return number


def _cut(text: str, start: int, end: int) -> str:
    """The text without a stretch of it, and without the comma that set it apart."""
    before, behind = text[:start].rstrip(), text[end:]
    if not WORD.search(before):
        behind = SEPARATORS.sub("", behind) if behind.strip(" ,") else behind
        return behind[:1].upper() + behind[1:]
    return f"{before.rstrip(',;')}{behind if not behind.startswith(',') else behind[1:]}".strip()


@cache
def _phrases(lang: str) -> dict[str, frozenset[tuple[str, ...]]]:
    text = files(__package__).joinpath(f"words.{lang}.txt").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, _, listed = line.partition(":")
            found[kind] = frozenset(_split(phrase) for phrase in listed.split(";"))
    return found


def _split(phrase: str) -> tuple[str, ...]:
    return tuple("#" if part == "#" else fold(part) for part in PARTS.findall(phrase))
