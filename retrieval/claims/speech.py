"""Who says what a sentence tells: « …», a déclaré le maire; the mayor said that …; selon KCNA.

Rather nobody than a wrong one: a speaker has a name, or is called what speakers are called (`words/reporting`).
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from retrieval.claims.calendar import names
from retrieval.language import WORD, fold, groups, is_stop_word, plain_words

# The languages that have a list.
LANGS = ("fr", "en")
# Words that say who speaks, at most.
MOST_WORDS = 9
CLOSING, OPENING = '»”"', '«“"'
# A full stop that belongs to a name: M. Poutine, J. Smith.
SHORT = regex.compile(r"(?<![\p{L}\p{N}])(?:\p{Lu}|MM|Mr|Mrs|Ms|Dr|St|Sgt|Gen|Gov|Sen|Rep|Pr)\.$")
BREAK = regex.compile(r"[,;:.!?…«»\"“”()\n–—]")
# Jean Le Bris: no article. Bounded, since it is looked for from each letter on.
IN_A_NAME = regex.compile(r"\p{Lu}[\p{L}\p{M}'’.-]{0,40}\s\p{Lu}\p{L}{0,40}$")
# What says more of a name between it and its verb: "Anne Le Bris, mayor of Ys, said".
APART = regex.compile(r",\s[^,.;:!?«»\"“”]{1,90},\s*$")
# Between a quotation and the verb that says whose it is.
INVERTED = regex.compile(rf"[{CLOSING}][\s ]*,?[\s ]*$")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody speaks at `text[start:end]`, or a pronoun does (`start == end`); `direct`: in quotation marks."""

    start: int
    end: int
    direct: bool

    @property
    def named(self) -> bool:
        return self.start < self.end


@lru_cache(maxsize=1 << 14)
def speech_in(text: str, lang: str) -> Speech | None:
    """The first speech that `text` reports; None where it reports none that is beyond doubt."""
    rules = _rules(lang)
    if rules is None:
        return None
    direct = any(mark in text for mark in CLOSING)
    for found in rules.according.finditer(text):
        if (speaker := rules.behind(text, found.end())) and not rules.is_pronoun(text, speaker):
            return Speech(*speaker, direct)
    for verb in rules.verb.finditer(text):
        if speaker := rules.inverted(text, verb) or rules.before(text, verb):
            return Speech(speaker[0], speaker[0] if rules.is_pronoun(text, speaker) else speaker[1], direct)
    return None


