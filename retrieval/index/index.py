"""What an index must do, and the one function that brings any index up to date with the library."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Protocol

from retrieval.index.analysts import Indexed, analysts
from retrieval.index.bm25 import BM25
from retrieval.library import Library, changes_after, passages_after

# How many of how many passages are indexed.
Tell = Callable[[int, int], None]
TOLD_EVERY = 500

# Parameters between which fr_piaf and en_xquad see little difference (MRR@10 .789–.795, .965–.968); these lead on both.
K1, B = 0.9, 0.4


class Index(Protocol):
    """Finds passages by terms. The numbers of passages are the library's.

    An index reflects a state of the library: all its changes up to number `change` (0: none). Only passages that live
    in that state are found, and only they count in `corpus_size` and `idf`, from the moment that `apply` returns.
    """

    @property
    def change(self) -> int:
        """The number of the library's last change that the index reflects."""

    @property
    def corpus_size(self) -> int:
        """How many passages live."""

    @property
    def idf(self) -> Mapping[str, float]:
        """The idf of each term that living passages hold."""

    @property
    def unseen_idf(self) -> float:
        """The idf of a term that no passage holds."""

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` best passages with a score above 0, best first, as (number, score)."""

    def apply(self, change: int, added: Iterable[tuple[int, Sequence[str]]], removed: Iterable[int]) -> None:
        """Withdraws the passages `removed` and adds those in `added`, as (number, terms): all up to `change`."""

    def save(self) -> None:
        """Writes a snapshot of what the index reflects, from which it can be opened again."""


def bring_up_to_date(library: Library, index: Index, tell: Tell | None = None) -> int:
    """Replays the changes of `library` that `index` has not seen; returns how many there were.

    It is the only way in which an index changes. An article that has gone again since then is passed over: its going
    is still to come in the log, or has just been replayed. `tell` hears how far it is.
    """
    before = index.change
    awaited = passages_after(library.engine, before)
    done = count(1)

    def told(added: Indexed) -> Indexed:
        for passage in added:
            if tell and (number := next(done)) % TOLD_EVERY == 0:
                tell(number, awaited)
            yield passage

    with analysts(awaited) as analysed:
        for span in changes_after(library.engine, before):
            added = told(analysed(library.living(span.added)))
            index.apply(span.last, added, (number for gone in span.removed for number in range(*gone)))
    return index.change - before


def build_index(library: Library, tell: Tell | None = None) -> BM25:
    """An index of all passages of `library`."""
    index = BM25(k1=K1, b=B)
    bring_up_to_date(library, index, tell)
    return index
