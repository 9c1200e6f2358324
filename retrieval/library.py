"""The articles and their passages, and the way from a citation's id back to its sentence."""

from collections.abc import Iterable

import regex

from retrieval.errors import UnknownCitation
from retrieval.segmentation import split_passages
from retrieval.types import Article, Citation, Passage, Sentence

CITATION_ID = regex.compile(r"([0-9a-z]{12})-([0-9a-z]{1,8})-([0-9a-z]{1,8})")


class Library:
    """Articles in memory. `passages` are numbered by their place: the index speaks of them by these numbers."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = tuple(articles)
        self.languages = frozenset(article.lang for article in self.articles)
        passages: list[Passage] = []
        self._passages_of: dict[str, slice] = {}
        for article in self.articles:
            begin = len(passages)
            passages.extend(split_passages(article))
            self._passages_of[article.version] = slice(begin, len(passages))
        self.passages = tuple(passages)

    def passages_of(self, article: Article) -> tuple[Passage, ...]:
        """The passages of one of the library's articles, in their order."""
        return self.passages[self._passages_of[article.version]]

    def citation(self, citation_id: str) -> Citation:
        """The sentence that `citation_id` names.

        Only a whole sentence has an id: a forged one that would quote half of it is unknown, like any other
        that no article holds. Raises UnknownCitation.
        """
        match = CITATION_ID.fullmatch(citation_id)
        if match and match[1] in self._passages_of:
            start, length = int(match[2], 36), int(match[3], 36)
            sentence = Sentence(start, start + length)
            for passage in self.passages[self._passages_of[match[1]]]:
                if sentence in passage.sentences:
                    return Citation(passage, sentence)
        raise UnknownCitation("No article of the library holds this sentence any more.")
