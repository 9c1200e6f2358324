"""Whether a message is meant for the bot, and what of it: words, a command, what it replies to or quotes."""

import re
from dataclasses import dataclass

from telegram import Bot, Message, MessageOriginUser
from telegram.constants import ChatType

COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?![\w/<>@])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Command:
    """A command without its slash, in small letters, and all that stands behind it. `named`: with the bot's name."""

    name: str
    rest: str
    named: bool = False

    @property
    def arguments(self) -> list[str]:
        return self.rest.split()


def words_of(message: Message) -> str:
    """What a person wrote: the text, or the caption of a picture or a file."""
    return message.text or message.caption or ""


def is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


def without_mentions(bot: Bot, text: str) -> tuple[str, int]:
    """`text` without the bot's name, and how often that was there."""
    asked, mentions = re.subn(rf"(?<![\w/])@{re.escape(bot.username)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return asked.strip(), mentions


def meant_for(bot: Bot, message: Message) -> str | None:
    """What a message says to the bot, without the mention of it; `None` when it is not meant for the bot. What a person
    sends through the bot, or sends back to it, is the bot's own."""
    if is_own(bot, message):
        return None
    asked, mentions = without_mentions(bot, words_of(message))
    original = replied(message)
    answered = original.from_user if original else None
    ours = is_private(message) or mentions or (answered and answered.id == bot.id)
    return asked if ours else None


def command_in(bot: Bot, message: Message) -> Command | None:
    """The command that a message begins with, at the beginning of its text or caption or behind the bot's name; `None`
    where it is meant for another bot."""
    written = words_of(message).strip()
    asked, mentions = without_mentions(bot, written)
    found = COMMAND.match(asked)
    if found is None or is_own(bot, message):
        return None
    name, to = found[1], found[2]
    if to and to.lower() != bot.username.lower():
        return None
    return Command(name.lower(), asked[found.end() :].strip(), bool(to or mentions))


def is_own(bot: Bot, message: Message) -> bool:
    """Whether the words are the bot's own: an inline result that was sent, or a message that was passed on."""
    origin = message.forward_origin
    passed_on = isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot.id
    return passed_on or bool(message.via_bot and message.via_bot.id == bot.id)


def replied(message: Message) -> Message | None:
    """The message that a person replied to. In a topic of a forum every other message replies to the one that opened
    it; elsewhere a thread is no topic, and the message that it is named after may well be the one replied to."""
    original = message.reply_to_message
    opened = message.is_topic_message and original and original.message_id == message.message_thread_id
    return None if opened else original


def pointed_at(bot: Bot, message: Message) -> str:
    """What a message points at: the words that it quotes, else the message of a person that it replies to."""
    if message.quote:
        return message.quote.text.strip()
    original = replied(message)
    if original is None or (original.from_user and original.from_user.id == bot.id):
        return ""
    return without_mentions(bot, words_of(original))[0]
