"""Passages that have just arrived, found by terms as an index finds them, whatever the size of the library.

A question that is watched is asked of these alone. How rare a term is, the index of the whole library says: among a
few passages every word is rare.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.index import K1, B, terms_of
from retrieval.language import Vocabulary
from retrieval.library import Library

# Passages that are looked through at once: of those the reader reads the likeliest sentences, however many they are.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Arrived:
    """The living passages numbered from `begin` to before `stop`, by number, with how often each has which terms."""

    begin: int
    stop: int
    counts: dict[int, Counter[str]]

    @classmethod
    def read(cls, library: Library, begin: int, stop: int) -> "Arrived":
        living = library.living([(begin, stop)])
        return cls(begin, stop, {number: Counter(terms_of(passage)) for number, passage in living})

    def found_by(self, vocabulary: Vocabulary) -> "Finder":
        """What finds them, with the rarity of terms in the whole library."""
        return Finder(self, vocabulary)


@dataclass(frozen=True, slots=True)
class Finder:
    """Okapi BM25 over passages that have arrived: with the idf of the whole library, as `retrieval.index` scores them,
    but for lengths, which are exact here and compared with the mean of what arrived."""

    arrived: Arrived
    vocabulary: Vocabulary

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` best passages with a score above 0, best first, ties by number."""
        terms = list(query)
        idf = self.vocabulary.counted(terms).idf
        lengths = {number: counts.total() for number, counts in self.arrived.counts.items()}
        mean = sum(lengths.values()) / len(lengths) if lengths else 1.0
        scores: dict[int, float] = {}
        for number, counts in self.arrived.counts.items():
            norm = K1 * (1 - B + B * lengths[number] / mean)
            held = [(term, counts[term]) for term in terms if counts[term]]
            if held:
                scores[number] = sum(idf.get(term, 0.0) * count * (K1 + 1) / (count + norm) for term, count in held)
        best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
        return [one for one in best if one[1] > 0][:k]


def portions(library: Library, begin: int, stop: int) -> Iterator[Arrived]:
    """What arrived with numbers from `begin` to before `stop`, AT_ONCE passages at a time; at least one portion."""
    while True:
        end = min(begin + AT_ONCE, stop)
        yield Arrived.read(library, begin, end)
        begin = end
        if begin >= stop:
            return
