"""What a language calls its days, months and numbers (`words/dates`), and days counted from another."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from retrieval.language import fold, groups, plain_words

# A number or ordinal day as it is written: 1, 1er, 3rd.
DAY = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?")
NUMBER = "*"
THURSDAY = 3
COUNTED = re.compile(r"(-?\d|ago) (day|week|month|year)")
# Of what is so far from the article's day, how precisely that has to be known: characters of an ISO date.
PRECISION = {"day": 10, "week": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class Names:
    """`months`, `weekdays` and `numbers` are folded words → their number (a weekday's from 0); `counted` are phrases
    from the article's day: (words, how many, of what), where "ago" counts by the number in the phrase."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    counted: tuple[tuple[tuple[str, ...], int | None, str], ...]
    last: frozenset[str]
    next: frozenset[str]
    every: frozenset[str]
    before: frozenset[str]
    perhaps: frozenset[str]
    future: frozenset[str]
    future_endings: tuple[str, ...]

    def is_future(self, word: str) -> bool:
        return word in self.future or word.endswith(self.future_endings)


@cache
def names(lang: str) -> Names | None:
    """None for a language without a list."""
    listed = groups("dates", lang)
    if not listed:
        return None

    def numbered(kind: str, first: int) -> dict[str, int]:
        return {fold(form): at for at, forms in enumerate(listed[kind], first) for form in forms.split()}

    def ends(kind: str) -> frozenset[str]:
        return frozenset(plain_words(phrase)[-1] for phrase in listed[kind])

    counted = sorted(_counted(listed), key=lambda one: -len(one[0]))
    return Names(
        months=numbered("months", 1),
        weekdays=numbered("weekdays", 0),
        numbers=numbered("numbers", 1),
        counted=tuple(counted),
        last=ends("last"),
        next=ends("next"),
        every=ends("every"),
        before=ends("before"),
        perhaps=ends("perhaps"),
        future=ends("future"),
        future_endings=tuple(one[1:] for one in listed["future"] if one.startswith("-")),
    )


def _counted(listed: Mapping[str, Sequence[str]]) -> Iterator[tuple[tuple[str, ...], int | None, str]]:
    for kind, phrases in listed.items():
        if found := COUNTED.fullmatch(kind):
            for phrase in phrases:
                yield _split(phrase), None if found[1] == "ago" else int(found[1]), found[2]


def moved(day: date, count: int, unit: str) -> str:
    """The day, month or year so far from a day, as precise as its unit; of a week, the month in which most of it lies.

    >>> moved(date(2023, 3, 31), -1, "month"), moved(date(2023, 5, 6), -1, "week"), moved(date(2023, 1, 1), -2, "day")
    ('2023-02', '2023-04', '2022-12-30')
    """
    if unit == "year":
        return f"{day.year + count:04}"
    if unit == "month":
        months = day.year * 12 + day.month - 1 + count
        return f"{months // 12:04}-{months % 12 + 1:02}"
    if unit == "week":
        return (day + timedelta(days=7 * count + THURSDAY - day.weekday())).isoformat()[:7]
    return (day + timedelta(days=count)).isoformat()


def nearest_year(month: int, day: int, of: date) -> int | None:
    """The year in which a day comes closest to another one, the earlier of two; None where no year has that day."""
    tried = []
    for year in (of.year - 1, of.year, of.year + 1):
        try:
            tried.append(date(year, month, day))
        except ValueError:
            continue
    return min(tried, key=lambda one: (abs(one - of), one)).year if tried else None


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(word for part in phrase.split() for word in ([NUMBER] if part == NUMBER else plain_words(part)))
