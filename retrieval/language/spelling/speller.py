"""The word that was meant by one that no article holds: Choigou → Shoigu, Macrno → Macron. Rather none than wrong.

What sounds alike is taken first (transliterations, accents, double letters), then what a slip of the finger makes.
Words that differ by an ending alone ("nationalité", "nationaliste") are two words.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from threading import Lock

import numpy as np
import numpy.typing as npt
import regex

from retrieval.language.analysis import word_terms
from retrieval.language.spelling.sounds import HISSED, alone, skeletons, skeletons_of, spoken
from retrieval.language.words import words

LETTERS_ONLY = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}]+")
# Shorter words have too many neighbours that are words themselves.
SHORTEST, SHORTEST_FOUND = 5, 4
# From which length on slips are believed: a vowel left out or added, any letter, a letter changed, two slips.
VOWEL_SLIP, ANY_SLIP, CHANGED, TWO_SLIPS = 6, 7, 8, 9
# How much more alike (0 to 1) the nearest must be than the second.
MARGIN = 0.04
# A stem that inflected words share; shorter ones are shared by chance.
STEM = 4
VOWELS = frozenset("aeiouy")
# Letters that lie side by side, in French and English.
ROWS = ("azertyuiop", "qwertyuiop", "qsdfghjklm", "asdfghjkl", "wxcvbn", "zxcvbnm")
NEIGHBOURS = {frozenset(row[at : at + 2]) for row in ROWS for at in range(len(row) - 1)}
# The words of these languages that every text has are known, whatever the articles are about.
COMMON = ("fr", "en")
ENDINGS = ("fr", "en", "de", "es", "it")


@dataclass(frozen=True, slots=True)
class _Group:
    """The words that begin with one sound, the shortest first; `skeletons` has a line for each, in the same order.

    `letters`, uint32, has a bit for each letter of a word: a slip changes two at most, so few words are compared.
    """

    words: tuple[str, ...]
    skeletons: str
    letters: npt.NDArray[np.uint32]

    def alike(self, skeleton: str) -> Iterator[str]:
        """Those with this very skeleton (a line between two line breaks)."""
        found, line, counted = self.skeletons.find(skeleton), 0, 0
        while found >= 0:
            line += self.skeletons.count("\n", counted, found)
            yield self.words[line]
            counted, found = found, self.skeletons.find(skeleton, found + 1)

    def near(self, word: str, slips: int) -> Iterator[str]:
        """Those that at most `slips` letters left out, added, changed or swapped make of `word`."""
        start = bisect_left(self.words, len(word) - slips, key=len)
        end = bisect_left(self.words, len(word) + slips + 1, key=len)
        changed = np.bitwise_count(self.letters[start:end] ^ _letters((word,))[0])
        some = [self.words[start + int(place)] for place in np.flatnonzero(changed <= 2 * slips)]
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        for near, _, _ in extract(word, some, scorer=OSA.distance, score_cutoff=slips, limit=None):
            yield near


class Speller:
    """The words that the articles hold, by the way they sound and are spelt.

    `surfaces` are folded words, up to some millions; what is no word of letters in the Latin, Greek or Cyrillic
    script is left out. They are put in order when the first word is looked up: seconds for a million.
    """

    def __init__(self, surfaces: Iterable[str]) -> None:
        self._surfaces: Iterable[str] | None = surfaces
        self._groups: dict[str, _Group] = {}
        self._building = Lock()  # questions are read in threads; only the first one builds

    def nearest(self, word: str) -> str | None:
        """The word of the library that `word` (folded, and not in the library) was surely meant for, if any."""
        if not is_looked_up(word):
            return None
        with self._building:
            if self._surfaces is not None:
                self._groups, self._surfaces = _grouped(self._surfaces), None
        for look_up in (self._sounding, self._spelt):
            found = look_up(word)
            if any(_related(word, near) for near in found):
                return None
            if found:
                return _clearest(word, found)
        return None

    def _sounding(self, word: str) -> list[str]:
        swapped = _swapped(word)
        found = {near for near in self._alike(swapped) if near == swapped}
        for variant in _variants(word):
            found |= {near for near in self._alike(variant) if _is_one_word(variant, near)}
        return sorted(found)

    def _alike(self, word: str) -> Iterator[str]:
        skeleton = skeletons(alone(word))
        group = self._groups.get(skeleton[1:2])
        return group.alike(skeleton) if group else iter(())

    def _spelt(self, word: str) -> list[str]:
        group = self._groups.get(skeletons(alone(word))[1:2])
        found = group.near(word, most_slips(word)) if group else ()
        return [near for near in found if word[0] == near[0] and _believed(word, near)]


def is_listed(word: str) -> bool:
    """Whether a folded word of the library may be what was meant by another."""
    return len(word) >= SHORTEST_FOUND and _is_lettered(word)


def is_looked_up(word: str) -> bool:
    """Whether another word may have been meant by this one (folded)."""
    return len(word) >= SHORTEST and _is_lettered(word) and not _is_common(word)


def most_slips(word: str) -> int:
    """How many letters left out, added, changed or swapped are believed of a word."""
    return 1 if len(word) < TWO_SLIPS else 2


def sounds_of(word: str) -> tuple[str, ...]:
    """The skeletons of the words of the library that may sound like `word`."""
    return tuple(dict.fromkeys(skeletons_of((_swapped(word), *_variants(word)))))


def _grouped(surfaces: Iterable[str]) -> dict[str, _Group]:
    kept = sorted({word for word in surfaces if is_listed(word)}, key=len)
    members: dict[str, tuple[list[str], list[str]]] = {}
    for word, skeleton in zip(kept, skeletons_of(kept), strict=True):
        found, sounds = members.setdefault(skeleton[:1], ([], []))
        found.append(word)
        sounds.append(skeleton)
    return {
        sound: _Group(tuple(found), alone("\n".join(sounds)), _letters(found))
        for sound, (found, sounds) in members.items()
    }


def _letters(found: Sequence[str]) -> npt.NDArray[np.uint32]:
    """The letters of each word as a set of bits (uint32), by the last five bits of their code points."""
    codes = np.frombuffer("".join(found).encode("utf-32-le"), dtype="<u4")
    starts = np.cumsum([0, *map(len, found[:-1])])
    return np.bitwise_or.reduceat(np.left_shift(np.uint32(1), codes & 31), starts)


def _slips(word: str, near: str) -> int:
    """How many letters left out, added, changed or swapped make one of the other."""
    from rapidfuzz.distance import OSA  # here and elsewhere: only a word that no article has needs it

    return OSA.distance(word, near)


def _is_lettered(word: str) -> bool:
    return word.isalpha() and (word.isascii() or LETTERS_ONLY.fullmatch(word) is not None)


def _swapped(word: str) -> str:
    return word[1] + word[0] + word[2:]


def _variants(word: str) -> tuple[str, ...]:
    """Arabic and Russian kh is written h as well: Khamenei, Hamenei."""
    return word, word.replace("kh", "h"), regex.sub(r"(?<![bcdgkprstxz])h", "kh", word)


def _is_one_word(word: str, near: str) -> bool:
    """Whether two spellings of one sound have most letters in common: else they are homophones (cygne, signe)."""
    apart = _slips(HISSED.sub("S", word), HISSED.sub("S", near))
    longest = max(len(word), len(near))
    if longest <= SHORTEST:
        return apart <= 1 and word[0] == near[0]
    return apart <= (2 if longest < TWO_SLIPS else longest // 3)


def _believed(word: str, near: str) -> bool:
    """Whether what lies between the two is more likely a slip than another word: the shorter, the less so.

    Letters swapped always are; a vowel inside left out or added from VOWEL_SLIP letters on, a consonant too from
    ANY_SLIP on, a vowel for a vowel or a letter for its neighbour on the keyboard from CHANGED on. Of two slips one
    must not be heard.
    """
    left, added = Counter(word) - Counter(near), Counter(near) - Counter(word)
    if _slips(word, near) > 1:
        return _slips(spoken(alone(word)), spoken(alone(near))) <= 1
    if left and added:
        pair = left.keys() | added.keys()
        return len(word) >= CHANGED and (pair <= VOWELS or pair in NEIGHBOURS)
    if left or added:
        light = word[-1] == near[-1] and all(letter in VOWELS for letter in left | added)
        return len(word) >= (VOWEL_SLIP if light else ANY_SLIP)
    return True


def _related(word: str, near: str) -> bool:
    """Whether the two differ by their ending alone, and sound different or are an inflection that is not heard."""
    if spoken(alone(word)) == spoken(alone(near)):
        return False
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, near, strict=False)))
    endings = _endings()
    return any(word[cut:] in endings and near[cut:] in endings for cut in range(STEM, shared + 1))


def _clearest(word: str, found: list[str]) -> str | None:
    """The one most like `word`; none if a second is as like it and is not just another form of the first."""
    likeness = {near: _likeness(word, near) for near in found}
    first, *others = sorted(found, key=lambda near: (-likeness[near], len(near), near))
    rivals = [near for near in others if likeness[first] - likeness[near] < MARGIN and not _related(first, near)]
    return None if rivals else first


def _likeness(word: str, near: str) -> float:
    """From 0 to 1: as spelt and as heard, half each."""
    from rapidfuzz.distance import OSA

    heard = OSA.normalized_similarity(spoken(alone(word)), spoken(alone(near)))
    return (OSA.normalized_similarity(word, near) + heard) / 2


@cache
def _endings() -> frozenset[str]:
    return frozenset({"", *(ending for lang in ENDINGS for line in words("endings", lang) for ending in line.split())})


@cache
def _common_stems(lang: str) -> frozenset[str]:
    return frozenset(line.split()[0] for line in words("common", lang))


def _is_common(word: str) -> bool:
    """So is a number in Roman figures ("xviii"), whose only term is itself."""
    terms = {lang: word_terms(word, lang) for lang in COMMON}
    return any(len(found) == 1 or found[1][2:] in _common_stems(lang) for lang, found in terms.items())
