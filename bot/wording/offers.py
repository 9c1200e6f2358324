"""What is asked before something is done with what an editor sent, and before an addition is taken back."""

from bot.locales import Lang, say, say_number
from bot.wording.additions import UNDO, pack
from bot.wording.collection import KEEP
from bot.wording.messages import Button, Reply
from bot.wording.naming import describe
from retrieval.library import Entry

# What the data of the buttons begin with, and what may be done with a message: add its text, add what its links lead
# to, answer it, leave it.
OFFER = "m:"
TEXT, LINKED, ANSWER, NOTHING = "t", "l", "q", "n"
LABELS = {TEXT: "offer.text", ANSWER: "offer.answer", NOTHING: "offer.nothing"}


def render_doubt(lang: Lang) -> Reply:
    """After a bare /add, what looks like a question: is it to be added?"""
    return Reply(say(lang, "offer.doubt"), rows=_rows(lang, TEXT, ANSWER, NOTHING))


def render_links(count: int, lang: Lang, *, text: bool) -> Reply:
    """So many links in a message; `text` is offered, too, where it may be an article itself."""
    chosen = (LINKED, TEXT, ANSWER, NOTHING) if text else (LINKED, ANSWER, NOTHING)
    return Reply(say_number(lang, "offer.links", count), rows=_rows(lang, *chosen, count=count))


def render_chosen(choice: str, count: int, lang: Lang) -> Reply:
    """What stands where it was asked."""
    return Reply(f"→ {_label(choice, count, lang)}")


def render_taking_back(entry: Entry, change: int, lang: Lang) -> Reply:
    """The question whether to take back what was no addition of the person's, or none of the last day."""
    said = say(lang, "undoing.sure", number=entry.number, article=describe(entry, lang))
    yes = Button(say(lang, "button.undo"), f"{UNDO}{pack([change])}")
    return Reply(said, rows=((yes, Button(say(lang, "button.keep"), f"{KEEP}{entry.number}")),))


def _rows(lang: Lang, *choices: str, count: int = 0) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(_label(one, count, lang), f"{OFFER}{one}"),) for one in choices)


def _label(choice: str, count: int, lang: Lang) -> str:
    return say_number(lang, "offer.linked", count) if choice == LINKED else say(lang, LABELS[choice])
