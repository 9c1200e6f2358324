"""How much one person and one chat may ask in a minute: then one friendly word, then silence until it is less."""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from telegram import Bot, Update

from bot.conversation import command_in, is_private, meant_for
from bot.handlers.desk import speaker

MINUTE = 60.0
# Persons and chats whose latest questions are remembered before the quiet ones are looked for and forgotten.
WATCHED = 10_000

Verdict = Literal["pass", "tell", "silence"]


@dataclass(slots=True)
class _Asker:
    times: deque[float] = field(default_factory=deque)
    told: bool = False


@dataclass(slots=True)
class Flood:
    """`of_person` and `of_chat` are how many a minute are answered; what is not answered does not count."""

    of_person: int
    of_chat: int
    _askers: dict[tuple[str, int], _Asker] = field(default_factory=dict)

    def verdict(self, user_id: int, chat_id: int, now: float) -> Verdict:
        """What to do with one more, at the moment `now` (time.monotonic)."""
        askers = [
            (self._asker("person", user_id, now), self.of_person),
            (self._asker("chat", chat_id, now), self.of_chat),
        ]
        full = [asker for asker, most in askers if len(asker.times) >= most]
        if not full:
            for asker, _ in askers:
                asker.times.append(now)
                asker.told = False
            return "pass"
        told = any(asker.told for asker in full)
        for asker in full:
            asker.told = True
        return "silence" if told else "tell"

    def _asker(self, kind: str, number: int, now: float) -> _Asker:
        if len(self._askers) >= WATCHED:
            self._askers = {key: one for key, one in self._askers.items() if one.times and one.times[-1] > now - MINUTE}
        asker = self._askers.setdefault((kind, number), _Asker())
        while asker.times and asker.times[0] <= now - MINUTE:
            asker.times.popleft()
        return asker


def asked_by(bot: Bot, update: Update) -> tuple[int, int] | None:
    """Who asks something of the bot, and where; None when nobody does. Inline queries come with each letter that is
    typed, and Telegram itself holds them back."""
    who, chat = speaker(update), update.effective_chat
    message = update.message or update.edited_message
    if chat is None or not who or not (message or update.callback_query):
        return None
    if message and not is_private(message) and not command_in(bot, message) and meant_for(bot, message) is None:
        return None
    return who, chat.id
