"""Several questions of a group in one message, when Telegram lets no more of them through.

Each is handled as if it were alone, up to what it would send first; that is gathered, and sent as one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import Bot, Chat, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatType
from telegram.ext import Application

from bot.conversation import Subject, understand
from bot.handlers.commands import asked_for
from bot.handlers.desk import Desk
from bot.sending import IN_HAND, InHand, Place, is_private, meant_for, send, topic
from bot.wording import Reply, Told, render_joined

# What a question would go on from, if it goes on from anything.
SOMETHING = Subject("Combien de", ("Kerlan",), ("visiteurs", "Kerlan"), "Kerlan")
# The ids of supergroups are below; without this they are those of their links.
SUPERGROUPS = -1_000_000_000_000


def joins(bot: Bot, first: Update, other: Update) -> bool:
    """Whether two questions can be answered together: of one topic, the second not to be understood from the first."""
    message, behind = first.message, other.message
    if message is None or behind is None or is_private(message) or topic(message) != topic(behind):
        return False
    asked = [meant_for(bot, one) for one in (message, behind) if not asked_for(one)]
    return len(asked) == 2 and all(asked) and not understand(str(asked[1]), SOMETHING).understood


async def answer_together(
    application: Application[Any, Any, Any, Any, Any, Any], desk: Desk, updates: Sequence[Update]
) -> None:
    """Answer all of them in as few messages as can be."""
    shared = IN_HAND.get()
    members = [_Member(update, replace(shared)) for update in updates]
    try:
        for member in members:
            await member.begin(application)
        telling = [member for member in members if member.reply]
        for reply, count in render_joined([member.told(application.bot) for member in telling]):
            those, telling = telling[:count], telling[count:]
            if not (to := those[0].to):
                raise TypeError("a member that tells something says to whom")
            place = await send(application.bot, to, reply, answering=True)
            await _go_on(desk, shared, those, place)
    finally:
        for member in members:
            member.stop()
    shared.failure = next(filter(None, (member.hand.failure for member in members)), None)


async def _go_on(desk: Desk, shared: InHand, members: Sequence["_Member"], place: Place) -> None:
    """Let each do what follows its message; then the message has the citations of all, in their order."""
    conversations, citations = desk.memory.conversations, list[str]()
    for member in members:
        member.hand.parts = shared.parts
        await member.go_on(place)
        shared.parts = member.hand.parts
        cited = await asyncio.to_thread(conversations.citations_of, place.chat_id, place.message_id)
        citations += cited or ()
    if len(members) > 1:
        desk.recent.drop(*place)  # "why?" would not know which of them is meant
        thread = topic(members[0].to) if isinstance(members[0].to, Message) else None
        await asyncio.to_thread(conversations.remember, place.chat_id, place.message_id, citations, thread)


@dataclass(slots=True)
class _Member:
    """One of several updates, as far as it is handled."""

    update: Update
    hand: InHand
    to: MaybeInaccessibleMessage | Chat | None = None
    reply: Reply | None = None
    _offered: asyncio.Event = field(default_factory=asyncio.Event)
    _placed: "asyncio.Future[Place] | None" = None
    _task: "asyncio.Task[None] | None" = None

    async def begin(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Handle it until it wants to send something, or to its end."""
        self._placed = asyncio.get_running_loop().create_future()
        self.hand.gather = self._gather
        self._task = asyncio.create_task(self._handle(application))
        offered = asyncio.create_task(self._offered.wait())
        await asyncio.wait((self._task, offered), return_when=asyncio.FIRST_COMPLETED)
        offered.cancel()
        if self._task.done():
            self._task.result()

    def told(self, bot: Bot) -> Told:
        message = self.update.message
        if message is None or self.reply is None:
            raise TypeError("only questions are answered together")
        link = f"https://t.me/c/{SUPERGROUPS - message.chat_id}/{message.message_id}"
        return Told(
            meant_for(bot, message) or "", link if message.chat.type == ChatType.SUPERGROUP else None, self.reply
        )

    async def go_on(self, place: Place) -> None:
        """Its message stands there: it goes on to its end."""
        if self._placed and self._task:
            self._placed.set_result(place)
            await self._task

    def stop(self) -> None:
        if self._task:
            self._task.cancel()

    async def _handle(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        IN_HAND.set(self.hand)
        await application.process_update(self.update)

    async def _gather(self, to: MaybeInaccessibleMessage | Chat, reply: Reply) -> Place | None:
        """What it sends first is told together with the others'; what it sends after that, it sends."""
        if self.reply or reply.document or self._placed is None:
            return None
        self.to, self.reply = to, reply
        self._offered.set()
        return await self._placed
