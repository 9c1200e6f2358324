"""What people do on Telegram, each deed an update for the bot."""

import copy
import re
from collections.abc import Iterable

from tests.bot_api.description import Json
from tests.bot_api.messages import described
from tests.bot_api.text import TEXT_LIMIT, utf16_length
from tests.bot_api.world import Chat, Person, Query, Sent, World

# What Telegram marks in the text that a person types.
MARKED = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?"),
    "mention": re.compile(r"(?<!\S)@\w{4,32}"),
    "url": re.compile(r"https?://\S+"),
}


def typed(text: str) -> Json:
    """The part of a message that a typed text becomes: trimmed, commands, mentions and links marked."""
    text = text.strip()
    if not text or utf16_length(text) > TEXT_LIMIT:
        raise ValueError("A person's message has 1 to 4,096 characters: Telegram's apps send no other")
    entities = [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, pattern in MARKED.items()
        for match in pattern.finditer(text)
    ]
    return {"text": text} | ({"entities": entities} if entities else {})


class People:
    """The people's side of the server."""

    def __init__(self, world: World) -> None:
        self.world = world

    def user(
        self,
        user_id: int | None = None,
        first_name: str = "Ada",
        language_code: str | None = "fr",
        username: str | None = None,
    ) -> Person:
        """Somebody new; `language_code` is that of their app."""
        return Person(user_id or self.world.new_id(), first_name, language_code, username)

    def private_chat(self, user: Person) -> Chat:
        """The chat between a person and the bot, begun if need be. It has the person's id."""
        info = {"id": user.id, "type": "private", "first_name": user.first_name}
        with self.world.lock:
            return self.world.chats.setdefault(user.id, Chat(info, {user.id: (user, "member")}))

    def group(self, title: str, *, owner: Person, members: Iterable[Person] = (), threads: Iterable[int] = ()) -> Chat:
        """A supergroup with the bot in it; with `threads` (ids of topics) a forum."""
        info = {"id": -1_000_000_000_000 - self.world.new_id(), "type": "supergroup", "title": title}
        told = {person.id: (person, "member") for person in members} | {owner.id: (owner, "creator")}
        chat = Chat(info | ({"is_forum": True} if threads else {}), told, threads=set(threads))
        with self.world.lock:
            self.world.chats[chat.id] = chat
        return chat

    def channel(self, title: str, username: str | None = None) -> Chat:
        """A channel in which the bot reads along; a public one has a username."""
        info = {"id": -1_000_000_000_000 - self.world.new_id(), "type": "channel", "title": title}
        chat = Chat(info | ({"username": username} if username else {}), {})
        with self.world.lock:
            self.world.chats[chat.id] = chat
        return chat

    def say(
        self,
        chat: Chat,
        user: Person,
        text: str,
        *,
        reply_to: Sent | Json | None = None,
        thread: int | None = None,
    ) -> Json:
        """Sends a message; returns it as the bot gets it."""
        original = None if reply_to is None else self.world.quote(chat, message_id(reply_to))
        if reply_to is not None and original is None:
            raise LookupError("The message to reply to is not in this chat")
        head = {"from": user.json, "reply_to_message": original, "message_thread_id": thread}
        topic = {"is_topic_message": True} if thread else {}
        message = self.world.keep(chat, head | topic | typed(text), from_bot=False)
        self.world.updates.add("message", message)
        return message

    def send_file(self, chat: Chat, user: Person, name: str, content: bytes) -> Json:
        """Sends a file; returns the message as the bot gets it."""
        file_id = f"file_{self.world.new_id()}"
        self.world.files[file_id] = content
        message = self.world.keep(
            chat, {"from": user.json, "document": described(file_id, name, len(content))}, from_bot=False
        )
        self.world.updates.add("message", message)
        return message

    def forward(self, chat: Chat, user: Person, post: Json) -> Json:
        """Forwards a channel's post into a chat."""
        told = {"type": "channel", "chat": post["chat"], "message_id": post["message_id"], "date": post["date"]}
        content = {key: post[key] for key in ("text", "caption", "entities", "photo") if key in post}
        message = self.world.keep(chat, {"from": user.json, "forward_origin": told} | content, from_bot=False)
        self.world.updates.add("message", message)
        return message

    def edit(self, message: Json, text: str) -> Json:
        """Changes a message; with the same text it is what Telegram sends after a reaction or a link preview."""
        return self._edit(message, text, "edited_message")

    def channel_post(self, channel: Chat, text: str) -> Json:
        """Publishes in a channel: a message from nobody."""
        message = self.world.keep(channel, {"sender_chat": channel.info} | typed(text), from_bot=False)
        self.world.updates.add("channel_post", message)
        return message

    def edit_post(self, message: Json, text: str) -> Json:
        """Changes a channel's post."""
        return self._edit(message, text, "edited_channel_post")

    def _edit(self, message: Json, text: str, kind: str) -> Json:
        with self.world.lock:
            kept = self.world.chats[message["chat"]["id"]].messages[message["message_id"]]
            before = {key: value for key, value in kept.data.items() if key != "entities"}
            kept.data = before | typed(text) | {"edit_date": int(self.world.now())}
            edited = copy.deepcopy(kept.data)
            self.world.updates.add(kind, edited)
            return edited

    def press(self, message: Sent, button: str, user: Person) -> str:
        """Presses a button named by its text or data; returns the id of the query, for `answer`."""
        kept = self.world.chats[message.chat_id].messages[message.message_id]
        buttons = kept.snapshot().buttons
        data = next((b["callback_data"] for b in buttons if button in (b["text"], b.get("callback_data"))), None)
        if data is None:
            raise LookupError(f"No button {button!r} that calls back among {[b['text'] for b in buttons]}")
        return self.forge(message, data, user)

    def forge(self, message: Sent, data: str, user: Person) -> str:
        """A pressed button whose data the bot may never have sent: a changed app can say anything."""
        query_id = str(self.world.new_id())
        kept = self.world.chats[message.chat_id].messages[message.message_id]
        shown = copy.deepcopy(kept.data)
        if kept.deleted:
            shown = {"chat": shown["chat"], "message_id": shown["message_id"], "date": 0}
        query = {"id": query_id, "from": user.json, "message": shown, "chat_instance": "1", "data": data}
        with self.world.lock:
            self.world.callbacks[query_id] = Query(self.world.now())
            self.world.updates.add("callback_query", query)
        return query_id

    def inline(self, user: Person, text: str, offset: str = "") -> str:
        """Types `@bot text` in any chat; returns the id of the query, for `answer`."""
        query_id = str(self.world.new_id())
        with self.world.lock:
            self.world.inline[query_id] = Query(self.world.now())
            self.world.updates.add(
                "inline_query", {"id": query_id, "from": user.json, "query": text[:256], "offset": offset}
            )
        return query_id

    def reaction(self, message: Sent | Json, chat: Chat, user: Person, emoji: str = "👍") -> int | None:
        """Reacts to a message; None if the bot did not ask for reactions, as it does not by default."""
        return self.world.updates.add(
            "message_reaction",
            {
                "chat": chat.info,
                "message_id": message_id(message),
                "user": user.json,
                "date": int(self.world.now()),
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": emoji}],
            },
        )

    def block(self, user: Person) -> None:
        """Stops the bot: it can write to this person no more, and is told so."""
        chat = self.private_chat(user)
        chat.shut = "bot was blocked by the user"
        self._my_member(chat, user, {"status": "kicked", "until_date": 0})

    def kick(self, chat: Chat, user: Person) -> None:
        """Throws the bot out of a group."""
        chat.shut = f"bot was kicked from the {chat.info['type']} chat"
        self._my_member(chat, user, {"status": "left"})

    def migrate(self, chat: Chat) -> Chat:
        """Makes a supergroup of a group: it has a new id, and the old one takes no calls any more."""
        info = {**chat.info, "id": -1_000_000_000_000 - self.world.new_id(), "type": "supergroup"}
        with self.world.lock:
            new = self.world.chats[int(info["id"])] = Chat(info, chat.members)
            chat.moved_to = new.id
        return new

    def _my_member(self, chat: Chat, user: Person, now: Json) -> None:
        bot = {"user": self.world.me}
        change = {"old_chat_member": {**bot, "status": "member"}, "new_chat_member": {**bot, **now}}
        head = {"chat": chat.info, "from": user.json, "date": int(self.world.now())}
        self.world.updates.add("my_chat_member", head | change)

    def raw_update(self, update: Json) -> int:
        """An update of any shape, as a newer Telegram might send; returns its id."""
        return self.world.updates.add_raw(update)

    def answer(self, query_id: str) -> Json | None:
        """What the bot answered to a pressed button or an inline query; None if nothing so far."""
        query = self.world.callbacks.get(query_id) or self.world.inline[query_id]
        return query.answer


def message_id(message: Sent | Json) -> int:
    """The id of a message of the bot or of a person."""
    return message.message_id if isinstance(message, Sent) else int(message["message_id"])
