"""What has to be known of a sentence before another can contradict it: of what it speaks, what it denies and names.

The words that tell are data: `words/contradicting`.
"""

from collections.abc import Sequence

import regex

from retrieval.language import WORD, fold, groups, is_stop_word, phrases_of, plain_words, stop_words, tokens, word_terms

# So many words may stand between the two parts of a denial: "ne sera donc très probablement pas".
DENIAL_REACH = 6
# What may stand between two words of one name.
WITHIN_A_NAME = regex.compile(r"[ \u00a0-]|['’]|\. ?")
QUOTED = regex.compile(r"[«»“”\"]")

Span = tuple[int, int]


def denials(text: str, lang: str) -> int | None:
    """How often a sentence denies something; None where that is not plain.

    >>> denials("Le pont n'est pas ouvert.", "fr"), denials("It isn't open.", "en"), denials("Il n'a que toi.", "fr")
    (1, 1, None)
    """
    found = _denied(_words(text, lang), lang)
    return None if found is None else len(found)


def stems(text: str, lang: str) -> frozenset[str]:
    """Of what a sentence speaks: the stems of its words, numbers as they are, without small words and denials."""
    words = _words(text, lang)
    denying = {words[place] for places in _denied(words, lang) or () for place in places}
    left = (word for word in tokens(text) if not is_stop_word(word, lang) and fold(word) not in denying)
    return frozenset(word_terms(word, lang)[:2][-1] for word in left)


def is_plain(text: str, lang: str) -> bool:
    """Whether a sentence neither supposes nor narrows down nor quotes."""
    words = [word for at, word in enumerate(WORD.findall(text)) if at == 0 or word[0].islower()]  # May is no "may"
    doubts = phrases_of("contradicting", lang, "doubt")
    return not QUOTED.search(text) and not doubts.all_in([fold(word) for word in words])


def times(text: str, lang: str) -> frozenset[str]:
    """Of present, past and future, those that its forms of "to be" tell."""
    return frozenset(kind for kind in ("present", "past", "future") if holds(text, lang, kind))


def holds(text: str, lang: str, kind: str) -> bool:
    """Whether a phrase of a kind of `words/contradicting` stands in the text, with its accents."""
    phrases = [WORD.findall(phrase.lower()) for phrase in groups("contradicting", lang).get(kind, ())]
    words = [word.lower() for word in WORD.findall(text)]
    return any(words[at : at + len(phrase)] == phrase for phrase in phrases for at in range(len(words)))


def is_country(name: str, lang: str) -> bool:
    """Whether a name is that of a country that lies in no other of the list."""
    return plain_words(name) in [plain_words(one) for one in groups("contradicting", lang)["country"]]


def names_in(text: str, lang: str) -> list[Span] | None:
    """Where names stand: words with a capital in a row, and small ones within. None where a capital at the beginning
    may be any word's.

    >>> [text[slice(*one)] for text in ["Anne Le Bris et Jean de Ys"] for one in names_in(text, "fr") or ()]
    ['Anne Le Bris', 'Jean de Ys']
    """
    words = list(WORD.finditer(text))
    particles = frozenset(groups("contradicting", lang).get("particle", ()))
    found: list[Span] = []
    at = 0
    while at < len(words):
        if not _is_written_like_a_name(words[at][0], lang) or (at == 0 and is_stop_word(words[0][0].lower(), lang)):
            at += 1
            continue
        last = ahead = at
        while ahead + 1 < len(words) and WITHIN_A_NAME.fullmatch(text[words[ahead].end() : words[ahead + 1].start()]):
            ahead += 1
            if _is_written_like_a_name(words[ahead][0], lang):
                last = ahead
            elif words[ahead][0] not in particles:
                break
        if at == last == 0:
            return None
        found.append((words[at].start(), words[last].end()))
        at = last + 1
    return found


def _is_written_like_a_name(word: str, lang: str) -> bool:
    """With a capital, and neither a month nor a day of the week."""
    cue = phrases_of("cues", lang).at([fold(word)], 0) if word[0].isupper() else None
    return word[0].isupper() and (cue is None or cue[0] not in {"month", "day"})


def _denied(words: Sequence[str], lang: str) -> list[tuple[int, ...]] | None:
    """The places of the words of each denial; None where a part lacks the other."""
    known = phrases_of("contradicting", lang, "denial")
    found: list[tuple[int, ...]] = []
    first: list[int] = []
    second: list[int] = []
    at = 0
    while at < len(words):
        kind, length = known.at(words, at) or (None, 1)
        if kind == "":
            found.append(tuple(range(at, at + length)))
        elif kind == " first":
            first.append(at)
        elif kind and first and at - first[-1] <= DENIAL_REACH:
            found.append((first.pop(), at))
        elif kind == " second":
            second.append(at)
        at += length
    if len(first) == len(second) == 1 and second[0] < first[0]:  # aucun train ne circule
        return [*found, (second[0], first[0])]
    return None if first or second else found


def _words(text: str, lang: str) -> list[str]:
    """The folded words, but for those that only their accent tells from a small one: "né"."""
    return [
        fold(word) if is_stop_word(word, lang) or fold(word) not in stop_words(lang) else word
        for word in WORD.findall(text.lower())
    ]
