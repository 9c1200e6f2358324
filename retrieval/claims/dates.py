"""The dates in a text, as precise as they are written; those that count from the article's day are worked out from it.

Rather no date than a wrong one: a year counts behind a word for time or in brackets, a day of the week where nothing
speaks of what is to come, and all that counts from the article's day only where that day is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from retrieval.claims.calendar import DAY, NUMBER, PRECISION, Names, moved, names, nearest_year
from retrieval.language import WORD, fold, is_stop_word

ISO = regex.compile(r"(?<![\p{Nd}-])(1\p{Nd}{3}|20\p{Nd}{2})-(0[1-9]|1[0-2])(?:-([0-2]\p{Nd}|3[01]))?(?![\p{Nd}-])")
YEAR = regex.compile(r"1\p{Nd}{3}|20\p{Nd}{2}")
# What makes another number of four digits: 1 500,5 or 1999 km or 2000 habitants are no years.
NO_YEAR = regex.compile(r"[  ]?(?:[%°€$£]|[.,]\p{Nd})")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that stands at `text[start:end]`: `2023`, `2023-09` or `2023-09-13`. `relative`: worked out from the
    article's day; `yearless` where that is so of its year alone ("on 9 November")."""

    start: int
    end: int
    date: str
    relative: bool = False
    yearless: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    capital: bool


