"""Whether a question goes on from the one before it, and what it then means: rules over the word lists in `locales`.

"Et en 2019 ?" asks the last question again with another year; "Pourquoi ?" asks why of what it was about; in "Qui
est-il ?" the names take the place of the pronoun. Rather take a question as it is than carry over what it did not mean.
"""

import json
from dataclasses import asdict, dataclass, replace

from bot.conversation.phrasing import DROPPING, Phrasing, Word, language_of, phrasing, split_words
from retrieval.language import fold, without_courtesies
from retrieval.types import Answer

# A question without a question word is cut short ("En 2019 ?") only if it is this short.
CUT_SHORT = 3
# Carried where the last question has no names: more words would drown the new question's own.
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question was about: its question word, its names, its other words that say something, in their order,
    and the title of the article that answered. `replied`: a person pointed at that answer."""

    asker: str = ""
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    title: str = ""
    replied: bool = False

    def dump(self) -> str:
        return json.dumps(asdict(replace(self, replied=False)), ensure_ascii=False)

    def of_reply(self) -> "Subject":
        return replace(self, replied=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is asked of the articles; `understood` says what was carried over, empty if nothing."""

    question: str
    understood: str = ""
    names: tuple[str, ...] = ()


def read_subject(stored: str) -> Subject:
    """A subject from what `dump` made of it."""
    fields = json.loads(stored)
    return Subject(fields["asker"], tuple(fields["names"]), tuple(fields["words"]), fields["title"])


def understand(asked: str, last: Subject | None) -> Reading:
    """The question that `asked` means after a conversation about `last`.

    >>> last = Subject("Combien de", ("Kerlan",), ("visiteurs", "Kerlan", "2018"))
    >>> understand("Et en 2019 ?", last).question
    'Combien de visiteurs Kerlan en 2019 ?'
    """
    if last is None:
        return Reading(asked)
    typed, asked = asked, without_courtesies(asked, language_of(asked))
    words = split_words(asked)
    if not words:
        return Reading(typed)
    rules = phrasing(language_of(asked))
    begin = rules.opening(words)
    rest = words[begin:]
    if _is_bare(rest, rules):
        return _again(asked, asked[: rest[-1].end], last.words, last)
    if _is_cut_short(rest, rules, opened=begin > 0, text=asked):
        return _with_another(asked, asked[rest[0].start :], rest, rules, last)
    end = words[-1].end
    place = _place_to_carry_to(rest, rules) or ((end, end) if last.replied and not _names(rest, rules) else None)
    if place:
        return _about(asked, place, last)
    return Reading(typed)


def subject_of(reading: Reading, answer: Answer) -> Subject:
    """What the next question may go on from. People type names without their capitals: the answer tells them."""
    lang = language_of(reading.question)
    rules = phrasing(lang)
    asked = _as_written(without_courtesies(reading.question, lang), answer)
    words = split_words(asked)
    asker = rules.length_at("asker", words, 0)
    names = dict.fromkeys((*reading.names, *_names(words, rules)))
    content = dict.fromkeys(
        words[at].text
        for at in range(asker, len(words))
        if rules.says_something(words[at]) or _is_name(words, at, rules)
    )
    title = answer.citations[0].article.title if answer.citations else ""
    start = asked[: words[asker - 1].end] if asker else ""
    return Subject(start, tuple(names), tuple(content), title)


def _as_written(asked: str, answer: Answer) -> str:
    """A question with its words as they were understood, and its names as the answer or its title writes them."""
    written = {fold(typed): meant for typed, meant in answer.understood}
    for citation in answer.citations[:1]:
        for text in (citation.article.title, citation.text):
            for word in split_words(text)[1:]:  # the first one has a capital anyway
                if word.text[0].isupper():
                    written.setdefault(word.folded, word.text)
    for word in reversed(split_words(asked)):
        asked = asked[: word.start] + written.get(word.folded, word.text) + asked[word.end :]
    return asked


def _about(asked: str, place: tuple[int, int], last: Subject) -> Reading:
    """Pronouns and the like: the names are carried, else what there is, and put in the `place` of the pronoun."""
    carried = last.names or tuple(word for word in last.words if not word.isdigit())[:MOST_WORDS] or _of_title(last)
    own = {word.folded for word in split_words(asked)}
    missing = " ".join(word for word in carried if split_words(word)[0].folded not in own)
    if not missing:
        return Reading(asked, names=last.names)
    begin, end = place
    before = asked[:begin].rstrip(" -").removesuffix("-t")  # "pèse-t-elle"
    behind = f" {asked[end + 1 :]}" if asked[end:].startswith("-") else asked[end:]
    return Reading(f"{before} {missing}{behind}".strip(), " ".join(carried), tuple(carried))


def _again(asked: str, asker: str, carried: tuple[str, ...], last: Subject) -> Reading:
    """A question word alone: it is asked of all that the last question was about."""
    carried = carried or _of_title(last)
    if not carried:
        return Reading(asked)
    return Reading(f"{asker} {' '.join(carried)} ?", " ".join(carried), last.names)


