"""What a sentence holds: its terms, numbers, dates, names, and the phrases that answer a kind of question."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from retrieval.language import (
    WORD,
    capitals_in_a_row,
    capitals_tell,
    fold,
    phrases_of,
    plain_words,
    stop_words,
    tokens,
    word_terms,
)

YEAR = regex.compile(r"(?<!\p{Nd})(?:1\p{Nd}{3}|20\p{Nd}{2})(?!\p{Nd})")
ASKING = ("?", "？", "؟", "?!", "\u037e", "⁇")
# The forms of a word, as `word_terms` gives them.
FORMS = ("surface", "stem", "prefix")


@dataclass(frozen=True, slots=True)
class Holdings:
    """`counts` is term → frequency, `positions` term → index among the words of its first occurrence, `cousins` prefix
    term → the words that begin so.

    `length` is in words, `folded` all of them with a space on both sides. The sets are of folded words: `quantities`
    are numbers that are no years, `people` the later words of names of several, `places` names that a preposition of
    place stands before. `cues` are the names of the phrase groups of `words/cues` that occur, `defines` is the place
    of the first word that defines ("is a", "means"), -1 where none does. A sentence `leans` where it speaks of what
    the one before named.
    """

    counts: Counter[str]
    positions: dict[str, int]
    cousins: dict[str, list[str]]
    length: int
    content: frozenset[str]
    quantities: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[str]
    names: frozenset[str]
    people: frozenset[str]
    places: frozenset[str]
    cues: frozenset[str]
    defines: int
    leans: bool
    is_question: bool
    folded: str


@lru_cache(maxsize=1 << 14)
def holdings(text: str, lang: str) -> Holdings:
    """Reads a sentence (or a title). Cached: a sentence found by one question is soon found by another."""
    found = tokens(text)
    forms = [word_terms(token, lang) for token in found]
    cousins: dict[str, list[str]] = {}
    for terms in forms:
        if len(terms) == len(FORMS):
            cousins.setdefault(terms[2], []).append(terms[0][2:])
    names, places = _names(text, lang)
    plain = plain_words(text)
    folded = {_folded(token) for token in found}
    years = set(YEAR.findall(text))
    numbers = {word for word in folded if _is_number(word)}
    groups = phrases_of("cues", lang).all_in(plain)
    return Holdings(
        counts=Counter([term for terms in forms for term in terms]),
        # From the last to the first, so that the first occurrence of a term is the one that stays.
        positions={term: place for place in reversed(range(len(forms))) for term in forms[place]},
        cousins=cousins,
        length=len(found),
        content=frozenset(folded - stop_words(lang)),
        quantities=frozenset(numbers - years | {word for word, group in groups if group == "number"}),
        numbers=frozenset(numbers),
        dates=frozenset(years | {word for word, group in groups if group in {"month", "day"}}),
        names=frozenset(names),
        people=frozenset(_folded(word) for word in capitals_in_a_row(text, lang)),
        places=frozenset(places),
        cues=frozenset(group for _, group in groups)
        | ({"unit"} if "%" in text or "€" in text or "$" in text else set()),
        defines=_defining(plain, lang),
        leans=_leans(plain, lang),
        is_question=is_question(text),
        folded=spaced(found),
    )


def is_question(text: str) -> bool:
    """Whether `text` ends by asking."""
    return text.rstrip(' »"”’)*_\u00a0\u202f\n').endswith(ASKING)


def spaced(found: Iterable[str]) -> str:
    """`tokens`, folded, with a space before, between and behind: what `retrieval.language.letters` looks into."""
    return f" {' '.join(map(_folded, found))} "


@lru_cache(maxsize=1 << 16)
def _folded(token: str) -> str:
    return fold(token)


@lru_cache(maxsize=1 << 16)
def _is_number(word: str) -> bool:
    return word[0].isnumeric()  # "ar7" is none


def _defining(plain: list[str], lang: str) -> int:
    defining = phrases_of("cues", lang, "definition")
    return next((place for place in range(len(plain)) if defining.at(plain, place)), -1)


def _leans(plain: list[str], lang: str) -> bool:
    """Whether a pronoun opens a sentence, also behind a word that goes on ("En effet, il …"): "ce dernier", "such".

    One that stands for nothing ("il faut") does not lean.
    """
    place = 0
    linking = phrases_of("cues", lang, "linking")
    while place < len(plain) and (link := linking.at(plain, place)):
        place += link[1]
    if place == len(plain) or phrases_of("cues", lang, "impersonal").at(plain, place):
        return False
    return phrases_of("cues", lang, "pronoun").at(plain, place) is not None


def _names(text: str, lang: str) -> tuple[set[str], set[str]]:
    """The words with a capital that do not open the text, and those of them that follow a preposition of place.

    Where every noun has a capital, only those that follow such a preposition or another word with a capital.
    """
    prepositions = phrases_of("cues", lang)
    names = set() if capitals_tell(lang) else {_folded(word) for word in capitals_in_a_row(text, lang)}
    places: set[str] = set()
    for previous, word in pairwise(WORD.findall(text)):
        if word[0].isupper():
            group = prepositions.at([_folded(previous)], 0)
            if group is not None and group[0] == "place":
                places.add(_folded(word))
            if capitals_tell(lang):
                names.add(_folded(word))
    return names | places, places
