"""What is to be done about updates, one by one or several together."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from telegram import Update

from bot.app.wants import Kind, Want
from bot.journal import Entry
from bot.sending import Place

Deed = Callable[[Update], Awaitable[None]]
# The chat, and the message whose button was pressed; 0 for what is written.
Lane = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done with an update: reading it from JSON (an error sets it aside), telling who wants what, handling
    it (an error is tried again), saying that it failed, that it waits for the search, that it was too much or too late,
    stopping a button's wheel, taking back a message. And with several: telling whether they can be answered together,
    and doing so."""

    read: Callable[[str], Update]
    want: Callable[[Update], Awaitable[Want | None]]
    handle: Deed
    apologise: Deed
    keep_waiting: Deed
    slow_down: Deed
    too_late: Deed
    reassure: Deed
    withdraw: Callable[[Place], Awaitable[None]]
    joins: Callable[[Update, Update], bool]
    together: Callable[[Sequence[Update]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """Entries that are handled as one, mostly a single one, and what to do about them."""

    entries: tuple[Entry, ...]
    updates: tuple[Update, ...]
    deed: Deed
    kind: Kind | None = None

    @property
    def lane(self) -> Lane:
        pressed = self.updates[0].callback_query
        return self.chat_id, pressed.message.message_id if pressed and pressed.message else 0

    @property
    def chat_id(self) -> int:
        return self.entries[0].chat_id

    @property
    def owner(self) -> int:
        """Whose messages its messages are: of several together, none's alone."""
        return self.entries[0].update_id if len(self.entries) == 1 else -self.entries[0].update_id
