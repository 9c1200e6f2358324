"""What a sentence gives for an answer, as figures that can be compared: numbers, days and years."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from itertools import groupby

import regex

from retrieval.answering.holdings import YEAR, holdings
from retrieval.language import phrases_of, plain_words, stop_words
from retrieval.types import Citation

# A number as it is written, with its thousands and decimals.
NUMBER = regex.compile(r"\p{Nd}+(?:[\u00a0\u202f ]\p{Nd}{3}(?!\p{Nd}))*(?:[.,]\p{Nd}+)*")
SPACE = regex.compile(r"\s")
# The days of a month as they are written: 1, 1er, 1st.
DAY = {f"{day}{ending}": day for day in range(1, 32) for ending in ("", "er", "st", "nd", "rd", "th")}


@dataclass(frozen=True, slots=True)
class Figures:
    """What a sentence gives for an answer: sets of figures that are written exactly, and the words for others."""

    exact: tuple[frozenset[str], ...]
    words: frozenset[str]


def same_figures(one: Figures, two: Figures, asked: Set[str]) -> bool | None:
    """Whether two sentences hold a figure in common that was not in the question; `None` where they can't be compared.

    What both write exactly decides (a day and a year must both be the same), else what they write in words.
    """
    exact = [(a - asked, b - asked) for a, b in zip(one.exact, two.exact, strict=True) if a - asked and b - asked]
    if exact:
        return all(a & b for a, b in exact)
    a, b = one.words - asked, two.words - asked
    return bool(a & b) if a and b else None


def _numbers(citation: Citation) -> Figures:
    """`4,2 millions` is 4.2; of numbers in words those that stand together are one."""
    written = {SPACE.sub("", found).replace(",", ".") for found in NUMBER.findall(citation.text)}
    words, quantities = plain_words(citation.text), holdings(citation.text, citation.article.lang).quantities
    runs = groupby(words, key=lambda word: word in quantities and not word[0].isnumeric())
    told = frozenset(" ".join(run) for is_number, run in runs if is_number)
    return Figures((frozenset(number for number in written if not YEAR.fullmatch(number)),), told)


def _dates(citation: Citation) -> Figures:
    """Its days, as `12 mars`, and its years; its months and days of the week in words."""
    words, cues, read = (
        plain_words(citation.text),
        phrases_of("cues", citation.article.lang),
        holdings(citation.text, citation.article.lang),
    )
    months = [at for at in range(len(words)) if (found := cues.at(words, at)) and found[0] == "month"]
    days = {f"{DAY[beside]} {words[at]}" for at in months for beside in words[max(0, at - 1) : at + 2] if beside in DAY}
    years = frozenset(date for date in read.dates if YEAR.fullmatch(date))
    told = read.dates - years - stop_words(citation.article.lang)  # "a été" is no summer
    return Figures((frozenset(days), years), told)


# For these kinds of question the figure is the answer: another one contradicts.
FIGURES: dict[str, Callable[[Citation], Figures]] = {"number": _numbers, "date": _dates}
