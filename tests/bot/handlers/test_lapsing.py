"""What a worker leaves undone since its lease had lapsed is done by whoever has the chat next, itself or another."""

import asyncio
import time
from pathlib import Path

import pytest
from telegram import Bot, Chat, Message

from bot.handlers.questions import SHRUG, _react
from bot.journal.journal import Journal
from bot.journal.leases import MARGIN, Lease
from bot.sending.in_hand import IN_HAND, InHand
from bot.sending.pacing import Pacing
from bot.sending.patience import LeaseLapsed, PatientRequest
from tests.bot_api import BotApi


def test_a_reaction_that_was_not_set_is_not_taken_for_done(tmp_path: Path) -> None:
    """It is all that a question without an answer gets in a group: without it, nothing would be said."""
    with BotApi() as server:
        person = server.user()
        group = server.group("Rédaction", owner=person)
        said = server.say(group, person, "Quand ?")
        lease = Lease(group.id, 1, time.monotonic() + MARGIN)

        async def react() -> bool:
            bot = Bot(server.token, base_url=f"{server.url}/bot", request=PatientRequest(Pacing(None)))
            async with bot:
                message = Message.de_json(said, bot)
                assert isinstance(message.chat, Chat)
                IN_HAND.set(InHand(Journal(tmp_path), 1, lease=lease))
                return await _react(bot, message, SHRUG)

        with pytest.raises(LeaseLapsed):
            asyncio.run(react())
        assert server.world.reactions == {}
        lease.until += 1000
        assert asyncio.run(react())
        assert list(server.world.reactions) == [(group.id, said["message_id"])]
