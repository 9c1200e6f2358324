"""What an article's abbreviations stand for, read from where it explains them: "Commission des sites (CDS)".

After Schwartz & Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text": the
letters of what is in parentheses are looked for from right to left in the words before them. Theirs may stand
anywhere in a word; ours must for the most part begin words, and every word but a small one must be used, since the
press puts much else in parentheses (agencies, parties, places).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import regex

from retrieval.language.analysis import fold, stop_words

# Long forms are found in so many characters before, or within, a parenthesis: no name in the press is longer.
REACH = 200
PARENTHESIS = regex.compile(rf"\(([^()\n]{{2,{REACH}}})\)")
WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*")
SHORT = regex.compile(r"\p{Lu}(?:\.?[\p{L}&-]){1,9}\.?")
SHORT_BEFORE = regex.compile(rf"(?<![\p{{L}}\p{{N}}.-])({SHORT.pattern})[»”\"']?\s{{0,2}}$")
# A long form stays within its sentence and outside other quotations.
BREAK = regex.compile(r"[!?;:\n()«»“”\"\u2013\u2014]|\p{Ll}{2}\.\s")
# What follows a comma may belong to the long form; so many are tried.
COMMAS = 4
COMMA = regex.compile(r"(?<!\s)\s*+[,;]")  # from the first space on: from each would take the square of the time
QUOTES = " «»“”\"'’\u00a0\u202f"
LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "nl")
# How many words that are not small may lack a letter: G(roupe d'experts) I(ntergouvernemental)…
UNUSED = 1
# A compound gives an abbreviation all its letters if it has so many for each: Bundesnachrichtendienst (BND).
COMPOUND = 4


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`long` as it stands in the text; `short` without stops and without the s of a plural ("I.E.P.s" is "IEP")."""

    short: str
    long: str


def abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """Those that `text` explains, long (short) or short (long), in their order, each once; in linear time."""
    found: dict[Abbreviation, None] = {}
    for match in PARENTHESIS.finditer(text):
        before = text[max(0, match.start() - REACH) : match.start()]
        explained = _short_inside(before, match.group(1)) or _long_inside(before, match.group(1))
        if explained:
            found[explained] = None
    return tuple(found)


def _short_inside(before: str, inside: str) -> Abbreviation | None:
    """ "the World Health Organization (WHO, founded in 1948)"."""
    written = COMMA.split(inside, maxsplit=1)[0].strip(QUOTES)
    if not SHORT.fullmatch(written):
        return None
    clause = BREAK.split(before)[-1]
    ends = [match.span() for match in WORD.finditer(clause)]
    start = _start([clause[begin:end] for begin, end in ends], written)
    return None if start is None else Abbreviation(_plain(written), clause[ends[start][0] : ends[-1][1]])


def _long_inside(before: str, inside: str) -> Abbreviation | None:
    """ "la RPDC (République populaire démocratique de Corée, NDLR)"; what follows a comma may belong to it or not."""
    written = SHORT_BEFORE.search(before)
    if not written:
        return None
    for end in [*(comma.start() for comma in islice(COMMA.finditer(inside), COMMAS)), len(inside)]:
        ends = [match.span() for match in WORD.finditer(inside[:end])]
        start = _start([inside[begin:stop] for begin, stop in ends], written.group(1))
        if start is not None and all(fold(inside[begin:stop]) in _small() for begin, stop in ends[:start]):
            return Abbreviation(_plain(written.group(1)), inside[ends[start][0] : ends[-1][1]])
    return None


def _start(words: Sequence[str], written: str) -> int | None:
    """The number of the word with which the long form of `written` begins, if the last of `words` end it.

    From right to left, each word takes from the end of the letters that are left a run that begins as it does; a
    state is how many letters are left, how many words were unused, and how many letters began a word. A form whose
    words begin with all the letters is preferred to a nearer one that has some of them inside.
    """
    short = _plain(written)
    letters = fold(short)
    if len(letters) < 2 or len(letters) != len(short) or not letters.isalpha():
        return None
    states, nearest = {(len(letters), 0, 0)}, None
    for number in range(len(words) - 1, max(-1, len(words) - 1 - 3 * len(letters)), -1):
        word, reached = fold(words[number]), set[tuple[int, int, int]]()
        small = word in _small()
        taken = {left: _taken(word, letters, left) for left in {state[0] for state in states}}
        for left, unused, initials in states:
            if small:
                reached.add((left, unused, initials))
            elif unused < UNUSED and len(letters) > 2:
                reached.add((left, unused + 1, initials))
            reached.update((first, unused, initials + 1) for first in taken[left])
        alone = number == len(words) - 1
        whole = [state for state in reached if not small and _is_whole(short, word, *state, alone=alone)]
        if any(initials == len(letters) for _, _, initials in whole):
            return number
        if whole and nearest is None:
            nearest = number
        states = {state for state in reached if state[0] > 0}
    return nearest


def _taken(word: str, letters: str, left: int) -> list[int]:
    """From which of `letters` to `left` the word can give them: its own first letter, then others in their order."""
    return [first for first in range(left) if letters[first] == word[0] and _holds(word, letters[first:left])]


def _holds(word: str, letters: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _is_whole(short: str, word: str, left: int, unused: int, initials: int, *, alone: bool) -> bool:
    """Whether no letter is left, the long form begins with one, and enough of them begin words.

    In "MoDem" these are the capitals, in "ADN" more than half, in "Unesco" all.
    """
    if left or word[0] != fold(short[0]):
        return False
    if alone:
        return short.isupper() and len(short) > 2 and len(word) >= COMPOUND * len(short)
    capitals = sum(letter.isupper() for letter in short)
    if capitals == 1:
        return initials == len(short)
    if capitals < len(short):
        return initials >= capitals
    return initials * 2 > len(short) and (len(short) > 2 or initials == 2)


def _plain(written: str) -> str:
    """ "U.N." → "UN", "IEPs" → "IEP"."""
    letters = "".join(letter for letter in written if letter.isalpha())
    return letters[:-1] if letters.endswith("s") and letters[:-1].isupper() and len(letters) > 2 else letters


@cache
def _small() -> frozenset[str]:
    return frozenset().union(*(stop_words(lang) for lang in LANGUAGES))
