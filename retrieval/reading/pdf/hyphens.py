"""Lines put together again, and the question that each hyphen at a line's end asks: was it the word's own?

Posture: what the words of the document and of the language don't settle keeps its hyphen.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from retrieval.errors import ReadError

HYPHENS = "-\u2010\u2011"
SOFT = "\u00ad"
DASHES = "–—"
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
LAST = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010\u2011]$")
FIRST = re.compile(r"[^\W\d_]+")
UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
# Before these a hyphen stands for what follows later: "pre- and post-war", "Vor- und Nachteile".
SUSPENDED = frozenset(
    {"and", "bis", "e", "eller", "en", "et", "o", "och", "oder", "of", "og", "or", "ou", "to", "und", "y"}
)
# These write compounds as one word and put no hyphen before a small letter.
COMPOUNDING = frozenset({"da", "de", "et", "fi", "hu", "is", "nl", "no", "sv"})
# Languages of which pyspellchecker knows the words.
KNOWN = frozenset({"ar", "de", "en", "es", "eu", "fa", "fr", "it", "lv", "nl", "pt", "ru"})


class Words:
    """The words of a document, by which lines are joined."""

    def __init__(self, lines: Iterable[str], lang: str, name: str) -> None:
        self._lang, self._name = lang, name
        self._plain: set[str] = set()
        self._hyphened: set[str] = set()
        texts = list(lines)
        self._broken: list[tuple[str, str]] = []  # the two ends of each word that a line's end cuts
        cut = False
        for above, below in pairwise([*texts, ""]):
            whole = FIRST.sub("", above, count=1) if cut else above
            cut = above.endswith(tuple(HYPHENS))
            for word in WORD.findall((LAST.sub("", whole) if cut else whole).lower()):
                (self._hyphened if any(hyphen in word for hyphen in HYPHENS) else self._plain).add(word)
            if (last := LAST.search(above)) and (first := FIRST.match(below)):
                self._broken.append((last[1].lower(), first[0].lower()))

    def join(self, above: str, below: str) -> str:
        """The text of two lines that follow each other in one paragraph.

        >>> Words(["the well-known mill", "of the passengers"], "en", "a.pdf").join("three passen-", "gers came")
        'three passengers came'
        """
        if above.endswith(SOFT):
            return above.rstrip(SOFT) + below
        if not above.endswith((*HYPHENS, *DASHES)):
            return f"{above}{'' if UNSPACED.match(above[-1:]) and UNSPACED.match(below) else ' '}{below}"
        if not (above[-2:-1].isalnum() and below[:1].isalnum()):
            return f"{above} {below}"
        first, last = FIRST.match(below), LAST.search(above)
        if first and first[0] in SUSPENDED and last:
            return f"{above} {below}"
        if not first or not last or not below[0].islower() or self._is_own(last[1].lower(), first[0].lower()):
            return above + below
        return above[:-1] + below

    def _is_own(self, before: str, after: str) -> bool:
        """Whether the hyphen belongs to the word that `before` and `after` are the ends of."""
        if any(f"{before}{hyphen}{after}" in self._hyphened for hyphen in HYPHENS):
            return True
        whole = before + after
        if 1 in (len(before), len(after)):  # "a-t-il": nobody breaks a word after one letter
            return True
        if whole in self._plain or self._lang in COMPOUNDING:
            return False
        if not self._language:
            return not self._breaks_words
        return whole not in self._language and all(
            part in self._language or part in self._plain for part in (before, after)
        )

    @cached_property
    def _language(self) -> frozenset[str]:
        """The words of the language; none where no list is known."""
        if self._lang not in KNOWN:
            return frozenset()
        try:
            from spellchecker import SpellChecker  # half a second, only for a word that the document leaves open
        except ImportError:
            raise ReadError(self._name, "PDFs need more packages: pip install 'ibid[pdf]'") from None
        return frozenset(SpellChecker(language=self._lang, distance=1).word_frequency.dictionary)

    @cached_property
    def _breaks_words(self) -> bool:
        """Whether the document breaks words at all: one of those that it broke stands elsewhere whole."""
        return any(before + after in self._plain for before, after in self._broken)
