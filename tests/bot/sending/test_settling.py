"""A message whose delivery is uncertain stands in its chat once, whatever was cut meanwhile, and nothing beside it."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from telegram import Update
from telegram.error import ChatMigrated

from bot.app.dispatch import Dispatch
from bot.app.flood import Flood
from bot.app.jobs import Deeds
from bot.journal.journal import Journal
from bot.sending import once
from bot.sending.in_hand import InHand, Place
from bot.sending.once import Wire, deliver
from bot.sending.pacing import Pacing
from bot.sending.patience import Uncertain

OLD, NEW = -7, -1007
PERSON = {"id": 7, "is_bot": False, "first_name": "Ada"}


@dataclass(slots=True)
class MovedGroup:
    """A group that is a supergroup by now. Its first markers are delivered, and the word of it is lost."""

    cut: int
    messages: dict[int, str] = field(default_factory=dict)
    asked: int = 0

    async def post(self, chat_id: int) -> Place:
        raise Uncertain(f"The call to {chat_id} was cut.")

    async def mark(self, chat_id: int) -> Place:
        if chat_id == OLD:
            raise ChatMigrated(NEW)
        self.messages[len(self.messages) + 1] = "marker"
        if len(self.messages) <= self.cut:
            raise Uncertain("The call was cut.")
        return Place(NEW, len(self.messages))

    async def show(self, place: Place) -> bool:
        self.messages[place.message_id] = "answer"
        return True

    async def is_ours(self, place: Place) -> bool:
        self.asked += 1
        return place.message_id in self.messages

    async def delete(self, place: Place) -> None:
        self.messages[place.message_id] = ""


def test_no_marker_is_left_in_the_supergroup_that_a_group_became(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "SETTLED", 0.05)
    group, journal = MovedGroup(cut=2), Journal(tmp_path)
    wire = Wire(group.post, group.mark, group.show, group.is_ours, group.delete)
    place = asyncio.run(deliver(InHand(journal, 1), OLD, wire))
    journal.close()
    assert place == Place(NEW, 1)
    assert group.messages == {1: "answer", 2: "", 3: ""}
    assert group.asked == 2


def test_a_button_of_long_ago_is_handled_only_if_its_message_was_begun_and_else_said_to_be_late(tmp_path: Path) -> None:
    journal, handled, told, last = Journal(tmp_path), list[int](), list[int](), asyncio.Event()
    pressed = [
        {
            "update_id": number,
            "callback_query": {"id": str(number), "from": PERSON, "data": "s:x", "chat_instance": "c"},
        }
        for number in (1, 2)
    ]
    entries = [replace(entry, at=entry.at - 60) for entry in journal.receive(pressed)]
    journal.begin_sending(2, 0, OLD)

    async def handle(update: Update) -> None:
        handled.append(update.update_id)
        last.set()

    async def nothing(*_: object) -> None:
        raise AssertionError("Nobody asks too much, and nothing fails.")

    async def nobody(_: Update) -> None:
        return None

    async def too_late(update: Update) -> None:
        told.append(update.update_id)

    def read(body: str) -> Update:
        return Update.de_json(json.loads(body))

    async def run() -> None:
        deeds = Deeds(
            read, nobody, handle, nothing, nothing, nothing, too_late, nothing, nothing, lambda *_: False, nothing
        )
        dispatch = Dispatch(journal, Flood(journal, 20, 60), deeds, Pacing())
        await dispatch.take(entries)
        await asyncio.wait_for(last.wait(), 10)
        await dispatch.stop(1)

    asyncio.run(run())
    journal.close()
    assert handled == [2]
    assert told == [1]
