"""What a message asks of the articles: each of its questions in turn, each going on from the one before it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.followups import MOST_WORDS, Reading, Subject, subject_of, understand
from bot.conversation.splitting import parts_of
from bot.wording import Ask
from retrieval.answering import silence
from retrieval.language import detect_language, split_sentences
from retrieval.queries import split_operators
from retrieval.types import Answer

# Questions of one message that are answered; more would bury the conversation.
MOST_QUESTIONS = 3
# A question that finds nothing is asked once more with all that stands around it, up to so many characters.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was written, as it was understood, and its answer."""

    question: str
    reading: Reading
    answer: Answer


@dataclass(frozen=True, slots=True)
class Exchange:
    """The questions of a message that were asked, at least one, and those that were too many."""

    asked: tuple[Asked, ...]
    more: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """What the next question may go on from."""
        return subject_of(self.asked[-1].reading, self.asked[-1].answer)


def ask_all(message: str, last: Subject | None, ask: Ask, pointed: Subject | None = None) -> Exchange:
    """Ask what a message asks, after a conversation about `last`; `pointed` is what it points at, if at anything. The
    operators of a message hold for each of its questions, and for none behind it."""
    message, operators = split_operators(message)
    if operators:
        ask = partial(_with_operators, ask, operators)
    parts = parts_of(message)
    questions, more = parts.questions[:MOST_QUESTIONS], parts.questions[MOST_QUESTIONS:]
    near = subject_in(parts.around) if parts.around else pointed
    whole = message if len(parts.questions) == 1 and len(message) <= LONGEST and parts.around else ""
    asked: list[Asked] = []
    for question in questions:
        asked.append(_ask(question, near or last, near, whole, ask))
        last, near = subject_of(asked[-1].reading, asked[-1].answer), None
    return Exchange(tuple(asked), more)


def _with_operators(ask: Ask, operators: str, question: str) -> Answer:
    return ask(f"{question} {operators}".strip())


def _ask(question: str, last: Subject | None, near: Subject | None, whole: str, ask: Ask) -> Asked:
    """A question as it goes on from what it is about. Where more is said around it, and it finds nothing so, also as it
    stands, with what is said there, and all together."""
    reading = understand(question, replace(last, replied=False) if near and last else last)
    ways = [reading]
    if near:
        ways += [Reading(question), understand(question, replace(near, replied=True))]
    ways += [Reading(whole)] if whole else []
    tried: dict[str, Asked] = {}
    for way in ways:
        if way.question not in tried:
            tried[way.question] = Asked(question, way, ask(way.question))
            if tried[way.question].answer.confidence != "none":
                return tried[way.question]
    return next(iter(tried.values()))


def subject_in(sentences: Sequence[str], *, quoted: bool = False) -> Subject:
    """What sentences are about: the names that they name most, else what the last of them says. A few words that
    somebody `quoted` are meant as they are."""
    split = [
        one[sentence.start : sentence.end]
        for one in sentences
        for sentence in split_sentences(one, detect_language(one))
    ]
    about = [subject_of(Reading(one), silence(one)) for one in split]
    counted = Counter(name for one in about for name in one.names)
    often = {name for name, _ in counted.most_common(MOST_WORDS)}
    names = tuple(name for name in counted if name in often)
    words = next((one.words for one in reversed(about) if one.words), ())
    return Subject(names=words if quoted and len(words) <= MOST_WORDS else names, words=words)
