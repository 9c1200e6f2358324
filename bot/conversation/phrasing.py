"""The word lists behind follow-ups: which kind of word or phrase stands at a place in a question."""

from dataclasses import dataclass
from functools import cache

from bot.locales import lines_of
from retrieval.language import WORD, fold, stop_words

# The languages that have lists.
LISTED = ("fr", "en")
# Kinds whose words say nothing of what a question is about.
EMPTY = ("opener", "asker", "pronoun", "owner", "pointer", "subject", "preposition", "being", "helper", "filler")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, without case and accents, and where it stands there."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The lists of a language: kind → phrases, each a tuple of folded words. `telling` words say something with their
    accents, `empty` ones nothing without them."""

    lang: str
    phrases: dict[str, frozenset[tuple[str, ...]]]
    empty: frozenset[str]
    telling: frozenset[str]

    def length_at(self, kind: str, words: list[Word], at: int) -> int:
        """How many words the longest phrase of a kind takes at `at`; 0 where there is none."""
        listed = self.phrases.get(kind, frozenset())
        longest = max(map(len, listed), default=0)
        for length in range(min(longest, len(words) - at), 0, -1):
            if tuple(word.folded for word in words[at : at + length]) in listed:
                return length
        return 0

    def says_something(self, word: Word) -> bool:
        """Whether a word is about the subject and no part of the grammar."""
        if word.text.casefold() in self.telling:
            return True
        return word.folded not in self.empty and (len(word.folded) > 1 or word.folded.isdigit())


def split_words(text: str) -> list[Word]:
    """The words of `text`, cut at apostrophes and hyphens: `l'a-t-il` is four."""
    return [Word(match.group(), fold(match.group()), *match.span()) for match in WORD.finditer(text)]


@cache
def phrasing(lang: str) -> Phrasing:
    """The lists of a language; of English for one that has none."""
    lang = lang if lang in LISTED else "en"
    phrases: dict[str, set[tuple[str, ...]]] = {}
    telling: set[str] = set()
    for line in lines_of("followups", lang):
        kind, _, listed = line.partition(":")
        for phrase in listed.split(","):
            if kind == "telling":
                telling.add(phrase.strip())
            phrases.setdefault(kind, set()).add(tuple(word.folded for word in split_words(phrase)))
    single = {phrase[0] for kind in EMPTY for phrase in phrases[kind] if len(phrase) == 1}
    listed_by_kind = {kind: frozenset(found) for kind, found in phrases.items()}
    return Phrasing(lang, listed_by_kind, stop_words(lang) | single, frozenset(telling))
