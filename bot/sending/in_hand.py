"""What is being handled in this moment, and what was sent for it so far."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import NamedTuple

from telegram import Chat, MaybeInaccessibleMessage

from bot.journal import Journal, Lease
from bot.wording import Reply


class Place(NamedTuple):
    """Where a message is."""

    chat_id: int
    message_id: int


def nothing_behind() -> int:
    return 0


@dataclass(slots=True)
class InHand:
    """The update that is being handled: the messages that answer it are numbered as they are sent. Those that an
    `earlier` update was answered with are shown anew first, where this one takes its place: it is an edit.

    One message at a time is on its way to a chat, by its `lock`: else one whose delivery is uncertain might be taken
    for another. Under a `lease` that is not sure any more, nothing is. `behind` says how many additions of the chat
    wait. Where the first message is a notice that the answer comes later, the answer `replaces_notice`: it is sent
    anew, so that a telephone tells of it. Where several answers are to be told in one message, `gather` takes what is
    to be sent, and returns where it stands.
    """

    journal: Journal
    update_id: int
    parts: int = 0
    lease: Lease | None = None
    failure: Exception | None = None
    earlier: list[Place] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    behind: Callable[[], int] = nothing_behind
    replaces_notice: bool = False
    gather: Callable[[MaybeInaccessibleMessage | Chat, Reply], Awaitable[Place | None]] | None = None


IN_HAND: ContextVar[InHand] = ContextVar("in_hand")


def waiting() -> int:
    """How many additions wait behind the update in hand, in its chat."""
    hand = IN_HAND.get(None)
    return hand.behind() if hand else 0
