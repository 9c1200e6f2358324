"""Which kind of answer a question wants, by its question words (`words/questions`)."""

from collections.abc import Collection, Sequence
from functools import cache

from retrieval.language import WORD, groups, is_filler, is_stop_word, phrases_of, plain_words, stop_words

# After "who is", up to this many words name somebody; more describe somebody ("who is the president of …").
NAME_WORDS = 3
# How far behind "which" its noun may stand: "quel est le nombre", "which of the two cities".
NOUN_REACH = 5


def question_kind(text: str, lang: str, names: Collection[str] = ()) -> str:
    """The kind of answer that `text` wants, by the question words of `lang`; "" where none is found.

    `names` are the folded words of `text` that are written like names.
    """
    words, typed = plain_words(text), WORD.findall(text.lower())
    if len(typed) != len(words):  # letters that folding takes apart
        typed = words
    askers = phrases_of("questions", lang)
    for position in range(len(words)):
        match = askers.at(words, position)
        if match is None or match[0].startswith(("noun ", "joining")):
            continue
        kind, length = match
        if length == 1 and 0 < position < len(words) - 1 and not _asks(typed[position], lang):
            continue
        rest = words[position + length :]
        if kind == "which":
            return _noun_kind(rest, lang)
        if kind in {"identity", "definition"}:
            says = any(word not in stop_words(lang) and not is_filler(word, lang) for word in rest)
            subject = rest if says else words[:position]  # "lavrof c qui"
            return _identity_kind(subject, lang) if kind == "identity" else _definition_kind(subject, lang, names)
        if kind == "yes-no" and position > 1 and len(words[position:]) > length + NAME_WORDS:
            continue
        return _noun_kind(rest, lang) if kind == "thing" else kind
    return ""


def _asks(word: str, lang: str) -> bool:
    """Whether a word inside a question asks: "où" does, "ou" is another word."""
    return word in _askers(lang) or not is_stop_word(word, lang)


@cache
def _askers(lang: str) -> frozenset[str]:
    return frozenset(
        word for name, listed in groups("questions", lang).items() if not name.startswith("noun ") for word in listed
    )


def _identity_kind(rest: list[str], lang: str) -> str:
    """ "Who is Ada" asks for a definition, "who is the mayor of Ys" for a person."""
    named = [word for word in rest if word not in stop_words(lang)]
    return "definition" if rest[:1] == named[:1] and 0 < len(named) <= NAME_WORDS else "person"


def _definition_kind(rest: list[str], lang: str, names: Collection[str]) -> str:
    """ "What is European Union law" asks for a definition, "what's the population of Ys" for a number.

    "What is he doing" asks for a thing.
    """
    first = next((word for word in rest if word not in stop_words(lang)), "")
    counted = "thing" if first in names else _noun_kind(rest, lang)
    return "definition" if counted == "thing" and _is_noun(rest, lang, names) else counted


def _is_noun(rest: Sequence[str], lang: str, names: Collection[str]) -> bool:
    """Whether `rest` is a name or a noun with what belongs to it: "the European Court of Human Rights".

    An article opens it or follows a joining word; any other small word makes it a sentence ("the law on how to vote").
    "The first part of the bridge" asks about a part, unless it is written like a name.
    """
    known = groups("questions", lang)
    articles, joins, verbs = (set(known.get(f"joining {name}", ())) for name in ("article", "noun", "verb"))
    first = next((word for word in rest if word not in articles), "")
    before, described = "article", False
    for word in rest:
        if word in names or word not in stop_words(lang) | articles | joins | verbs:
            before = "word"
        elif word in joins and before == "word":
            before, described = "joining", described or word in articles  # "du" is both
        elif word in articles and before in {"article", "joining"}:
            before, described = "article", described or before == "joining"
        else:
            return False
    return before == "word" and not (described and rest[0] in articles and first not in names)


def _noun_kind(rest: list[str], lang: str) -> str:
    """The kind told by the first noun of `rest` that is in the lists ("quelle année" → date), else thing."""
    nouns = phrases_of("questions", lang, "noun ")
    for position in range(min(NOUN_REACH, len(rest))):
        match = nouns.at(rest, position)
        if match:
            return match[0]
    return "thing"
