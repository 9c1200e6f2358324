"""Abbreviations that other languages write otherwise: UN is ONU in French (`words/acronyms`)."""

from functools import cache

from retrieval.language.words import words


def same_acronyms(surface: str) -> frozenset[str]:
    """The folded abbreviations of other languages for the one with this folded surface."""
    return _lines().get(surface, frozenset())


@cache
def _lines() -> dict[str, frozenset[str]]:
    lines = [frozenset(line.split()) for line in words("acronyms", "all")]
    return {one: line - {one} for line in lines for one in line}
