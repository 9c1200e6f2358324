"""What a sentence holds: its terms, numbers, dates, names, and the phrases that answer a kind of question."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import regex

from retrieval.analysis import WORD, fold, stop_words, tokens, word_terms
from retrieval.phrases import phrases, plain_words
from retrieval.words import groups

YEAR = regex.compile(r"(?<!\p{Nd})(?:1\p{Nd}{3}|20\p{Nd}{2})(?!\p{Nd})")
# The forms of a word, as `word_terms` gives them.
FORMS = ("surface", "stem", "prefix")


@dataclass(frozen=True, slots=True)
class Holdings:
    """`counts` is term → frequency, `positions` term → index among the words of its first occurrence, `cousins` prefix
    term → the words that begin so.

    `length` is in words. The sets are of folded words: `quantities` are numbers that are no years, `places` names that
    a preposition of place stands before. `cues` are the names of the phrase groups of `words/cues` that occur.
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
    places: frozenset[str]
    cues: frozenset[str]
    opens_with_pronoun: bool


@lru_cache(maxsize=1 << 13)
def holdings(text: str, lang: str) -> Holdings:
    """Reads a sentence (or a title). Cached: a sentence found by one question is soon found by another."""
    counts: Counter[str] = Counter()
    positions: dict[str, int] = {}
    cousins: dict[str, list[str]] = {}
    found = tokens(text)
    for position, token in enumerate(found):
        terms = word_terms(token, lang)
        counts.update(terms)
        for term in terms:
            positions.setdefault(term, position)
        if len(terms) == len(FORMS):
            cousins.setdefault(terms[2], []).append(terms[0][2:])
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
        cousins=cousins,
        length=len(found),
        content=frozenset(folded - stop_words(lang)),
        quantities=frozenset(numbers - years | {word for word, group in groups if group == "number"}),
        numbers=frozenset(numbers),
        dates=frozenset(years | {word for word, group in groups if group in {"month", "day"}}),
        names=frozenset(names),
        places=frozenset(places),
        cues=frozenset(group for _, group in groups)
        | ({"unit"} if "%" in text or "€" in text or "$" in text else set()),
        opens_with_pronoun=bool(plain) and _is_pronoun(plain[0], lang),
    )


@lru_cache(maxsize=1 << 10)
def _is_pronoun(word: str, lang: str) -> bool:
    return any(word == fold(pronoun) for pronoun in groups("cues", lang).get("pronoun", ()))


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