def _with_another(asked: str, other: str, rest: list[Word], rules: Phrasing, last: Subject) -> Reading:
    """The last question with something else in place of what is of its kind: a number, a name, a thing."""
    names, numbers = _names(rest, rules), [word for word in rest if word.text.isdigit()]
    kept = [word for word in last.words if not (numbers and word.isdigit()) and not (names and word in last.names)]
    if not names and not numbers:  # another thing: "Et le prix ?" is asked of the same names
        kept = list(last.names or last.words[:1] or _of_title(last))
    asker = last.asker if names or numbers else ""
    if not kept and not asker:
        return Reading(asked)
    question = " ".join(filter(None, (asker, *kept, other.rstrip(" ?!.…"), "?")))
    return Reading(question, question, () if names else last.names)


def _is_bare(words: list[Word], rules: Phrasing) -> bool:
    """Nothing but a question word and what says nothing beside it."""
    at = found = 0
    while at < len(words):
        asker = rules.length_at("asker", words, at)
        step = max(asker, rules.length_at("filler", words, at))
        if not step:
            return False
        found += asker > 0
        at += step
    return found > 0


def _is_cut_short(words: list[Word], rules: Phrasing, *, opened: bool, text: str) -> bool:
    """No question word and no verb: what was opened by "et", or a few words that begin as only a part of one does."""
    if not words or any(rules.length_at("asker", words, at) for at in range(len(words))):
        return False
    if any(rules.length_at(kind, words, at) for kind in ("pronoun", "being") for at in range(len(words))):
        return False
    content = sum(1 for word in words if rules.says_something(word))
    if opened:
        return content <= CUT_SHORT
    begins = rules.length_at("preposition", words, 0) or rules.length_at("subject", words, 0)
    return bool(begins) and content == 1 and len(words) <= CUT_SHORT and text.rstrip().endswith("?")


def _place_to_carry_to(words: list[Word], rules: Phrasing) -> tuple[int, int] | None:
    """From where to where a pronoun stands before which the question names nothing that it could stand for.

    Of what says something itself ("sa hauteur", "cette tour") nothing is replaced: the place is behind the last word,
    as it is where a verb has no subject at all ("¿Cuándo murió?").
    """
    behind = (words[-1].end, words[-1].end) if words else None
    at, impersonal = 0, False
    while at < len(words):
        if step := rules.length_at("impersonal", words, at):
            at, impersonal = at + step, True
            continue
        if length := rules.length_at("object", words, at):
            return words[at + length - 1].start, words[at + length - 1].end
        if length := rules.length_at("pronoun", words, at):
            return words[at].start, words[at + length - 1].end
        if rules.length_at("owner", words, at):
            return behind
        following = words[at + 1] if at + 1 < len(words) else None
        if rules.length_at("pointer", words, at) and following and rules.says_something(following):
            return behind
        if _is_subject(words, at, rules):
            return None
        at += 1
    dropped = rules.lang in DROPPING and not impersonal and rules.length_at("asker", words, 0) > 0
    return behind if dropped and sum(map(rules.says_something, words)) <= CUT_SHORT else None


def _is_subject(words: list[Word], at: int, rules: Phrasing) -> bool:
    """A name, or an article with its noun that no preposition and no "quelle est" stands before."""
    if _is_name(words, at, rules):
        return True
    length = rules.length_at("subject", words, at)
    noun = words[at + length] if length and at + length < len(words) else None
    if noun is None or not rules.says_something(noun):
        return False
    before = at > 0 and rules.length_at("preposition", words, at - 1) > 0
    asked_for = at > 1 and rules.length_at("being", words, at - 1) > 0 and rules.length_at("asker", words, at - 2) > 0
    return not before and not asked_for


def _is_name(words: list[Word], at: int, rules: Phrasing) -> bool:
    """A capital, on a word that says something or that goes on a name (the Un of Kim Jong Un). In German all nouns have
    one, and what a question asks for names nothing: "wie viele Stufen"."""
    if not words[at].text[0].isupper():
        return False
    if rules.lang == "de" and any(start + rules.length_at("asker", words, start) == at for start in range(at)):
        return False
    return rules.says_something(words[at]) or (at > 1 and _is_name(words, at - 1, rules))


def _names(words: list[Word], rules: Phrasing) -> list[str]:
    """What a question names: the words with a capital (not the first word, which has one anyway, unless a name goes on
    from it) and the noun that they belong to: the *viaduc* de Kerlan, the Skarn *lighthouse*."""
    named = [_is_name(words, at, rules) for at in range(len(words))]
    if words and words[0].start == 0 and len(words) > 1 and not named[1]:
        named[0] = False
    chosen = list(named)
    for at in (at for at, is_name in enumerate(named) if is_name):
        noun = at - 2 if at > 1 and rules.length_at("preposition", words, at - 1) else at - 1
        article = noun > 0 and any(rules.length_at(kind, words, noun - 1) for kind in ("subject", "contracted"))
        if article and rules.says_something(words[noun]):
            chosen[noun] = True
        first = at
        while first > 0 and named[first - 1]:
            first -= 1
        behind = at + 1 < len(words) and not named[at + 1] and rules.says_something(words[at + 1])
        if rules.lang == "en" and behind and first > 0 and rules.length_at("subject", words, first - 1):
            chosen[at + 1] = True
    return [word.text for word, is_chosen in zip(words, chosen, strict=True) if is_chosen]


def _of_title(last: Subject) -> tuple[str, ...]:
    """The names in the title of the article that answered, else its words."""
    rules = phrasing(language_of(last.title))
    words = split_words(last.title)
    names = tuple(dict.fromkeys(_names(words, rules)))
    return names or tuple(dict.fromkeys(word.text for word in words if rules.says_something(word)))[:MOST_WORDS]
