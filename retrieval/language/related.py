"""Words that stand for one another in questions and articles: "mort" for "décès", "prix" for "euros"."""

from functools import cache

from retrieval.language.analysis import word_terms
from retrieval.language.words import words


def related_to(stem: str, lang: str) -> frozenset[str]:
    """The stems (terms with their prefix `s:`) that may stand in an article for the question's `stem`."""
    return _relations(lang).get(stem, frozenset())


@cache
def _relations(lang: str) -> dict[str, frozenset[str]]:
    """Question stem → article stems, from `words/related/<lang>.txt`.

    A line `a b c` relates each to the others; in `a b > c d` the words on the left are those of questions.
    """
    found: dict[str, set[str]] = {}
    for line in words("related", lang):
        asked, arrow, answering = line.partition(">")
        left = [_stem(word, lang) for word in asked.split()]
        right = [_stem(word, lang) for word in answering.split()] if arrow else left
        for stem in left:
            found.setdefault(stem, set()).update(right)
    return {stem: frozenset(others - {stem}) for stem, others in found.items()}


def _stem(word: str, lang: str) -> str:
    terms = word_terms(word.lower(), lang)
    return terms[min(1, len(terms) - 1)]
