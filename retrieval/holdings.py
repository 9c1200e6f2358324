"""What a sentence holds: its terms, numbers, dates, names, and the phrases that answer a kind of question."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import regex

from retrieval.analysis import WORD, fold, stop_words, tokens, word_terms
from retrieval.phrases import phrases, plain_words

YEAR = regex.compile(r"(?<!\p{Nd})(?:1\p{Nd}{3}|20\p{Nd}{2})(?!\p{Nd})")
QUOTED = regex.compile(r"[\"“”«»„]")
# Inside parentheses after a name stands what it is short for, or what it is.
BRACKETED = regex.compile(r"\([^()]{2,80}\)")


@dataclass(frozen=True, slots=True)
class Holdings:
    """`counts` is term → frequency, `positions` term → index among the words of its first occurrence.

    `length` is in words. The sets are of folded words: `quantities` are numbers that are no years, `places` names that
    a preposition of place stands before. `cues` are the names of the phrase groups of `words/cues` that occur.
    """

    counts: Counter[str]
    positions: dict[str, int]
    length: int
    content: frozenset[str]
    quantities: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    cues: frozenset[str]
    first: str
    quotes: bool
    brackets: bool


@lru_cache(maxsize=1 << 13)
def holdings(text: str, lang: str) -> Holdings:
    """Reads a sentence (or a title). Cached: a sentence found by one question is soon found by another."""
    counts: Counter[str] = Counter()
    positions: dict[str, int] = {}
    found = tokens(text)
    for position, token in enumerate(found):
        for term in word_terms(token, lang):
            counts[term] += 1
            positions.setdefault(term, position)
    names, places = _names(text, lang)
    plain = plain_words(text)
    folded = {fold(token) for token in found}
    cues = phrases("cues", lang)
    years = set(YEAR.findall(text))
    numbers = {token for token in folded if any(letter.isnumeric() for letter in token)}
    groups = [(word, match[0]) for i, word in enumerate(plain) if (match := cues.at(plain, i))]
    return Holdings(
        counts=counts,
        positions=positions,
        length=len(found),
        content=frozenset(folded - stop_words(lang)),
        quantities=frozenset(numbers - years | {word for word, group in groups if group == "number"}),
        numbers=frozenset(numbers),
        dates=frozenset(years | {word for word, group in groups if group in {"month", "day"}}),
        names=frozenset(names),
        places=frozenset(places),
        cues=frozenset(group for _, group in groups)
        | ({"unit"} if "%" in text or "€" in text or "$" in text else set()),
        first=plain[0] if plain else "",
        quotes=bool(QUOTED.search(text)),
        brackets=bool(BRACKETED.search(text)),
    )


def _names(text: str, lang: str) -> tuple[set[str], set[str]]:
    """The words with a capital that do not open the text, and those of them that follow a preposition of place."""
    before = phrases("cues", lang)
    names: set[str] = set()
    places: set[str] = set()
    previous = ""
    for match in WORD.finditer(text):
        word = fold(match.group())
        if previous and match.group()[0].isupper():
            names.add(word)
            group = before.at([previous], 0)
            if group is not None and group[0] == "place":
                places.add(word)
        previous = word
    return names, places