def split_about(text: str) -> tuple[str, str]:
    """Whom and what is asked about: the person, and what behind a word for it; the latter may be empty.

    >>> split_about("Emmanuel Macron sur Notre-Dame"), split_about("NASA")
    (('Emmanuel Macron', 'Notre-Dame'), ('NASA', ''))
    """
    found = _about().search(text)
    return (text[: found.start()].strip(), text[found.end() :].strip()) if found else (text.strip(), "")


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, without case and accents, as they are written: without titles and what speakers are called,
    unless it is nothing else.

    >>> name_words("le président Emmanuel Macron"), name_words("l’agence KCNA"), name_words("the police")
    (('Emmanuel', 'Macron'), ('KCNA',), ('police',))
    """
    words = WORD.findall(text)
    dropped = _before_names()
    left = tuple(word for word in words if fold(word) not in dropped)
    return left or tuple(word for word in words[1:] or words)


@dataclass(frozen=True, slots=True)
class _Rules:
    lang: str
    according: regex.Pattern[str]
    verb: regex.Pattern[str]
    said: frozenset[str]
    between: regex.Pattern[str]
    that: regex.Pattern[str]
    words: dict[str, frozenset[str]]
    months: frozenset[str]

    def inverted(self, text: str, verb: regex.Match[str]) -> Span | None:
        """« …», a déclaré jeudi le maire: who stands behind the verb."""
        if not INVERTED.search(text, 0, verb.start()):
            return None
        return self.behind(text, verb.end())

    def before(self, text: str, verb: regex.Match[str]) -> Span | None:
        """Le maire a déclaré que …: who stands before the verb, if what stands behind it is what is said."""
        told = self.that.match(text, verb.end()) is not None
        if fold(verb[0]) not in self.said and not told:
            return None
        end = verb.start()
        apart = APART.search(text, 0, end)
        if apart:
            end = apart.start()
        begin = max((one.end() for one in _breaks(text, 0, end)), default=0)
        start, place = None, None
        for word in reversed(list(WORD.finditer(text, begin, end))[-MOST_WORDS:]):
            folded = fold(word[0])
            if self._ends(word, folded, inside=place is not None) or (
                place is None and folded in self.words["joining"]
            ):
                break
            if folded in self.words["determiner"] and not IN_A_NAME.search(text, begin, word.end()):
                start = word.start()
                previous = next(reversed(plain_words(text[begin : word.start()])), "")
                if previous not in self.words["joining"]:
                    break
            elif self._is_name(text, word) or IN_A_NAME.search(text, begin, word.end()):
                start = word.start()
            place = word.start()
        if start is None and place is not None and fold(text[place:end].strip()) in self.words["pronoun"]:
            return (place, place) if told or INVERTED.search(text, 0, place) else None
        if start is None:
            return None
        if apart and all(self._is_name(text, word) for word in WORD.finditer(text, apart.start(), apart.end())):
            end = apart.start() + len(apart[0].rstrip(", "))  # its leader, Walter Ulbricht, said
        return self._checked(text, start, end)

    def behind(self, text: str, at: int) -> Span | None:
        """Who stands behind a verb or a preposition, up to the next comma or small word that ends it."""
        while found := self.between.match(text, at):
            at = found.end()
        stop = min((one.start() for one in _breaks(text, at, len(text))), default=len(text))
        start, end = None, at
        for word in list(WORD.finditer(text, at, stop))[: MOST_WORDS + 1]:
            if self._ends(word, fold(word[0]), inside=start is not None):
                break
            start = word.start() if start is None else start
            end = word.end()
        return self._checked(text, start, end) if start is not None else None

    def _ends(self, word: regex.Match[str], folded: str, *, inside: bool) -> bool:
        """Whether a word is none of those that say who speaks: a small word, a number, a month."""
        if folded[0].isnumeric() or folded in self.months:
            return True
        return folded in self.words["end"] and not (word[0][0].isupper() and inside)

    def is_pronoun(self, text: str, speaker: Span) -> bool:
        return fold(text[slice(*speaker)]) in self.words["pronoun"]

    def _checked(self, text: str, start: int, end: int) -> Span | None:
        """The words, without space behind them, if they are of somebody who speaks."""
        end = start + len(text[start:end].rstrip())
        said = list(WORD.finditer(text, start, end))
        if len(said) > MOST_WORDS:
            return None
        known = self.is_pronoun(text, (start, end)) or any(
            self._is_name(text, word) or fold(word[0]) in self.words["speaker"] for word in said
        )
        return (start, end) if known else None

    def _is_name(self, text: str, word: regex.Match[str]) -> bool:
        """A capital tells, but for a small word that opens the text."""
        folded = fold(word[0])
        opens = not WORD.search(text, 0, word.start())
        small = is_stop_word(word[0].lower(), self.lang) or any(
            folded in self.words[kind] for kind in ("determiner", "pronoun", "end")
        )
        return word[0][0].isupper() and not (opens and small) and folded not in self.words["determiner"]


def _breaks(text: str, start: int, end: int) -> list[regex.Match[str]]:
    """The signs that part a sentence; no stop that belongs to a name."""
    return [one for one in BREAK.finditer(text, start, end) if not SHORT.search(text, 0, one.end())]


@cache
def _before_names() -> frozenset[str]:
    kinds = ("title", "speaker")
    listed = (one for lang in LANGS for kind in kinds for one in groups("reporting", lang)[kind])
    return frozenset(map(fold, listed)) | {"le", "la", "les", "l", "the", "du", "des", "de", "of"}


@cache
def _about() -> regex.Pattern[str]:
    """In all languages: whom it is asked of does not tell in which one asks."""
    phrases = tuple(one for lang in LANGS for one in groups("reporting", lang)["about"])
    return regex.compile(rf"(?<=\w)\s+(?:{_any(phrases)})\s+(?=\w)", regex.IGNORECASE)


@cache
def _rules(lang: str) -> _Rules | None:
    """None for a language without a list."""
    listed = groups("reporting", lang)
    if not listed:
        return None
    verbs = (*listed["said"], *listed["stated"])
    said = frozenset(fold(verb) for verb in listed["said"])
    between = _any(listed["between"])
    return _Rules(  # in French a space that does not break stands before a colon and within « »
        lang,
        regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{_any(listed['according'])})(?:\s+|(?<=')|(?<=’))", regex.IGNORECASE),
        regex.compile(rf"(?<![\p{{L}}\p{{N}}'’-])(?:{_any(verbs)})(?![\p{{L}}\p{{N}}'’])(?:-t)?-?", regex.IGNORECASE),
        said,
        regex.compile(rf"[\s ]*(?:{between})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE),
        regex.compile(
            rf"[\s ]*(?:(?:{between})\s+)*"
            rf"(?:,?\s*[:{OPENING}]|(?:{_any(listed['that'])})(?![\p{{L}}\p{{N}}]))",
            regex.IGNORECASE,
        ),
        {kind: frozenset(fold(one) for one in phrases) for kind, phrases in listed.items()},
        frozenset(known.months) if (known := names(lang)) else frozenset(),
    )


def _any(phrases: tuple[str, ...]) -> str:
    """A pattern for any of some phrases, the longest first, whatever their apostrophes."""
    longest = sorted(phrases, key=len, reverse=True)
    return "|".join(regex.escape(one).replace("'", "['’]").replace(r"\ ", r"\s+") for one in longest)
