"""Who is there and what was said: people, chats, messages. The bot's methods and people's doings change it."""

import copy
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.bot_api.description import Json
from tests.bot_api.errors import ApiError, bad_request
from tests.bot_api.text import utf16_slice
from tests.bot_api.updates import Updates


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    language_code: str | None
    username: str | None = None

    @property
    def json(self) -> Json:
        """As the Bot API shows people."""
        told = {"username": self.username, "language_code": self.language_code}
        shown = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return shown | {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot as a person sees it now; `history` has its earlier states, oldest first.

    `text` is the caption where there is a document. Offsets of entities are UTF-16 units.
    """

    chat_id: int
    message_id: int
    text: str
    entities: tuple[Json, ...] = ()
    reply_markup: Json | None = None
    reply_to: int | None = None
    thread: int | None = None
    document: str | None = None
    deleted: bool = False
    history: tuple["Sent", ...] = ()

    def quoted(self, kind: str) -> list[str]:
        """The texts of its entities of one type."""
        return [utf16_slice(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    @property
    def buttons(self) -> list[Json]:
        """Its inline buttons, row by row."""
        return [button for row in (self.reply_markup or {}).get("inline_keyboard", []) for button in row]


@dataclass(slots=True)
class Kept:
    """A message as the server keeps it; `data` has the shape of the Bot API's Message."""

    data: Json
    from_bot: bool
    deleted: bool = False
    history: list[Sent] = field(default_factory=list)

    def snapshot(self) -> Sent:
        """The message as of now."""
        data: Json = copy.deepcopy(self.data)
        return Sent(
            chat_id=data["chat"]["id"],
            message_id=data["message_id"],
            text=data.get("text") or data.get("caption", ""),
            entities=tuple(data.get("entities") or data.get("caption_entities", ())),
            reply_markup=data.get("reply_markup"),
            reply_to=data.get("reply_to_message", {}).get("message_id"),
            thread=data.get("message_thread_id") if data.get("is_topic_message") else None,
            document=data.get("document", {}).get("file_name"),
            deleted=self.deleted,
            history=tuple(self.history),
        )


@dataclass(slots=True)
class Chat:
    """A private chat, group or channel. Message ids begin at 1 in each, so ids of two chats collide."""

    info: Json
    members: dict[int, tuple[Person, str]]
    moved_to: int = 0  # the supergroup that this group became
    shut: str = ""  # why the bot may not write here: Telegram's words after "Forbidden: "
    threads: set[int] = field(default_factory=set)
    reactions: frozenset[str] | None = None  # the emoji that a group allows; None for all
    messages: dict[int, Kept] = field(default_factory=dict)
    last_id: int = 0

    @property
    def id(self) -> int:
        return int(self.info["id"])

    def find(self, message_id: int) -> Kept | None:
        """The message, unless it was never there or is deleted."""
        kept = self.messages.get(message_id)
        return None if kept is None or kept.deleted else kept

    def sent(self) -> list[Sent]:
        """The bot's messages in order, the deleted ones too."""
        return [kept.snapshot() for kept in self.messages.values() if kept.from_bot]


@dataclass(slots=True)
class Query:
    """A pressed button or an inline query, and the bot's answer to it."""

    asked: float
    answer: Json | None = None


class World:
    """All that the server remembers. `lock` guards it: HTTP comes from one thread, people act in another."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.lock = threading.Condition()
        self.skew = 0.0
        self.updates = Updates(self.lock, self.now)
        self.chats: dict[int, Chat] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}  # (description or short_description, language) → text
        self.callbacks: dict[str, Query] = {}
        self.inline: dict[str, Query] = {}
        self.reactions: dict[tuple[int, int], list[Json]] = {}
        self.actions: list[tuple[int, str]] = []
        self.files: dict[str, bytes] = {}
        self.logged_out = False
        self.me = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "Ibid",
            "username": "ibid_test_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        self._ids: Iterator[int] = iter(range(7_000_000_001, 8_000_000_000))

    def now(self) -> float:
        """Unix time, moved by what a test let pass."""
        return time.time() + self.skew

    def new_id(self) -> int:
        """A number beyond 32 bits that nothing else has."""
        return next(self._ids)

    def chat(self, chat_id: int | str) -> Chat:
        """The chat that a method names, by id or @username; raises where the bot may not write."""
        known = [self.chats[chat_id]] if chat_id in self.chats else self.chats.values()
        for chat in known:
            if chat_id in (chat.id, f"@{chat.info.get('username')}"):
                if chat.moved_to:
                    reason = "group chat was upgraded to a supergroup chat"
                    raise ApiError(400, f"Bad Request: {reason}", migrate_to_chat_id=chat.moved_to)
                if chat.shut:
                    raise ApiError(403, f"Forbidden: {chat.shut}")
                return chat
        raise bad_request("chat not found")

    def keep(self, chat: Chat, data: Json, *, from_bot: bool) -> Json:
        """Stores a new message of a chat and returns it as the Bot API shows it."""
        with self.lock:
            message_id = next(number for number in count(chat.last_id + 1) if number not in chat.messages)
            chat.last_id = message_id
            told = {key: value for key, value in data.items() if value is not None}
            head = {"message_id": message_id, "date": int(self.now()), "chat": chat.info}
            chat.messages[message_id] = Kept(head | told, from_bot)
            self.lock.notify_all()
            return copy.deepcopy(chat.messages[message_id].data)

    def quote(self, chat: Chat, message_id: int) -> Json | None:
        """A message as `reply_to_message` carries it: without the message that it replied to itself."""
        kept = chat.find(message_id)
        if kept is None:
            return None
        return {key: value for key, value in copy.deepcopy(kept.data).items() if key != "reply_to_message"}

    def placed(self, chat: Chat, original: Json | None, topic: int | None) -> Json:
        """What says where a message stands. In a topic of a forum each message that replies to none replies to the one
        that opened the topic. In a supergroup without topics a reply has a `message_thread_id` too, which is no topic:
        that of the message it replies to, else the id of that one."""
        if topic:
            original = original or self.quote(chat, topic)
            return {"message_thread_id": topic, "is_topic_message": True, "reply_to_message": original}
        if original is None:
            return {}
        thread = original.get("message_thread_id", original["message_id"])
        threaded = chat.info["type"] == "supergroup" and original["chat"]["id"] == chat.id
        return {"reply_to_message": original} | ({"message_thread_id": thread} if threaded else {})
