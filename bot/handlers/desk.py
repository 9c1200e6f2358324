"""What answering takes: every handler is given it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.access import Access
from bot.conversation import Albums, Examples, Pastes, Subject
from bot.locales import Lang, reader_language
from bot.memory import SHIFT, Choice, Memory
from bot.operations import Tally
from bot.wording import Ask, Reply, sources_of
from retrieval.library import Library
from retrieval.surveys import Surveys
from retrieval.types import Answer, Citation

Context = ContextTypes.DEFAULT_TYPE
# Answers that "why?" is asked of within minutes. They are in this process alone, and older ones give way.
RECENT = 1000


@dataclass(slots=True)
class Recent:
    """The latest answers by chat and message, never on disk; with the citation of a message that shows another one."""

    _answers: OrderedDict[tuple[int, int], tuple[Answer, Citation | None]] = field(default_factory=OrderedDict)

    def keep(self, chat_id: int, message_id: int, answer: Answer, other: Citation | None = None) -> None:
        self._answers[chat_id, message_id] = answer, other
        while len(self._answers) > RECENT:
            self._answers.popitem(last=False)

    def answer(self, chat_id: int, message_id: int) -> Answer | None:
        return self._answers.get((chat_id, message_id), (None, None))[0]

    def other(self, chat_id: int, message_id: int) -> Citation | None:
        """The further sentence of its answer that a message shows instead of the first."""
        return self._answers.get((chat_id, message_id), (None, None))[1]

    def drop(self, chat_id: int, message_id: int) -> None:
        self._answers.pop((chat_id, message_id), None)

    def move(self, former: int, chat_id: int) -> None:
        """A group has become a supergroup. Buttons of its messages still come with the old id."""
        for (chat, message_id), (answer, other) in list(self._answers.items()):
            if chat == former:
                self.keep(chat_id, message_id - SHIFT, answer, other)

    def forget(self, chat_id: int) -> None:
        for key in [key for key in self._answers if key[0] == chat_id]:
            del self._answers[key]


@dataclass(frozen=True, slots=True)
class Desk:
    """`minutes` is how long a conversation stays about its last question, `days` how long it is remembered; an answer
    that comes more than `late` minutes after its question begins with an apology; web pages at `private_addresses` may
    be added."""

    ask: Ask
    library: Library
    memory: Memory
    access: Access
    minutes: int = 30
    show_withdrawn: bool = False
    late: int = 60
    days: int | None = None
    recent: Recent = field(default_factory=Recent)
    tally: Tally = field(default_factory=Tally)
    examples: Examples = field(default_factory=Examples)
    private_addresses: bool = field(default=False, kw_only=True)
    surveys: Surveys = field(kw_only=True)
    # Makes what was added to the library findable, so that the next question need not wait for it.
    catch_up: Callable[[], object] = field(kw_only=True)
    # One addition is read at a time.
    adding: asyncio.Lock = field(default_factory=asyncio.Lock)
    # Messages that belong together.
    pastes: Pastes = field(default_factory=Pastes)
    albums: Albums = field(default_factory=Albums)

    @property
    def seconds(self) -> float:
        return self.minutes * 60

    def is_late(self, message: Message) -> bool:
        return time.time() - message.date.timestamp() > self.late * 60

    async def is_editor(self, update: Update) -> bool:
        """Whether who sent an update may change the library and see what is for editors."""
        return await asyncio.to_thread(self.access.is_editor, asker(update)[0])

    async def choice(self, chat_id: int) -> Choice:
        """What a person or a group has set."""
        return await asyncio.to_thread(self.memory.preferences.of, chat_id)

    async def lang(self, update: Update) -> Lang:
        """The group's language, else the person's own choice, else that of their program."""
        user, chat = update.effective_user, update.effective_chat
        for owner in dict.fromkeys(filter(None, (chat.id if chat else 0, speaker(update)))):
            if (choice := await self.choice(owner)).language:
                return choice.language
        return reader_language(user.language_code if user else None)


def asker(update: Update) -> tuple[int | None, int | None]:
    """The ids of the person and of the chat; no person where somebody writes in the name of a chat."""
    user, chat, message = update.effective_user, update.effective_chat, update.message or update.edited_message
    named = user is not None and not (message and message.sender_chat)
    return (user.id if user and named else None), (chat.id if chat else None)


def speaker(update: Update) -> int:
    """Under which id it is kept what somebody chose or asked in vain: the person's; of who writes in the name of a
    group or a channel, that one's, since Telegram gives all of those one and the same person. 0 for nobody."""
    if update.callback_query or update.inline_query:
        return update.effective_user.id if update.effective_user else 0
    message = update.message or update.edited_message
    return speaker_of(message) if message else 0


def speaker_of(message: Message) -> int:
    """The same of who wrote a message."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else 0


def message_of(update: Update) -> Message:
    """The new or edited message that a handler of messages was given."""
    message = update.message or update.edited_message
    if message is None:
        raise TypeError("a handler of messages was given another update: its filter must say which")
    return message


def pressed_in(update: Update) -> CallbackQuery:
    if update.callback_query is None:
        raise TypeError("a handler of buttons was given another update")
    return update.callback_query


def words(text: str) -> Reply:
    """A message without formatting."""
    return Reply(text)


async def remember_answer(
    desk: Desk,
    chat_id: int,
    thread_id: int | None,
    message_id: int,
    user_id: int,
    answer: Answer,
    *,
    to: int | None = None,
    checked: int | None = None,
) -> None:
    """Keep what an answer cited; `to` is the message that it answers, whose edit changes it."""
    desk.recent.keep(chat_id, message_id, answer)
    await asyncio.to_thread(
        desk.memory.conversations.remember,
        chat_id,
        message_id,
        [citation.id for citation in sources_of(answer)],
        thread_id,
        further=[citation.id for citation in answer.further],
        nearest=[citation.id for citation in answer.nearest],
        question_id=to,
        checksum=checked,
    )
    if answer.confidence in ("nearest", "none") and not answer.faults:
        await note_gap(desk, chat_id, message_id, user_id, answer)


async def note_gap(desk: Desk, chat_id: int, message_id: int, user_id: int, answer: Answer) -> None:
    await asyncio.to_thread(desk.memory.gaps.unanswered, chat_id, message_id, user_id, answer.question)


async def keep_subject(desk: Desk, chat_id: int, thread_id: int | None, subject: Subject) -> None:
    """Let the next question go on from this one. To be done last: a question that is handled again, because the process
    was killed before its end, must not go on from itself."""
    made = subject.dump()
    await asyncio.to_thread(desk.memory.conversations.remember_subject, chat_id, thread_id, made, desk.seconds)
