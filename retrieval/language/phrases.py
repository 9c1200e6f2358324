"""Short phrases (of question words, months, causes …) found in text, whatever its case, accents and punctuation."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from retrieval.language.analysis import WORD, fold
from retrieval.language.words import groups

# A phrase that ends with one of these is also met before a vowel: "en raison d'une panne".
ELIDED = {"de": "d", "que": "qu", "le": "l", "la": "l"}


def plain_words(text: str) -> list[str]:
    """The folded words of `text`, elisions and all: `"Qu'est-ce ?"` → `["qu", "est", "ce"]`."""
    return WORD.findall(fold(text))


class Phrases:
    """Named lists of phrases, looked up at any position of a list of words."""

    def __init__(self, named: Mapping[str, Iterable[str]]) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        for name, phrases in named.items():
            for phrase in phrases:
                words = tuple(plain_words(phrase))
                self._names.setdefault(words, name)
                if words[-1:] and words[-1] in ELIDED:
                    self._names.setdefault((*words[:-1], ELIDED[words[-1]]), name)
        self._names.pop((), None)
        self._longest: dict[str, int] = {}
        for phrase_words in self._names:
            first = phrase_words[0]
            self._longest[first] = max(self._longest.get(first, 0), len(phrase_words))

    def at(self, words: Sequence[str], position: int) -> tuple[str, int] | None:
        """The name and length in words of the longest phrase that begins at `position`, if any."""
        for length in range(self._longest.get(words[position], 0), 0, -1):
            name = self._names.get(tuple(words[position : position + length]))
            if name is not None and position + length <= len(words):
                return name, length
        return None

    def all_in(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """Each word at which a phrase begins, with the name of the longest one."""
        starts = [position for position, word in enumerate(words) if word in self._longest]
        return [(words[position], match[0]) for position in starts if (match := self.at(words, position))]


@lru_cache(maxsize=64)
def phrases_of(kind: str, lang: str, prefix: str = "") -> Phrases:
    """The phrases of `words/<kind>/<lang>.txt`: the groups whose name begins with `prefix`, the prefix taken away."""
    named = groups(kind, lang)
    return Phrases({name.removeprefix(prefix): found for name, found in named.items() if name.startswith(prefix)})
