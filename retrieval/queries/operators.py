"""The operators that a person types: `source:lemonde`, `author:"Anne Le Bris"`, `after:2023-09`, `-word`, `"exact"`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import OSA

from retrieval.types import Fault, Filter

# The names of the operators, French and English, without accents.
NAMES = {
    "source": "source", "media": "source", "journal": "source", "outlet": "source",
    "author": "author", "auteur": "author", "autrice": "author",
    "title": "title", "titre": "title",
    "lang": "lang", "language": "lang", "langue": "lang",
    "before": "before", "avant": "before",
    "after": "after", "apres": "after", "since": "after", "depuis": "after",
    "in": "in", "dans": "in", "article": "in",
}  # fmt: skip
# What takes all filters off, those understood from plain words, too: `in:all`.
ALL = frozenset(("all", "tout", "tous"))
QUOTED = r'"[^"\n]{1,200}"|„[^„“”\n]{1,200}[“”]|“[^“”\n]{1,200}”|«[^«»\n]{1,200}»'
OPERATOR = re.compile(rf"(?<!\S)(?P<name>[^\W\d_]{{2,12}}):(?P<value>{QUOTED}|[^\s:/]\S*)")
EXCLUDED = re.compile(rf"(?<!\S)[-−](?P<word>{QUOTED}|[^\W\d_][\w'’-]*)(?=[\s?!.,;]|$)")
EXACT = re.compile(QUOTED)
# Longer texts are pasted: their quotation marks are their own.
TYPED = 300
# A name that differs in so many letters was mistyped; a shorter one may be any word.
SLIPS, SHORTEST = 1, 5


@dataclass(frozen=True, slots=True)
class Typed:
    """A question without its operators, and what they say. `unfiltered`: nothing else is to be taken for a filter."""

    text: str
    filter: Filter
    faults: tuple[Fault, ...] = ()
    unfiltered: bool = False


def split_operators(message: str) -> tuple[str, str]:
    """A message without its operators, and these alone; phrases in quotation marks stay where they are.

    >>> split_operators("Who won? source:lemonde -football")
    ('Who won?', 'source:lemonde -football')
    """
    found = [one for one in _unquoted(OPERATOR, message) if _field(one["name"])]
    found += _unquoted(EXCLUDED, message) if len(message) <= TYPED else []
    spans = sorted(one.span() for one in found)
    return _without(message, spans), " ".join(message[start:end] for start, end in spans)


def read_operators(message: str) -> Typed:
    """What a message asks, and the filter of its operators; a mistyped one is a fault."""
    found = Filter()
    faults: list[Fault] = []
    spans: list[tuple[int, int]] = []
    every = False
    for one in _unquoted(OPERATOR, message):
        field, value = _field(one["name"]), _bare(one["value"])
        if field is None:
            continue
        spans.append(one.span())
        every |= field == "in" and value.lower() in ALL
        if _plain(one["name"]) not in NAMES:
            faults.append(Fault("name", f"{one['name']}:", f"{field}:"))
        elif not (field == "in" and value.lower() in ALL):
            added = _with(found, field, value)
            faults += [] if added else [Fault(field, value)]
            found = added or found
    if len(message) <= TYPED:
        excluded = list(_unquoted(EXCLUDED, message))
        spans += [one.span() for one in excluded]
        phrases = _exact(message, spans)
        found = replace(found, without=tuple(_bare(one["word"]) for one in excluded), exact=tuple(phrases))
    text = _without(message, sorted(spans))
    if every:
        return Typed(text, Filter(), (), unfiltered=True)
    return Typed(text, found, tuple(faults))


def _unquoted(pattern: re.Pattern[str], message: str) -> Iterator[re.Match[str]]:
    """Where a pattern begins outside of quotation marks."""
    quoted = [one.span() for one in EXACT.finditer(message)]
    for found in pattern.finditer(message):
        if not any(start < found.start() < end for start, end in quoted):
            yield found


def _exact(message: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    for one in EXACT.finditer(message):
        if not any(start <= one.start() < end for start, end in spans) and (phrase := _bare(one[0])):
            yield phrase


def _with(filter_: Filter, field: str, value: str) -> Filter | None:
    """The filter with one more condition; None where its value is no good."""
    from retrieval.reading import normal_date, normal_language  # most questions have none, and need not wait

    if field == "in":
        number = value.lstrip("#")
        return replace(filter_, article=int(number)) if number.isdecimal() and len(number) < 10 else None
    if field == "lang":
        code = normal_language(value)
        return replace(filter_, lang=code) if code else None
    if field in ("before", "after"):
        value = normal_date(value) or ""
    changes: dict[str, Any] = {field: value}
    return replace(filter_, **changes) if any(map(str.isalnum, value)) else None


def _field(name: str) -> str | None:
    """What an operator is called, also with a slip; None for a word with a colon behind it."""
    plain = _plain(name)
    if plain in NAMES:
        return NAMES[plain]
    if len(plain) < SHORTEST:
        return None
    near = [known for known in NAMES if len(known) >= SHORTEST and OSA.distance(plain, known) <= SLIPS]
    return NAMES[near[0]] if near else None


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("éèê", "eee"))


def _bare(value: str) -> str:
    return " ".join(value.strip('"“”„«»\u00a0\u202f ').rstrip("?!,;").split())


def _without(message: str, spans: list[tuple[int, int]]) -> str:
    kept, end = [], 0
    for start, stop in spans:
        kept.append(message[end:start])
        end = max(end, stop)
    return " ".join(filter(None, (part.strip() for part in (*kept, message[end:]))))
