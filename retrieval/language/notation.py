"""One thing written in several ways: U.N. and UN, AR-7 and AR7, XIV and 14, per cent and %, km² and square kilometres.

What is one way is put for the others; where a whole is written in parts (AR-7, 2 September 2001, 2001-09-02), the whole
follows the parts as a word of its own: `["2", "september", "2001", "20010902"]`. What is written (`words/notation`) and
the names of months (`words/cues`) are data; all texts are in lower case here.
"""

import re
from collections.abc import Sequence
from functools import cache

import regex

from retrieval.language.words import groups

# Cheap signs, looked for in every text, that one of the costly patterns below may be found.
STOP_INSIDE = re.compile(r"\.[^\W\d_]")
HYPHEN_BEFORE_DIGIT = re.compile(r"-\d")
# The stops of an abbreviation; "etc.and" has longer words.
DOTTED = regex.compile(r"(?<![\p{L}\p{N}.])\p{L}(?:\.\p{L})+(?:\.|(?![\p{L}\p{N}]))(?![\p{L}\p{N}])")
CODE = regex.compile(r"(?<![\p{L}\p{N}-])(\p{L}{1,10})-(\p{Nd}{1,4})(?![\p{L}\p{N}-])")
ISO_DATE = regex.compile(r"(?<![\p{L}\p{N}-])(\p{Nd}{4})-(0[1-9]|1[0-2])-([0-2]\p{Nd}|3[01])(?![\p{L}\p{N}-])")
# What is a word though letters do not say so.
SYMBOLS = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}
SYMBOL = regex.compile(r"(?<![\p{L}\p{N}])(?:c\+\+|[cf]\#|\.net)(?![\p{L}\p{N}+#])")
WRITTEN = {"cplusplus": "C++", "csharp": "C#", "fsharp": "F#", "dotnet": ".NET", "percent": "%"}
INVISIBLE = ("\u00ad", "\u2060", "\ufeff")
# From II to XXXIX; single letters and what is more often a word are left as they are.
TENS, UNITS = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN = {
    ten + unit: str(10 * tens + units) for tens, ten in enumerate(TENS) for units, unit in enumerate(UNITS)
    if len(ten + unit) > 1
}  # fmt: skip
ORDINAL = re.compile(r"(\d{1,4})(?:e|ème|eme|è|er|ère|ere|re|nd|nde|st|rd|th)")
ROMAN_ORDINAL = re.compile(r"([xvi]{1,6})(?:e|ème|eme)")
NO_ORDINALS = frozenset(("vie", "ie", "ieme"))
# Languages whose months stand in `words/cues`, and what may stand between the parts of a date.
LANGUAGES = ("fr", "en", "de", "es", "it", "pt")
BETWEEN = frozenset(("de", "del", "of", "the"))


def plainly(text: str) -> str:
    """`text` with one way of writing for several, as far as letters alone tell."""
    for mark in INVISIBLE:
        if mark in text:
            text = text.replace(mark, "")
    if "\u0307" in text:  # what casefold makes of the Turkish İ
        text = text.replace("i\u0307", "i")
    if "++" in text or "#" in text or ".net" in text:
        text = SYMBOL.sub(lambda found: f" {SYMBOLS[found.group()]} ", text)
    if STOP_INSIDE.search(text):
        text = DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    if "%" in text:
        text = text.replace("%", " percent ")
    if "-" in text and HYPHEN_BEFORE_DIGIT.search(text):
        text = ISO_DATE.sub(r"\1 \2 \3 \1\2\3", CODE.sub(r"\1 \2 \1\2", text))
    return text


def joined(found: list[str]) -> list[str]:
    """The words with one for the several of a phrase (per cent), and with each date whole behind its parts."""
    signs = _signs()
    if signs.isdisjoint(found):
        return found
    months, starts = _months(), _phrases()
    for place in reversed([place for place, word in enumerate(found) if word in signs]):
        for parts, word in starts.get(found[place], {}).items():
            if tuple(found[place : place + len(parts)]) == parts:
                found[place : place + len(parts)] = [word]
                break
        if found[place] in months and (date := _date(found, place)):
            found.insert(date[1], date[2])
    return found


def wholes(found: Sequence[str]) -> dict[int, range]:
    """Of the words that `tokens` gives, the places of those that are a whole → the places of its parts."""
    parts = {
        place: range(place - length, place)
        for place, word in enumerate(found)
        for length in (2, 3)
        if length <= place and word[-1].isdigit() and word == "".join(found[place - length : place])
    }
    dates = [date for place, word in enumerate(found) if word in _months() and (date := _date(found, place))]
    return parts | {end: range(start, end) for start, end, date in dates if found[end : end + 1] == [date]}


def numbered(word: str, lang: str) -> str | None:
    """A folded Roman number or an ordinal as digits, ordinals with one ending: XIV is 14, XXe and 20th are 20e."""
    if word[:1] in "xvi":
        if lang == "fr" and (found := ROMAN_ORDINAL.fullmatch(word)) and word not in NO_ORDINALS:
            value = ROMAN.get(found.group(1)) or {"x": "10", "v": "5"}.get(found.group(1))
            return f"{value}e" if value else None
        return ROMAN.get(word)
    found = ORDINAL.fullmatch(word) if word[:1].isdigit() else None
    return f"{found.group(1)}e" if found else None


def written(word: str) -> str:
    """How people write what `plainly` put for a sign."""
    return WRITTEN.get(word, word)


Starts = dict[str, dict[tuple[str, ...], str]]


@cache
def _phrases() -> Starts:
    """First word → the phrases that begin so, each with the word that is put for it."""
    found: Starts = {}
    for word, phrases in groups("notation", "all").items():
        for phrase in phrases:
            parts = tuple(phrase.replace("-", " ").split())
            found.setdefault(parts[0], {})[parts] = word
    return found


@cache
def _months() -> dict[str, int]:
    """The names of months in the languages that have lists, as they are written there → 1 to 12."""
    return {
        name: number
        for lang in LANGUAGES
        for number, name in enumerate(groups("cues", lang).get("month", ()), 1)
    }  # fmt: skip


@cache
def _signs() -> frozenset[str]:
    """The words at which a phrase or a date may be."""
    return frozenset((*_phrases(), *_months()))


def _date(found: Sequence[str], place: int) -> tuple[int, int, str] | None:
    """Where the date of the month at `place` begins and ends, and the date as eight digits.

    Day, month, year, or (in English) month, day, year.
    """
    before, after = _beside(found, place, -1), _beside(found, place, 1)
    day, year, begin, end = _day(found, before), _year(found, after), before, after + 1
    if not (day and year):
        day, year, begin, end = _day(found, place + 1), _year(found, place + 2), place, place + 3
    return (begin, end, f"{year}{_months()[found[place]]:02}{day:02}") if day and year else None


def _beside(found: Sequence[str], place: int, step: int) -> int:
    """The place beside, a small word passed over: "2 de septiembre de 2001"."""
    beside = place + step
    return beside + step if 0 <= beside < len(found) and found[beside] in BETWEEN else beside


def _day(found: Sequence[str], place: int) -> int | None:
    text = found[place] if 0 <= place < len(found) else ""
    digits = (ordinal.group(1) if (ordinal := ORDINAL.fullmatch(text)) else text).lstrip("0")
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits) <= 31 else None


def _year(found: Sequence[str], place: int) -> str | None:
    year = found[place] if 0 <= place < len(found) else ""
    return year if len(year) == 4 and year.isascii() and year.isdigit() else None
