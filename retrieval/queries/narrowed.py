"""An index that finds only what a filter lets through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.language import WORD, fold
from retrieval.library import Library, Ranges
from retrieval.types import Filter, Passage

# How many times as many passages are looked at while too few are let through, and how many at once are read.
MORE, AT_ONCE = 4, 400


class Found(Protocol):
    """What finds passages: an index, or what has just arrived."""

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` best passages, best first, as (number, score)."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Passages by number, those alone that a filter lets through."""

    index: Found
    library: Library
    filter: Filter
    ranges: Ranges

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` best passages that are let through, best first."""
        terms, wanted = list(query), k
        while True:
            found = self.index.top(terms, wanted)
            let = self.allowed(found)
            if len(let) >= k or len(found) < wanted:
                return let[:k]
            wanted *= MORE

    def allowed(self, found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        """Those of some passages that are let through, in their order."""
        inside = [one for one in found if self.ranges.hold(one[0])]
        if not self.filter.exact and not self.filter.without:
            return inside
        kept = []
        for start in range(0, len(inside), AT_ONCE):
            some = inside[start : start + AT_ONCE]
            passages = self.library.find([number for number, _ in some])
            kept += [one for one in some if one[0] in passages and allows(self.filter, passages[one[0]])]
        return kept


def narrow(index: Found, library: Library, wanted: Filter) -> Narrowed:
    return Narrowed(index, library, wanted, library.ranges(wanted))


def allows(wanted: Filter, passage: Passage) -> bool:
    """Whether a passage has the exact words of a filter, and none of those that it is to be without."""
    text = f" {_words(passage.text)} "
    return all(f" {_words(phrase)} " in text for phrase in wanted.exact) and not any(
        f" {_words(word)} " in text for word in wanted.without
    )


def _words(text: str) -> str:
    return " ".join(fold(word) for word in WORD.findall(text))
