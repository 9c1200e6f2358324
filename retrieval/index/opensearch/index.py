"""The index on the cluster, as every index is asked and changed."""

import time
from collections.abc import Iterable, Iterator, Sequence

from retrieval.index.opensearch.bulk import write
from retrieval.index.opensearch.nodes import ANSWERING, NOT_THERE, UPDATING, Nodes
from retrieval.index.opensearch.passages import MOST_TERMS, Passages, refresh
from retrieval.index.opensearch.state import WORDS, State, Stored
from retrieval.index.opensearch.words import Words
from retrieval.language import Counted, counted

# Terms whose numbers are remembered until the next change.
REMEMBERED = 1 << 16
# Operations after which the words of the passages before are written: they are a third of all.
TOGETHER = 20_000


class OpenSearchIndex:
    """The index `name` (two of OpenSearch's: the passages, and beside them their words and the state).

    Safe to use from several threads, of which one at a time changes it. Other workers change it too: `look` reads what
    it reflects now. Every method raises SearchUnavailable.
    """

    def __init__(self, nodes: Nodes, name: str, k1: float, b: float) -> None:
        self._nodes, self.name = nodes, name
        self._passages, self._words = Passages(nodes, name, k1, b), Words(nodes, name)
        self._stored = Stored(nodes, name)
        self._counts: tuple[State, int, dict[str, int]] = State(), -1, {}

    @property
    def state(self) -> State:
        """What it reflected when it was last looked at."""
        return self._stored.state

    @property
    def exists(self) -> bool:
        """Whether it was there then."""
        return self._stored.exists

    @property
    def change(self) -> int:
        """The number of the library's last change that it reflected then."""
        return self.state.change

    @property
    def unfinished(self) -> bool:
        """Whether somebody began to bring it up to date and came to no end."""
        return self.state.begun > self.state.change

    def look(self, seconds: float = ANSWERING) -> State:
        """What it reflects now."""
        return self._stored.read(seconds)

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` best passages with a score above 0, best first, ties by number."""
        asked = list(query)
        if len(different := set(asked)) > MOST_TERMS:
            rarity = self.counted(different).idf
            rarest = set(sorted(rarity, key=lambda term: (-rarity[term], term))[:MOST_TERMS])
            asked = [term for term in asked if term in rarest]
        return self._passages.top(asked, k) if asked and k > 0 else []

    def counted(self, terms: Iterable[str]) -> Counted:
        """How rare these terms are, by one call at most."""
        wanted = set(terms)
        state, size, known = self._counts
        if state != self.state or len(known) > REMEMBERED:
            state, size, known = self.state, -1, {}
        missing = wanted - known.keys()
        if missing or size < 0:
            size, found = self._passages.counted(sorted(missing))
            known |= found
            self._counts = state, size, known
        return counted(size, {term: known[term] for term in wanted})

    def nearest(self, word: str) -> str | None:
        """The word that `word`, which is in no passage, was surely meant for."""
        return self._words.nearest(word, self._living)

    def ending_in(self, stem: str) -> tuple[str, ...]:
        """The stems of the compounds that `stem` ends."""
        return self._words.ending_in(stem, self._living)

    def _living(self, terms: Sequence[str]) -> Iterable[str]:
        return self.counted(terms).idf if terms else ()

    def make(self) -> None:
        """Makes it, empty, unless it is there."""
        self._passages.make()
        self._words.make()
        self.look(UPDATING)

    def apply(self, change: int, added: Iterable[tuple[int, Sequence[str]]], removed: Iterable[int]) -> None:
        """Withdraws the passages `removed`, as far as they are there, and adds those in `added`, as (number, terms):
        all up to `change`. Whoever is stopped half-way, or does it twice, does no harm."""
        self._stored.write(begun=max(change, self.state.begun))
        write(self._nodes, self.name, map(self._passages.withdrawal, removed))
        words: list[str] = []
        write(self._nodes, self.name, self._additions(added, words))
        write(self._nodes, self._words.name, words)
        for name in (self.name, self._words.name):
            refresh(self._nodes, name)
        self._stored.write(change=change)

    def _additions(self, added: Iterable[tuple[int, Sequence[str]]], words: list[str]) -> Iterator[str]:
        for number, terms in added:
            words += self._words.additions(terms)
            if len(words) > TOGETHER:
                write(self._nodes, self._words.name, words)
                words.clear()
            yield self._passages.addition(number, terms)

    def declare_whole(self) -> None:
        """It is up to date for the first time: from now on it is asked."""
        self._stored.write(whole=True, whole_at=time.time())

    def expunge(self) -> bool:
        """Merges away what was withdrawn, if that is much; tells whether it was."""
        return self._passages.expunge()

    def delete(self) -> None:
        """It is gone, with all that it holds."""
        for name in (f"{self.name}{WORDS}", self.name):  # the state first: without it nobody asks the rest
            self._nodes.ask("DELETE", name, seconds=UPDATING, also=(NOT_THERE,))
        self._words.forget()
        self.look(UPDATING)
