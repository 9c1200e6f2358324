"""Which other articles say what the best sentence says, and which say it with another number or date."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

import regex

from retrieval.answering.holdings import YEAR, Holdings, holdings
from retrieval.answering.ranking import Ranked, Ranking
from retrieval.language import phrases_of, plain_words
from retrieval.types import Citation

# Two sentences that share this much of their words (Jaccard) speak of the same thing …
SAME_STATEMENT = 0.45
# … and so do two that hold the figure that was asked for, if they share this much.
SAME_FIGURE = 0.2
# Further down the ranking than this (in log-odds below the best) nothing answers the question.
ANSWERS_WITHIN = 4.0

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


def agreement(ranking: Ranking, stories: Mapping[str, int]) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
    """The sentences of other articles that agree with the best one and those that differ, newest article first.

    One sentence an article, the better ranked. Articles that carry one story (`stories`: id → its number) have it from
    each other: they count once where they agree. Articles without a date come last.
    """
    best = ranking.sentences[0]
    agreeing: list[Citation] = []
    differing: list[Citation] = []
    heard = {best.citation.article.id}
    voices = {_voice(best.citation, stories)}
    for ranked in _answers(ranking):
        if ranked.citation.article.id in heard:
            continue
        verdict = _compare(best.citation, ranked.citation, ranking)
        voice = _voice(ranked.citation, stories)
        if verdict is None or (verdict and voice in voices):
            continue
        voices.add(voice)
        heard.add(ranked.citation.article.id)
        (agreeing if verdict else differing).append(ranked.citation)
    return _newest_first(agreeing), _newest_first(differing)


def _voice(citation: Citation, stories: Mapping[str, int]) -> str | int:
    """Who speaks: the story where several articles carry it, else the article."""
    return stories.get(citation.article.id, citation.article.id)


def _answers(ranking: Ranking) -> Sequence[Ranked]:
    floor = ranking.sentences[0].score - ANSWERS_WITHIN
    return [ranked for ranked in ranking.sentences if ranked.score >= floor]


def _compare(best: Citation, other: Citation, ranking: Ranking) -> bool | None:
    """Whether `other` says the same (True), the same with another figure (False), or something else (None)."""
    one, two = _read(best), _read(other)
    shared = len(one.content & two.content) / max(1, len(one.content | two.content))
    kind = ranking.evidence.question.kind
    if kind not in FIGURES:
        return True if shared >= SAME_STATEMENT else None
    same = _same(FIGURES[kind](best), FIGURES[kind](other), ranking.evidence.question.surfaces)
    if same is None or shared < SAME_FIGURE:
        return None
    return True if same else (False if shared >= SAME_STATEMENT else None)


def _same(one: Figures, two: Figures, asked: Set[str]) -> bool | None:
    """Whether two sentences hold a figure in common that was not in the question; `None` where they can't be compared.

    What both write exactly decides (a day and a year must both be the same), else what they write in words.
    """
    exact = [(a - asked, b - asked) for a, b in zip(one.exact, two.exact, strict=True) if a - asked and b - asked]
    if exact:
        return all(a & b for a, b in exact)
    a, b = one.words - asked, two.words - asked
    return bool(a & b) if a and b else None


def _read(citation: Citation) -> Holdings:
    return holdings(citation.text, citation.article.lang)


def _numbers(citation: Citation) -> Figures:
    """`4,2 millions` is 4.2; of numbers in words those that stand together are one."""
    written = {SPACE.sub("", found).replace(",", ".") for found in NUMBER.findall(citation.text)}
    words, quantities = plain_words(citation.text), _read(citation).quantities
    runs = groupby(words, key=lambda word: word in quantities and not word[0].isnumeric())
    told = frozenset(" ".join(run) for is_number, run in runs if is_number)
    return Figures((frozenset(number for number in written if not YEAR.fullmatch(number)),), told)


def _dates(citation: Citation) -> Figures:
    """Its days, as `12 mars`, and its years; its months and days of the week in words."""
    words, cues, read = plain_words(citation.text), phrases_of("cues", citation.article.lang), _read(citation)
    months = [at for at in range(len(words)) if (found := cues.at(words, at)) and found[0] == "month"]
    days = {f"{DAY[beside]} {words[at]}" for at in months for beside in words[max(0, at - 1) : at + 2] if beside in DAY}
    years = frozenset(date for date in read.dates if YEAR.fullmatch(date))
    return Figures((frozenset(days), years), read.dates - years)


# For these kinds of question the figure is the answer: another one contradicts.
FIGURES: dict[str, Callable[[Citation], Figures]] = {"number": _numbers, "date": _dates}


def _newest_first(citations: list[Citation]) -> tuple[Citation, ...]:
    return tuple(sorted(citations, key=lambda citation: citation.article.date or "", reverse=True))
