"""Abbreviations that an article explains, matched both ways: asked "RPDC", answered "République populaire …".

Some are known in several languages (`words/acronyms`): UN is ONU in French.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from retrieval.language.abbreviations import abbreviations
from retrieval.language.analysis import is_stop_word, tokens, word_terms
from retrieval.language.words import words


@dataclass(frozen=True, slots=True)
class Alias:
    """An abbreviation and what it is short for, as terms: the surface of the one, the stems of the other."""

    short: str
    long: frozenset[str]


@lru_cache(maxsize=1 << 12)
def aliases_of(text: str, lang: str) -> tuple[Alias, ...]:
    """The abbreviations that an article's text explains. Cached: all passages of an article share them."""
    found = []
    for abbreviation in abbreviations(text):
        short = tokens(abbreviation.short)
        long = [word_terms(word, lang) for word in tokens(abbreviation.long) if not is_stop_word(word, lang)]
        if len(short) == 1 and long:
            found.append(
                Alias(word_terms(short[0], lang)[0], frozenset(terms[min(1, len(terms) - 1)] for terms in long))
            )
    return tuple(found)


def same_acronyms(surface: str) -> frozenset[str]:
    """The folded abbreviations of other languages for the one with this folded surface."""
    return _lines().get(surface, frozenset())


@cache
def _lines() -> dict[str, frozenset[str]]:
    lines = [frozenset(line.split()) for line in words("acronyms", "all")]
    return {one: line - {one} for line in lines for one in line}
