"""Words that stand for one another in questions and articles: "mort" for "décès", "prix" for "euros".

In some languages a compound stands for what it is a kind of, and its parts for it, where the library holds them.
"""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain

from retrieval.language.analysis import word_terms
from retrieval.language.words import words

# Languages that write a noun and what it is of as one word.
COMPOUNDING = frozenset(("de", "nl", "sv", "no", "da"))
# The shortest part of a compound, and the shortest that is looked for at the end of longer words.
PART, HEAD = 4, 5
# What may stand between two parts.
LINKS = ("", "s", "es", "n", "en", "er", "e")
# So many compounds of one word are looked for.
MOST = 40


@lru_cache(maxsize=1 << 12)
def related_to(stem: str, lang: str) -> frozenset[str]:
    """The stems (terms with their prefix `s:`) that may stand in an article for the question's `stem`."""
    return frozenset(chain.from_iterable(_relations(lang).get(stem, ()))) - {stem}


@cache
def _relations(lang: str) -> dict[str, list[list[str]]]:
    """Question stem → lists of article stems, from `words/related/<lang>.txt`.

    A line `a b c` relates each to the others; in `a b > c d` the words on the left are those of questions.
    """
    found: dict[str, list[list[str]]] = {}
    for line in words("related", lang):
        asked, arrow, answering = line.partition(">")
        left = [_stem(word, lang) for word in asked.split()]
        right = [_stem(word, lang) for word in answering.split()] if arrow else left
        for stem in left:
            found.setdefault(stem, []).append(right)
    return found


def _stem(word: str, lang: str) -> str:
    terms = word_terms(word.lower(), lang)
    return terms[min(1, len(terms) - 1)]


class Compounds:
    """The stems that the articles hold (folded), by their ends."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._backwards = sorted(stem[::-1] for stem in set(stems) if is_part(stem))

    def ending_in(self, stem: str) -> tuple[str, ...]:
        """The stems of compounds that `stem` ends: it is what they are a kind of. The first MOST of them."""
        if not is_head(stem):
            return ()
        end = stem[::-1]
        found: list[str] = []
        for place in range(bisect_left(self._backwards, end), len(self._backwards)):
            backwards = self._backwards[place]
            if not backwards.startswith(end) or len(found) == MOST:
                break
            if len(backwards) >= len(end) + PART - 1:
                found.append(backwards[::-1])
        return tuple(found)


def is_head(stem: str) -> bool:
    """Whether compounds that end with a stem are looked for."""
    return len(stem) >= HEAD


def is_part(stem: str) -> bool:
    """Whether a stem may be a compound, or a part of one."""
    return len(stem) >= PART and stem.isalpha()


def possible_parts(stem: str) -> list[tuple[str, str]]:
    """The pairs of stems that would make `stem`, the longest second one first.

    >>> possible_parts("amtssitz")
    [('amts', 'sitz')]
    """
    pairs = []
    for cut in range(PART, len(stem) - PART + 1):
        for link in LINKS:
            first = stem[:cut].removesuffix(link)
            if stem[:cut].endswith(link) and is_part(first) and is_part(stem[cut:]):
                pairs.append((first, stem[cut:]))
    return pairs
