"""Each message is delivered once, though Telegram has no way to say that two calls are the same.

What is about to be sent is written down first. When its end is not known (the process was killed, the connection was
cut), it is not sent again: a marker is sent, whose id is an upper bound; the messages of ours between what was known
and the marker are looked for, and the answer is shown in the first of them, or else in the marker itself.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from telegram.error import ChatMigrated, TelegramError

from bot.journal import Sending
from bot.sending.in_hand import InHand, Place
from bot.sending.patience import Uncertain, pauses
from bot.sending.slots import held, pause

# Seconds after which a call that was cut is not under way at Telegram any more.
SETTLED = 1.0
# Ids that are looked at from either end of the stretch in which a message may be.
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Wire:
    """What can be done with one message: sending it to a chat, sending a marker for it, showing it in place of another,
    telling whether a place holds a message of ours, and deleting one."""

    post: Callable[[int], Awaitable[Place]]
    mark: Callable[[int], Awaitable[Place]]
    show: Callable[[Place], Awaitable[bool]]
    is_ours: Callable[[Place], Awaitable[bool]]
    delete: Callable[[Place], Awaitable[None]]


async def deliver(hand: InHand, chat_id: int, wire: Wire) -> Place:
    """Send the next message of the update in hand, or show it where an earlier attempt has sent it."""
    async with held(hand.lock):
        return await _deliver(hand, chat_id, wire)


async def _deliver(hand: InHand, chat_id: int, wire: Wire) -> Place:
    part, hand.parts = hand.parts, hand.parts + 1
    journal, update_id = hand.journal, hand.update_id
    begun = await asyncio.to_thread(journal.sending, update_id, part)
    if hand.replaces_notice and begun and begun.message_id is not None:
        hand.replaces_notice = False
        await wire.delete(Place(begun.chat_id, begun.message_id))
        await asyncio.to_thread(journal.unsent, update_id, part)
        begun = None
    if begun and begun.message_id is not None:
        place = Place(begun.chat_id, begun.message_id)
        await wire.show(place)
        return place
    if begun is None:
        begun = await asyncio.to_thread(journal.begin_sending, update_id, part, chat_id)
        try:
            place = await _post(hand, part, begun, wire)
        except Uncertain:
            begun = await asyncio.to_thread(journal.sending, update_id, part) or begun
        except TelegramError:  # refused, so certainly not delivered
            await asyncio.to_thread(journal.unsent, update_id, part)
            raise
        else:
            await asyncio.to_thread(journal.sent, update_id, part, *place)
            return place
    else:
        await asyncio.to_thread(journal.clear, update_id)
    place = await _settle(hand, part, begun, wire)
    await asyncio.to_thread(journal.sent, update_id, part, *place)
    await wire.show(place)
    return place


async def _post(hand: InHand, part: int, begun: Sending, wire: Wire) -> Place:
    """Send it, if need be to the supergroup that the group has become; there it is looked for, too."""
    try:
        return await wire.post(begun.chat_id)
    except ChatMigrated as error:
        moved = error.new_chat_id
        await asyncio.to_thread(hand.journal.begin_sending, hand.update_id, part, moved)
        return await wire.post(moved)


async def _settle(hand: InHand, part: int, begun: Sending, wire: Wire) -> Place:
    """The place of a message that may or may not have been delivered; what else of ours is there is deleted."""
    await pause(min(SETTLED, max(0.0, begun.begun + SETTLED - time.time())))  # the clock may have jumped
    journal = hand.journal
    try:
        marker = await _mark(begun.chat_id, wire)
    except ChatMigrated as error:  # what was sent before the group became a supergroup is out of reach
        begun = await asyncio.to_thread(journal.begin_sending, hand.update_id, part, error.new_chat_id)
        marker = await _mark(begun.chat_id, wire)
    known = await asyncio.to_thread(journal.known, begun.chat_id, begun.since)
    unknown = [number for number in range(begun.since + 1, marker.message_id) if number not in known]
    places = [Place(begun.chat_id, number) for number in _ends(unknown)]
    place, *others = [*[place for place in places if await wire.is_ours(place)], marker]
    for other in others:
        await wire.delete(other)
    return place


async def _mark(chat_id: int, wire: Wire) -> Place:
    """Send a marker until one is known to be there; those that were not known to be are found like the message."""
    for seconds in pauses():
        try:
            return await wire.mark(chat_id)
        except Uncertain:
            await pause(seconds)
    raise AssertionError("pauses() never ends")


def _ends(numbers: list[int]) -> Iterable[int]:
    """The message was sent soon after what was known, or soon before the marker: only these are looked at."""
    return numbers if len(numbers) <= 2 * LOOKED_AT else numbers[:LOOKED_AT] + numbers[-LOOKED_AT:]
