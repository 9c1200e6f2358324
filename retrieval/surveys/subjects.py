"""What a survey is about: words, and the passages and sentences that speak of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from retrieval.index import Index
from retrieval.language import detect_language, is_filler, is_stop_word, tokens, word_terms
from retrieval.library import Library
from retrieval.queries import narrow
from retrieval.types import Filter, Passage

# Passages that are looked at for a subject. In an article whose title names it, all are.
PASSAGES = 400


@dataclass(frozen=True, slots=True)
class Subject:
    """The words that say what it is, as `tokens` gives them."""

    words: tuple[str, ...]

    def held(self, text: str, lang: str) -> frozenset[str]:
        """Which of the words stand in a text, in any form."""
        stems = _stems(text, lang)
        return frozenset(word for word in self.words if stems & set(word_terms(word, lang)[:2]))

    def within(self, passage: Passage) -> bool:
        """Whether a passage, with its title and heading, holds all of the words."""
        article = passage.article
        around = (passage.text, article.title, passage.heading)
        return set(self.words) <= {word for text in around for word in self.held(text, article.lang)}

    def titles(self, passage: Passage) -> bool:
        """Whether the title of its article alone does."""
        return set(self.words) <= self.held(passage.article.title, passage.article.lang)


def subject(text: str, library: Library) -> Subject:
    """A subject as it was typed."""
    lang = detect_language(text, among=library.languages)
    typed = list(dict.fromkeys(tokens(text)))
    telling = [word for word in typed if not is_stop_word(word, lang) and not is_filler(word, lang)]
    return Subject(tuple(telling or typed))


def passages_about(about: Subject, library: Library, index: Index, wanted: Filter) -> Iterator[Passage]:
    """The passages that hold all words of a subject, and all of each article whose title does, each once; of those
    alone that are `wanted`."""
    asked = {
        term for word in about.words for lang in (library.languages or {"und"}) for term in word_terms(word, lang)[:2]
    }
    found = narrow(index, library, wanted).top(asked, PASSAGES) if wanted else index.top(asked, PASSAGES)
    passages = library.find([number for number, _ in found])
    seen: set[tuple[str, int]] = set()
    for number, _ in found:
        passage = passages.get(number)
        if passage is None or not about.within(passage):
            continue
        wide = about.titles(passage) and not (wanted.exact or wanted.without)
        for one in library.passages_of(passage.article) if wide else (passage,):
            if (key := (one.article.version, one.start)) not in seen:
                seen.add(key)
                yield one


@lru_cache(maxsize=1 << 14)
def _stems(text: str, lang: str) -> frozenset[str]:
    return frozenset(term for token in tokens(text) for term in word_terms(token, lang)[:2])
