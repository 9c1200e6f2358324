"""What came of a chaos run: which questions have no answer, or two, and whether each quotation is the library's."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import URL

from bot.journal.counts import read_counts
from bot.locales import say
from bot.sending.delivery import MARKER
from bot.wording.messages import sendable
from bot.wording.proof import SOURCE, START
from retrieval.errors import UnknownCitation
from retrieval.library.library import Library
from tests.bot_api import BotApi, Chat, Sent

# Figures that must be 0.
NEVER = (
    "lost", "doubled", "wrong citations", "refused calls", "waiting", "dead letters", "markers left", "notices left"
)  # fmt: skip
# What is said while the search is away, and goes when the answer comes.
NOTICES = tuple(say(lang, "search.unavailable") for lang in ("fr", "en"))
# What Telegram answers because of what happened in between, through no mistake of the call.
OVERTAKEN = (
    "not modified",
    "to edit not found",
    "can't be edited",
    "to delete not found",
    "query is too old",
    "upgraded to a supergroup",
)
# A chat and the id of a question in it.
Asked = tuple[Chat, int]


def unanswered(server: BotApi, asked: Sequence[Asked]) -> list[Asked]:
    """The questions that nothing replies to: no message, and in a group no reaction either."""
    with server.world.lock:
        replied = {(chat.id, number) for chat in _chats(asked) for one in standing(chat) for number in answered(one)}
        reacted = set(server.world.reactions)
    return [(chat, number) for chat, number in asked if (chat.id, number) not in replied | reacted]


def answered(message: Sent) -> list[int]:
    """The messages that one of the bot answers: those that its headings lead to, else the one that it replies to."""
    links = [str(entity.get("url", "")) for entity in message.entities]
    together = [int(link.rpartition("/")[2]) for link in links if link.startswith("https://t.me/c/")]
    return together or [message.reply_to or 0]


def standing(chat: Chat) -> list[Sent]:
    """What a person reads of the bot in a chat, and is an answer."""
    return [one for one in chat.sent() if not one.deleted and one.text not in (MARKER, *NOTICES)]


def judge(
    server: BotApi,
    data: Path,
    asked: Sequence[Asked],
    moved: Sequence[tuple[Chat, Chat]],
    database: str | None = None,
) -> dict[str, int]:
    """The figures of a run that is over; what is not as it must be is printed to standard error. `moved` are groups
    that became supergroups while their only question was answered. What was kept is in `data`, or in a `database`."""
    counts = read_counts(data, database)
    replies = Counter((chat.id, n) for chat in _chats(asked) for one in standing(chat) for n in answered(one))
    twice = [place for place in asked if replies[place[0].id, place[1]] > 1]
    answers = [len(standing(old)) + len(standing(new)) for old, new in moved]
    every = [one for chat in server.world.chats.values() for one in chat.sent() if not one.deleted]
    library = Library(address=database or URL.create("sqlite", database=str(data / "ibid.sqlite")))
    wrong = [one for one in every if is_wrong(one, library)]
    library.close()
    refused = [call for call in server.refused if not any(words in call.error for words in OVERTAKEN)]
    lost = unanswered(server, asked)
    for fault in (*twice, *lost, *wrong, *refused):
        print(str(fault)[:2000], file=sys.stderr)
    return {
        "quotations checked": sum(len(one.quoted("blockquote")) for one in every),
        "apologies": sum(one.text in (say("fr", "about.failed"), say("en", "about.failed")) for one in every),
        "unreadable": counts.unreadable if counts else -1,
        "dead letters": counts.dead if counts else -1,
        "waiting": counts.waiting if counts else -1,
        "notices left": sum(one.text in NOTICES for one in every),
        "markers left": sum(one.text == MARKER for one in every),
        "lost": len(lost) + answers.count(0),
        "doubled": len(twice) + sum(number > 1 for number in answers),
        "wrong citations": len(wrong),
        "refused calls": len(refused),
    }


def buttons_of(message: Sent) -> list[str]:
    """The ids of the citations that a message has buttons for."""
    data = [str(button.get("callback_data", "")) for button in message.buttons]
    return [one.removeprefix(SOURCE) for one in data if one.startswith(SOURCE)]


def is_wrong(message: Sent, library: Library) -> bool:
    """Whether a message quotes what does not stand in an article that it links to, or does not quote the sentence that
    a button of its stands for."""
    quoted = message.quoted("blockquote")
    links = [str(one["url"]).partition(f"start={START}")[2] for one in message.entities if one["type"] == "text_link"]
    try:
        cited = [library.source(one).citation for one in links if one]
        kept = [sendable(library.source(one).citation.text) for one in buttons_of(message)]
    except UnknownCitation:
        return True
    if not quoted or not cited:  # a source, small talk, silence: no answer
        return False
    texts = [sendable(citation.article.text) for citation in cited]
    standing_there = all(any(quotation in text for text in texts) for quotation in quoted)
    return not standing_there or any(not any(sentence in one for one in quoted) for sentence in kept)


def _chats(asked: Sequence[Asked]) -> list[Chat]:
    return list({chat.id: chat for chat, _ in asked}.values())
