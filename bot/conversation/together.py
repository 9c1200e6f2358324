"""Several messages that are one: the parts of a long paste, the pictures of an album. Known while the process lives."""

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.wording import MESSAGE

# From this length on, in UTF-16 units, Telegram's programs may have cut a pasted text in two; they send the parts
# within so many seconds.
FULL, SECONDS = 4000, 2
# Chats, and albums, that are remembered before the oldest are forgotten.
MOST = 500
# Seconds after which a paste is erased, with the next message of anybody.
FORGOTTEN = 60
STOPS = (".", "!", "?", "…", "»", "”")

# A chat, a person, a message.
Place = tuple[int, int, int]


@dataclass(slots=True)
class Paste:
    """A text that comes in parts, by the ids of their messages, each with the length that its message had; `article` is
    the name of the article that was made of it, empty where it was asked."""

    at: float
    article: str
    parts: dict[int, tuple[str, int]]

    @property
    def text(self) -> str:
        """All of it. A part that is quite full was cut where it was full; who cuts at a space leaves that out."""
        joined, length = "", MESSAGE
        for part, its_length in self.parts.values():
            space = "\n" if joined.endswith(STOPS) else " "
            joined += part if length == MESSAGE else space + part
            length = its_length
        return joined

    @property
    def is_full(self) -> bool:
        """Whether its last part may have another behind it."""
        return next(reversed(self.parts.values()))[1] >= FULL


@dataclass(slots=True)
class Pastes:
    """The last paste of each person in each chat."""

    _kept: OrderedDict[tuple[int, int], Paste] = field(default_factory=OrderedDict)

    def begin(self, place: Place, at: float, text: str, length: int, article: str = "") -> None:
        """Keep a text whose message was as long as the first part of a paste; `at` is when it was sent, in seconds."""
        chat_id, user_id, message_id = place
        self._kept.pop((chat_id, user_id), None)
        for key in [key for key, paste in self._kept.items() if paste.at < at - FORGOTTEN]:
            del self._kept[key]
        if length >= FULL:
            self._kept[chat_id, user_id] = Paste(at, article, {message_id: (text, length)})
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def continues(self, place: Place, at: float) -> Paste | None:
        """The paste that a message is the next part of."""
        chat_id, user_id, message_id = place
        paste = self._kept.get((chat_id, user_id))
        if paste is None or message_id == next(iter(paste.parts)):
            return None
        near = paste.is_full and 0 <= at - paste.at <= SECONDS
        return paste if near or message_id in paste.parts else None

    def forget(self, chat_id: int) -> None:
        for key in [key for key in self._kept if chat_id in key]:
            del self._kept[key]


@dataclass(slots=True)
class Albums:
    """Which message of an album came first: that one is answered for all that have no words."""

    _first: OrderedDict[tuple[int, str], int] = field(default_factory=OrderedDict)

    def is_first(self, chat_id: int, album: str | None, message_id: int) -> bool:
        if album is None:
            return True
        first = self._first.setdefault((chat_id, album), message_id)
        while len(self._first) > MOST:
            self._first.popitem(last=False)
        return first == message_id
