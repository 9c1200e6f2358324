"""Telegram's Bot API over HTTP on the loopback, for tests: as strict as Telegram, and stricter where it is lenient.

What Telegram silently drops or changes (entities that nest wrongly, control characters, unknown fields) is refused
here, so that what the bot sends is what a person would see.
"""

from tests.bot_api.faults import CUT
from tests.bot_api.server import BotApi, Call, Refused
from tests.bot_api.world import Chat, Person, Sent

__all__ = ["CUT", "BotApi", "Call", "Chat", "Person", "Refused", "Sent"]
