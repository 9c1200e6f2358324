"""Where a text may stand: the stretches of articles around the passages that share most of its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from retrieval.index import Index
from retrieval.language import detect_language, terms
from retrieval.library import Library
from retrieval.types import Article, Passage

# Passages that are looked at. Each brings what stands around it, as long as the text, so that one that goes on over
# several paragraphs is found by any of them.
PASSAGES = 40
# Characters besides: an article may have words that were left out.
MARGIN = 200


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article in which passages were found, the best of which has this `rank`, from 0."""

    article: Article
    start: int
    end: int
    rank: int

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


def windows(text: str, library: Library, index: Index) -> list[Window]:
    """The windows, best first; none overlaps another."""
    lang = detect_language(text, among=library.languages)
    numbers = [number for number, _ in index.top(dict.fromkeys(terms(text, lang)), PASSAGES)]
    passages = library.find(numbers)
    found = [(passages[number], rank) for rank, number in enumerate(numbers) if number in passages]
    found.sort(key=lambda one: (one[0].article.version, one[0].start))
    of_articles = groupby(found, key=lambda one: one[0].article.version)
    joined = [window for _, some in of_articles for window in _joined(list(some), len(text) * 3 // 2 + MARGIN)]
    return sorted(joined, key=lambda window: window.rank)


def _joined(found: list[tuple[Passage, int]], around: int) -> Iterator[Window]:
    """The windows of one article, those that meet made one."""
    article = found[0][0].article
    start, end, best = -1, -1, 0
    for passage, rank in found:
        begin, stop = max(0, passage.start - around), min(len(article.text), passage.end + around)
        if start >= 0 and begin <= end:
            end, best = max(end, stop), min(best, rank)
            continue
        if start >= 0:
            yield Window(article, start, end, best)
        start, end, best = begin, stop, rank
    yield Window(article, start, end, best)
