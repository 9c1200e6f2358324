"""How a language writes its sentences: its stops, its abbreviations, the words that begin a sentence, its capitals.

The lists are data: `words/abbreviations`, `words/openers` and `words/speech`, a text file a language.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from retrieval.language.analysis import WORD, fold, stop_words
from retrieval.language.words import words

# Stops after which white space must follow (the last is the Greek question mark), and those that need none.
NARROW = ".…‥!?‽‼⁇⁈⁉؟։\u037e"
WIDE = "。｡！？।॥።፧፨။។៕۔།༎᠃᠉"
MORE_STOPS = {"el": ";", "hy": ":"}
UNSPACED = ("ja", "zh", "yue")
# German and Luxembourgish write every noun with a capital.
NOUNS_CAPITALISED = frozenset(("de", "lb"))


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


def capitals_tell(lang: str) -> bool:
    """Whether a word with a capital inside a sentence of `lang` is a name for the most part."""
    return lang not in NOUNS_CAPITALISED


def written_like_names(text: str, lang: str) -> list[str]:
    """The words with a capital that do not open `text`; where nouns have one too, those that are all capitals (UNO)."""
    found = WORD.findall(text)[1:]
    if capitals_tell(lang):
        return [word for word in found if word[0].isupper()]
    return [word for word in found if len(word) > 1 and word.isupper()]


def capitals_in_a_row(text: str, lang: str) -> list[str]:
    """The words with a capital behind another such word ("Angela Merkel"): names, even where nouns have capitals.

    The second only: "Bundeskanzlerin Merkel". What opens the text counts unless it is a stop word.
    """
    found = WORD.findall(text)
    small = stop_words(lang)
    return [
        word
        for place, (before, word) in enumerate(pairwise(found))
        if before[0].isupper() and word[0].isupper() and (place or fold(before) not in small)
    ]
