"""What an index must do, and the one function that brings any index up to date with the library."""

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Protocol, TypeVar

from retrieval.index.analysts import Indexed, analysts
from retrieval.index.bm25 import BM25
from retrieval.language import Vocabulary
from retrieval.library import Library, changes_after, passages_after

T = TypeVar("T")

# How many of how many passages are indexed.
Tell = Callable[[int, int], None]
TOLD_EVERY = 500

# Parameters between which fr_piaf and en_xquad see little difference (MRR@10 .789–.795, .965–.968); these lead on both.
K1, B = 0.9, 0.4


class Index(Vocabulary, Protocol):
    """Finds passages by terms. The numbers of passages are the library's.

    An index reflects a state of the library: all its changes up to number `change` (0: none). Only passages that live
    in that state are found and counted, from the moment that `apply` returns.
    """

    @property
    def change(self) -> int:
        """The number of the library's last change that the index reflects."""

    @property
    def unfinished(self) -> bool:
        """Whether an `apply` may have been ended half-way, by a kill: what it added may be there all the same."""

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` best passages with a score above 0, best first, as (number, score); ties by number."""

    def apply(self, change: int, added: Iterable[tuple[int, Sequence[str]]], removed: Iterable[int]) -> None:
        """Withdraws the passages `removed`, as far as they are there, and adds those in `added`, as (number, terms):
        all up to `change`."""


class Kept(Protocol):
    """The index of a library that is kept from one process to the next. Safe to use from several threads."""

    @property
    def saved(self) -> int:
        """The change that is kept for the next process."""

    @property
    def change(self) -> int:
        """The change that it reflects in this process, without a look at what others have done."""

    def use(self, work: Callable[[Index], T]) -> T:
        """What `work` makes of the index as it is for the library's last change, or as far as it has come."""

    def current(self, tell: Tell | None = None) -> Index:
        """The index, with all changes up to now. `tell` hears how far it is where there are many."""

    def save(self) -> None:
        """Keeps the index for the next start."""


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
            gone = span.removed + (span.passed if index.unfinished else ())
            index.apply(span.last, added, (number for one in gone for number in range(*one)))
    return index.change - before


def build_index(library: Library, tell: Tell | None = None) -> BM25:
    """An index of all passages of `library`."""
    index = BM25(k1=K1, b=B)
    bring_up_to_date(library, index, tell)
    return index
