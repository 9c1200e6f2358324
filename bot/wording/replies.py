"""What the bot replies: an answer, silence, the list of articles. Functions of data, without Telegram's library."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.locales import Lang, say, say_number
from bot.wording.explaining import quoted
from bot.wording.messages import MESSAGE, Button, Piece, Reply, compose, inline, sendable, utf16
from bot.wording.naming import LABEL, attribution, label, title_of
from bot.wording.proof import SOURCE, deep_link, quotation
from bot.wording.searching import EVERYWHERE, asked_of, at_fault
from retrieval.types import Answer, Citation

# What a front end is given: a question goes in, an answer comes out.
Ask = Callable[[str], Answer]

# What is thought of an answer and asked of it, as the data of buttons.
LIKE, DISLIKE, ANOTHER, WHY = "+", "-", "o", "y"
# Articles that are named because they say the same, or something else.
NAMED = 3
# In front of the key of a question that a button asks.
ASK = "q:"
# The parameter of the deep link that only opens the conversation.
ASKING = "ask"
# More would bury the conversation.
MOST_MESSAGES = 3
# Unknown words that are named, and how much of a question is.
WORDS, QUESTION = 5, 120


def render_answer(
    answer: Answer, lang: Lang, bot_name: str = "", head: str = "", closest: Sequence[Button] = ()
) -> tuple[Reply, ...]:
    """The messages that tell an answer, split between citations where one message is too short.

    `head` is the first line, if any; `closest` are buttons with questions that do have answers, for one that has none.
    The bot's name on Telegram makes a link of each citation's number, which outlives the message's forwarding.
    """
    first = "\n".join(filter(None, (head, opening(answer, lang))))
    if answer.confidence == "none":
        return (_render_silence(answer, first, lang, closest),)
    messages: list[list[Piece]] = [[Piece(f"{first}\n\n")] if first else []]
    buttons: list[list[Button]] = [[]]
    for number, citation in enumerate(quoted_of(answer), 1):
        pieces = cite(f"[{number}]", citation, lang, bot_name)
        if buttons[-1] and size(messages[-1]) + size(pieces) + 2 > MESSAGE:
            messages.append([])
            buttons.append([])
        messages[-1] += [Piece("\n\n")] * bool(buttons[-1]) + pieces
        buttons[-1].append(source_button(number, citation, lang))
    others, below = _others(answer, lang, bot_name)
    if size(messages[-1]) + size(others) <= MESSAGE:
        messages[-1] += others
        buttons[-1] += below
    elif len(messages) < MOST_MESSAGES:
        messages.append([replace(others[0], text=others[0].text.lstrip()), *others[1:]])
        buttons.append(below)
    rows = [[[one] for one in few] for few in buttons]
    rows[-1] += _below(answer, lang)
    return tuple(compose(pieces, below) for pieces, below in zip(messages, rows, strict=True))


def render_inline(answer: Answer, citation: Citation, lang: Lang, bot_name: str) -> Reply:
    """One citation as a message of its own, to be sent by a person into any chat."""
    doubts = {"possible": "answer.possible", "nearest": "answer.near"}
    doubt = [Piece(f"{say(lang, doubts[answer.confidence])}\n\n")] if answer.confidence in doubts else []
    return compose([*doubt, *cite(say(lang, "inline.source"), citation, lang, bot_name)])


def render_another(citation: Citation, lang: Lang, bot_name: str, *, more: bool) -> Reply:
    """The next best sentence, which is what it is: further from the question than those before. It, too, can be asked
    why."""
    pieces = [Piece(say(lang, "another.heading") + "\n\n"), *cite("[1]", citation, lang, bot_name)]
    below = [Button(say(lang, "button.another"), ANOTHER)] if more else []
    return compose(pieces, [[source_button(1, citation, lang)], [*below, Button(say(lang, "button.why"), WHY)]])


def render_left(silent: Sequence[str], more: Sequence[str], lang: Lang) -> Reply:
    """The questions of a message that have no answer, and those that were too many at once."""
    lines = [
        say_number(lang, identifier, len(questions), questions=quoted(questions, lang, length=QUESTION))
        for identifier, questions in (("answer.silent", silent), ("answer.more", more))
        if questions
    ]
    return Reply("\n".join(lines))


def quoted_of(answer: Answer) -> tuple[Citation, ...]:
    """What is quoted to a question: what answers it, or else the nearest sentence, where that is worth showing."""
    return answer.nearest[:1] if answer.confidence == "nearest" else answer.citations


def sources_of(answer: Answer) -> tuple[Citation, ...]:
    """What an answer quotes, in the order of the numbers that it has there: what answers, then what differs."""
    return (*quoted_of(answer), *answer.differing[:NAMED])


def opening(answer: Answer, lang: Lang) -> str:
    """What is said before the citations, if anything: how far to trust them, the words that no article holds, and
    those that were taken for another."""
    taken = [
        say(lang, "answer.taken", typed=inline(typed, LABEL), read=inline(read, LABEL))
        for typed, read in answer.understood[:WORDS]
    ]
    if answer.faults:
        return at_fault(answer, lang)
    taken = [*filter(None, [asked_of(answer, lang)]), *taken]
    if answer.confidence == "sure":
        return "\n".join(taken)
    unknown = answer.unknown[:WORDS]
    words = [say_number(lang, "answer.unknown", len(unknown), words=quoted(unknown, lang))] if unknown else []
    if answer.confidence == "possible":
        return "\n".join([*taken, *words, say(lang, "answer.possible")])
    if answer.confidence == "nearest":
        return "\n".join([*taken, *words, say(lang, "answer.near")])
    nearest = [say_number(lang, "answer.nearest", len(answer.nearest))] if answer.nearest else []
    return "\n".join([say(lang, "answer.none"), *taken, *words, *nearest])


def agreement(answer: Answer, lang: Lang) -> str:
    """How many articles say the same; empty where no other does."""
    if not answer.agreeing:
        return ""
    where = " · ".join(label(citation, lang) for citation in answer.agreeing[:NAMED])
    return say_number(lang, "answer.agree", len(answer.agreeing) + 1, where=where)


def _render_silence(answer: Answer, first: str, lang: Lang, closest: Sequence[Button]) -> Reply:
    """No answer, and the nearest passages as buttons: their words are not shown, lest they be taken for one."""
    buttons = []
    for number, citation in enumerate(answer.nearest, 1):
        where, paragraph = title_of(citation.article, LABEL), citation.passage.paragraph
        words = say(lang, "button.nearest", number=number, where=where, paragraph=paragraph)
        buttons.append(Button(words, f"{SOURCE}{citation.id}"))
    text = f"{first}\n{say(lang, 'answer.closest')}" if closest else first
    return Reply(text, rows=tuple((button,) for button in (*buttons, *_everywhere(answer, lang), *closest)))


def cite(mark: str, citation: Citation, lang: Lang, bot_name: str) -> list[Piece]:
    """A quotation, and below it its number and where it is from."""
    link = deep_link(citation, bot_name) if bot_name else None
    number = Piece(mark, ("bold", "text_link") if link else ("bold",), link)
    return [*quotation(citation), Piece("\n"), number, Piece(" " + attribution(citation, lang))]


def _others(answer: Answer, lang: Lang, bot_name: str) -> tuple[list[Piece], list[Button]]:
    """How many articles say the same, and what those say that give another figure, the newest first."""
    said = agreement(answer, lang)
    pieces = [Piece(f"\n\n{said}")] if said else []
    buttons = []
    if answer.differing:
        pieces.append(Piece("\n\n" + say(lang, "answer.differ")))
        for number, citation in enumerate(answer.differing[:NAMED], len(answer.citations) + 1):
            told = [Piece("\n\n"), *cite(f"[{number}] ≠", citation, lang, bot_name)]
            if size(pieces) + size(told) <= MESSAGE:
                pieces += told
                buttons.append(source_button(number, citation, lang))
    return pieces, buttons


def source_button(number: int, citation: Citation, lang: Lang) -> Button:
    words = say(lang, "button.source", number=number, where=label(citation, lang))
    return Button(words, f"{SOURCE}{citation.id}")


def size(pieces: Sequence[Piece]) -> int:
    return sum(utf16(sendable(piece.text)) for piece in pieces)


def _everywhere(answer: Answer, lang: Lang) -> list[Button]:
    alone = any(fault.kind == "alone" for fault in answer.faults)
    return [Button(say(lang, "button.everywhere"), EVERYWHERE)] if answer.filter and not alone else []


def _below(answer: Answer, lang: Lang) -> list[list[Button]]:
    """What else can be asked of an answer, and what is thought of it."""
    asking = [Button(say(lang, "button.another"), ANOTHER)] if answer.further else []
    asking += [Button(say(lang, "button.why"), WHY)] if answer.explanation else []
    opinion = [Button(say(lang, "button.like"), LIKE), Button(say(lang, "button.dislike"), DISLIKE)]
    wider = _everywhere(answer, lang)
    return [row for row in (wider, asking, opinion) if row]