def dates_in(text: str, lang: str, written: str | None = None) -> list[Dated]:
    """The dates in `text`, in order; `written` is the article's own (ISO), from which those like "yesterday" count."""
    known = names(lang)
    found = [Dated(*one.span(), one[0]) for one in ISO.finditer(text) if _valid(one[0])]
    if known is None:
        return found
    read = _Reader(text, _words(text), known, lang, written or "")
    place = 0
    while place < len(read.words):
        one = read.at(place)
        if one is None or any(other.start < one.end and one.start < other.end for other in found):
            place += 1
            continue
        found.append(one)
        place = next((at for at, word in enumerate(read.words) if word.start >= one.end), len(read.words))
    return sorted(found, key=lambda one: one.start)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    words: Sequence[_Word]
    names: Names
    lang: str
    written: str

    def at(self, place: int) -> Dated | None:
        """The longest date that begins with a word."""
        ways = (self._day_first, self._month_first, self._counted, self._weekday, self._month, self._year)
        return next(filter(None, (way(place) for way in ways)), None)

    def _day_first(self, place: int) -> Dated | None:
        """13 septembre 2023, 4th of May."""
        day = DAY.fullmatch(self._word(place))
        at = place + 1 + (self._word(place + 1) in ("of", "de"))
        month = self._month_at(at) if day else 0
        return self._dated(place, at, month, int(day[1])) if day and month else None

    def _month_first(self, place: int) -> Dated | None:
        """May 4, 2019."""
        month, day = self._month_at(place), DAY.fullmatch(self._word(place + 1))
        return self._dated(place, place + 1, month, int(day[1])) if month and day and self.lang == "en" else None

    def _month(self, place: int) -> Dated | None:
        """septembre 2023; en septembre; mars dernier, last March."""
        month = self._month_at(place)
        if not month:
            return None
        if told := self._year_at(place + 1):
            return self._span(place, place + 1, f"{told}-{month:02}")
        before, behind = self._word(place - 1), self._behind(place)
        past = self.names.last & {before, behind}
        if len(self.written) < PRECISION["month"] or not (past or before in self.names.before):
            return None
        of = _day(self.written[: PRECISION["month"]])
        year = of.year - (month > of.month) if past else nearest_year(month, 15, of) or of.year
        return self._span(
            place, place + (behind in self.names.last), f"{year}-{month:02}", relative=True, yearless=not past
        )

    def _weekday(self, place: int) -> Dated | None:
        """mardi, last Tuesday: the last before the article's day, or that day; no "on Mondays", and nothing to come."""
        weekday = self.names.weekdays.get(self._word(place))
        around = {self._word(place - 1), self._behind(place)}
        if weekday is None or len(self.written) < PRECISION["day"] or self._word(place - 1) in self.names.every:
            return None
        if self.lang == "en" and not self.words[place].capital:
            return None
        future = any(self.names.is_future(word.text) for word in self.words)
        if around & self.names.next or (future and not around & self.names.last):
            return None
        day = date.fromisoformat(self.written)
        back = (day.weekday() - weekday) % 7 or (7 if around & self.names.last else 0)
        behind = place + (self._behind(place) in self.names.last)
        return self._span(place, behind, moved(day, -back, "day"), relative=True)

    def _counted(self, place: int) -> Dated | None:
        """hier, la semaine dernière, il y a trois ans."""
        for phrase, count, unit in self.names.counted:
            number = self._fits(place, phrase)
            if number is None or len(self.written) < PRECISION[unit]:
                continue
            found = moved(_day(self.written), -number if count is None else count, unit)
            return self._span(place, place + len(phrase) - 1, found, relative=True)
        return None

    def _year(self, place: int) -> Dated | None:
        year, before = self._year_at(place), self._word(place - 1)
        if not year:
            return None
        bracketed = self.text[: self.words[place].start].endswith("(")
        likely = before in self.names.perhaps and not self._is_a_number_of_things(place)
        return self._span(place, place, year) if bracketed or before in self.names.before or likely else None

    def _is_a_number_of_things(self, place: int) -> bool:
        """Whether a word that says something follows at once: 1889 rivets."""
        end, behind = self.words[place].end, self._word(place + 1)
        return bool(behind) and self.text[end : self.words[place + 1].start].isspace() and not self._is_small(behind)

    def _is_small(self, word: str) -> bool:
        return is_stop_word(word, self.lang) or word in self.names.before | self.names.perhaps

    def _dated(self, place: int, last: int, month: int, day: int) -> Dated | None:
        """A day of a month, with the year behind it or, where the article's month is known, the nearest."""
        if year := self._year_at(last + 1):
            written = f"{year}-{month:02}-{day:02}"
            return self._span(place, last + 1, written) if _valid(written) else None
        if len(self.written) < PRECISION["month"]:
            return None
        near = nearest_year(month, day, _day(self.written)) if day else None
        if near is None:
            return None
        return self._span(place, last, f"{near:04}-{month:02}-{day:02}", relative=True, yearless=True)

    def _word(self, place: int) -> str:
        return self.words[place].text if 0 <= place < len(self.words) else ""

    def _behind(self, place: int) -> str:
        """The word behind one that it may belong to: "mardi dernier"; English sets "last" before."""
        return self._word(place + 1) if self.lang != "en" else ""

    def _month_at(self, place: int) -> int:
        """The number of the month there; 0 where there is none. English writes it with a capital: may, march."""
        month = self.names.months.get(self._word(place), 0)
        return month if month and (self.lang != "en" or self.words[place].capital) else 0

    def _year_at(self, place: int) -> str:
        if not YEAR.fullmatch(self._word(place)) or NO_YEAR.match(self.text, self.words[place].end):
            return ""
        return self._word(place)

    def _fits(self, place: int, phrase: Sequence[str]) -> int | None:
        """Whether a phrase stands there, and the number in it, 0 without one; None where it does not."""
        number = 0
        for at, wanted in enumerate(phrase, place):
            word = self._word(at)
            if wanted == NUMBER and (word.isdecimal() or word in self.names.numbers) and len(word) < 10:
                number = int(word) if word.isdecimal() else self.names.numbers[word]
            elif word != wanted:
                return None
        return number

    def _span(self, place: int, last: int, found: str, *, relative: bool = False, yearless: bool = False) -> Dated:
        return Dated(self.words[place].start, self.words[last].end, found, relative, yearless)


def _words(text: str) -> list[_Word]:
    return [_Word(fold(one[0]), one.start(), one.end(), one[0][0].isupper()) for one in WORD.finditer(text)]


def _day(written: str) -> date:
    """A day of a year or a month, in its middle, or the day itself."""
    return date.fromisoformat(written + "-06-15"[len(written) - len("2023") :] if len(written) < 10 else written)


def _valid(written: str) -> bool:
    try:
        _day(written)
    except ValueError:
        return False
    return True
