"""The words of an index in memory: which was meant by a misspelt one, and which are compounds of another?"""

from collections.abc import Iterable

from retrieval.language import Compounds, Speller

# An index may grow by this share before its words are listed anew.
FRESH = 0.01


class WordLists:
    """Each question brings `terms`, all those of the index, and how many `passages` it holds: they are listed when that
    is first needed, and anew when the index has grown or shrunk by more than FRESH."""

    def __init__(self) -> None:
        self._speller: tuple[int, Speller] | None = None
        self._compounds: tuple[int, Compounds] | None = None

    def nearest(self, word: str, passages: int, terms: Iterable[str]) -> str | None:
        """The word that `word`, which is in no passage, was surely meant for."""
        if self._speller is None or _stale(self._speller[0], passages):
            self._speller = passages, Speller(term[2:] for term in terms if term.startswith("w:"))
        return self._speller[1].nearest(word)

    def ending_in(self, stem: str, passages: int, terms: Iterable[str]) -> tuple[str, ...]:
        """The stems of the compounds that `stem` ends."""
        if self._compounds is None or _stale(self._compounds[0], passages):
            self._compounds = passages, Compounds(term[2:] for term in terms if term.startswith("s:"))
        return self._compounds[1].ending_in(stem)


def _stale(listed: int, passages: int) -> bool:
    return abs(passages - listed) > FRESH * listed
