"""How much one person and one chat may want in a minute. Questions are counted by themselves: beyond their limit there
is one friendly word, then silence until they are less. Presses of buttons are each answered, and commands cost as
little; both have a limit of their own. What editors add is not counted: it queues."""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from bot.app.wants import Kind, Want

MINUTE = 60.0
# Persons and chats whose latest wishes are remembered before the quiet ones are looked for and forgotten.
WATCHED = 10_000
# Presses and commands a minute: more than a person makes who leafs through an article, and less than would hold up
# others. A chat has as many as four such persons.
OF_PERSON, OF_CHAT = 60, 240

Verdict = Literal["pass", "tell", "silence"]


@dataclass(slots=True)
class _Asker:
    times: deque[float] = field(default_factory=deque)
    told: bool = False


@dataclass(slots=True)
class Flood:
    """`of_person` and `of_chat` are how many questions a minute are answered; what is not answered does not count."""

    of_person: int
    of_chat: int
    _askers: dict[tuple[str, int], _Asker] = field(default_factory=dict)

    def verdict(self, want: Want, now: float) -> Verdict:
        """What to do with one more, at the moment `now` (time.monotonic)."""
        if want.kind == "addition":
            return "pass"
        asked = want.kind == "question"
        of_person, of_chat = (self.of_person, self.of_chat) if asked else (OF_PERSON, OF_CHAT)
        askers = [
            (self._asker(want.kind, "person", want.who, now), of_person),
            (self._asker(want.kind, "chat", want.chat_id, now), of_chat),
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
        return "silence" if told and want.kind != "press" else "tell"

    def _asker(self, kind: Kind, owner: str, number: int, now: float) -> _Asker:
        if len(self._askers) >= WATCHED:
            self._askers = {key: one for key, one in self._askers.items() if one.times and one.times[-1] > now - MINUTE}
        asker = self._askers.setdefault((f"{kind} {owner}", number), _Asker())
        while asker.times and asker.times[0] <= now - MINUTE:
            asker.times.popleft()
        return asker
