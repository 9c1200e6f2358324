"""What people do on Telegram besides writing, each deed an update for the bot."""

import copy
from collections.abc import Iterable

from tests.bot_api.description import Json
from tests.bot_api.messages import opening
from tests.bot_api.speaking import Speaking, message_id
from tests.bot_api.world import Chat, Kept, Person, Query, Sent


class People(Speaking):
    """The people's side of the server."""

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
        for thread in chat.threads:
            chat.messages[thread] = Kept(opening(chat, thread, owner), from_bot=False)
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
