"""What people say around a question and not in it: "can you tell me …", "…, please" (`words/courtesies`).

Fillers (`words/fillers`) are words that people type and no article needs: "truc", "whats", "actually".
"""

from functools import cache

from retrieval.language.analysis import WORD, fold
from retrieval.language.phrases import phrases_of
from retrieval.language.words import words as listed

# The most words that a courtesy behind a question has, elisions cut: "d'après les articles" has four.
LONGEST = 8


def without_courtesies(text: str, lang: str) -> str:
    """`text` without them; never without all of it.

    >>> without_courtesies("Bonjour, peux-tu me dire quand le pont a fermé, s'il te plaît ?", "fr")
    'quand le pont a fermé'
    """
    found = list(WORD.finditer(text))
    words = [fold(word.group()) for word in found]
    before, behind, apart = (phrases_of("courtesies", lang, group) for group in ("before", "behind", "apart"))

    def parted(at: int) -> bool:
        """Whether more than a space stands before the word at `at`."""
        return bool(text[found[at - 1].end() : found[at].start()].strip(" -'’"))

    def closes(at: int) -> bool:
        """Whether nothing but a courtesy stands from `at` to the end of the question."""
        thanks, please = apart.at(words, at), behind.at(words, at)
        return bool((please and at + please[1] == end) or (thanks and at + thanks[1] == end and parted(at)))

    begin, end = 0, len(words)
    while begin < end:
        greeting, request = apart.at(words, begin), before.at(words, begin)
        if greeting and begin + greeting[1] < end and parted(begin + greeting[1]):
            begin += greeting[1]
        elif request:
            begin += request[1]
        else:
            break
    while at := next(filter(closes, range(max(begin + 1, end - LONGEST), end)), 0):
        end = at
    if begin >= end:
        return text
    stop = found[end].start() if end < len(found) else len(text)
    return text[found[begin].start() if begin else 0 : stop].rstrip(" ,")


def is_filler(word: str, lang: str) -> bool:
    """Whether one of `tokens` is a filler, also typed without its accents."""
    return fold(word) in _fillers(lang)


@cache
def _fillers(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for line in listed("fillers", lang) for word in line.split())
