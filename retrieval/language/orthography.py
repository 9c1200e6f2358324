"""How a language writes its sentences: its stops, its abbreviations, the words that begin a sentence.

The lists are data: `words/abbreviations`, `words/openers` and `words/speech`, a text file a language.
"""

from dataclasses import dataclass
from functools import cache

import regex

from retrieval.language.words import words

# Stops after which white space must follow (the last is the Greek question mark), and those that need none.
NARROW = ".…‥!?‽‼⁇⁈⁉؟։\u037e"
WIDE = "。｡！？।॥።፧፨။។៕۔།༎᠃᠉"
MORE_STOPS = {"el": ";", "hy": ":"}
UNSPACED = ("ja", "zh", "yue")


@dataclass(frozen=True, slots=True)
class Language:
    """What the rules know of a language; the abbreviations are written with their stop."""

    stop: regex.Pattern[str]  # its stops, the marks that close with them, the white space that follows
    spaced: bool  # sets its words apart
    never: frozenset[str]  # M. Dupont
    closing: frozenset[str]  # Inc.: may end a sentence, if an opener follows
    numbered: frozenset[str]  # art. 5
    names: tuple[str, ...]  # Yahoo!
    ordinals: int  # up to so many digits: 3. Oktober
    openers: frozenset[str]  # words that begin sentences and no names: However
    articles: frozenset[str]  # words that begin sentences, and names too: Le Goff
    attribution: regex.Pattern[str] | None  # "Why?" Smith asked.


@cache
def orthography(lang: str) -> Language:
    """A language without lists of its own borrows the English ones: Dr. and St. are met everywhere."""
    known = lang if words("abbreviations", lang) else "en"
    entries, openers = _marked(words("abbreviations", known)), _marked(words("openers", known))
    plain, none = entries.get("", frozenset()), frozenset[str]()
    verbs = "|".join(words("speech", lang))
    return Language(
        stop=regex.compile(
            rf"((?:[{NARROW}{WIDE}{MORE_STOPS.get(lang, '')}]|．(?![\p{{N}}\p{{Latin}}]))++(?:[ \u00a0\u202f][?!]++)*+)"
            r"((?:[\"'”’»›)\]}」』】）〉》]|[“«‹](?!\p{L})|[ \u00a0\u202f]»(?!\p{L})|\[\d{1,3}\]|[⁰¹²³⁴-⁹])*+)(\s*+)"
        ),
        spaced=lang not in UNSPACED,
        never=plain,
        closing=entries.get("?", none),
        numbered=entries.get("0", none),
        names=tuple(sorted(entry for entry in plain if not entry.endswith("."))),
        ordinals=max(len(entry) - 1 for entry in ("", "00.", "000.") if not entry or entry in plain),
        openers=openers.get("", none),
        articles=openers.get("?", none),
        attribution=regex.compile(rf"(?=\p{{Lu}})(?:[\p{{L}}.'’-]{{1,20}}+\s){{1,4}}(?:{verbs})\b") if verbs else None,
    )


def _marked(lines: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """The entries by the mark behind them ("Inc. ?"), as written and, unless marked so, with a capital too."""
    marked: dict[str, set[str]] = {}
    for line in lines:
        entry, _, mark = line.partition(" ")
        marked.setdefault(mark, set()).add(entry)
        if mark != "?":
            marked[mark].add(entry[:1].upper() + entry[1:])
    return {mark: frozenset(group) for mark, group in marked.items()}
