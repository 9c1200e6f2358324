"""What the bot shows while it works."""

import asyncio

import pytest
from telegram import Bot, Message

from bot.sending.delivery import UNNOTICED, typing_meanwhile
from tests.bot_api import BotApi


@pytest.mark.parametrize(("seconds", "shown"), [(0.0, 0), (UNNOTICED + 0.2, 1)])
def test_typing_is_shown_only_for_what_takes_long(seconds: float, shown: int) -> None:
    """And the result comes either way."""

    async def work() -> str:
        await asyncio.sleep(seconds)
        return "done"

    async def talk(server: BotApi) -> str:
        person = server.user()
        message = server.say(server.private_chat(person), person, "Quand ?")
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            return await typing_meanwhile(bot, Message.de_json(message, bot), work())

    with BotApi() as server:
        assert asyncio.run(talk(server)) == "done"
        assert len(server.world.actions) == shown
        assert server.refused == []
