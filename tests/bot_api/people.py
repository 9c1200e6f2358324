"""What people do on Telegram besides writing, each deed an update for the bot."""

import copy

from tests.bot_api.description import Json
from tests.bot_api.groups import Groups
from tests.bot_api.speaking import message_id
from tests.bot_api.world import Chat, Person, Query, Sent


class People(Groups):
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

    def raw_update(self, update: Json) -> int:
        """An update of any shape, as a newer Telegram might send; returns its id."""
        return self.world.updates.add_raw(update)

    def answer(self, query_id: str) -> Json | None:
        """What the bot answered to a pressed button or an inline query; None if nothing so far."""
        query = self.world.callbacks.get(query_id) or self.world.inline[query_id]
        return query.answer
