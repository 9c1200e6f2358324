"""The chats that people have with the bot and with one another, and what becomes of the bot in them."""

from collections.abc import Iterable

from tests.bot_api.description import Json
from tests.bot_api.messages import opening
from tests.bot_api.speaking import GROUP_ANONYMOUS_BOT, Speaking
from tests.bot_api.world import Chat, Kept, Person


class Groups(Speaking):
    """Chats, and how they change."""

    def private_chat(self, user: Person) -> Chat:
        """The chat between a person and the bot, begun if need be. It has the person's id."""
        info = {"id": user.id, "type": "private", "first_name": user.first_name}
        with self.world.lock:
            return self.world.chats.setdefault(user.id, Chat(info, {user.id: (user, "member")}))

    def group(
        self,
        title: str,
        *,
        owner: Person,
        members: Iterable[Person] = (),
        threads: Iterable[int] = (),
        basic: bool = False,
    ) -> Chat:
        """A supergroup with the bot in it; with `threads` (ids of topics) a forum; a `basic` one is no supergroup."""
        number = self.world.new_id()
        info: Json = {"id": -1_000_000_000_000 - number, "type": "supergroup", "title": title}
        if basic:
            info |= {"id": -number, "type": "group"}
        told = {person.id: (person, "member") for person in members} | {owner.id: (owner, "creator")}
        chat = Chat(info | ({"is_forum": True} if threads else {}), told, threads=set(threads))
        for thread in chat.threads:
            chat.messages[thread] = Kept(opening(chat, thread, owner), from_bot=False)
        with self.world.lock:
            self.world.chats[chat.id] = chat
        return chat

    def block(self, user: Person) -> None:
        """Stops the bot: it can write to this person no more, and is told so."""
        chat = self.private_chat(user)
        chat.shut = "bot was blocked by the user"
        self._my_member(chat, user, {"status": "kicked", "until_date": 0})

    def kick(self, chat: Chat, user: Person) -> None:
        """Throws the bot out of a group."""
        chat.shut = f"bot was kicked from the {chat.info['type']} chat"
        self._my_member(chat, user, {"status": "left"})

    def add_bot(self, chat: Chat, user: Person) -> None:
        """Adds the bot to a group that it is not in: an update for the bot, and a message for all."""
        chat.shut = ""
        self._my_member(chat, user, {"status": "member"}, before="left")
        message = self.world.keep(chat, {"from": user.json, "new_chat_members": [self.world.me]}, from_bot=False)
        self.world.updates.add("message", message)

    def migrate(self, chat: Chat) -> Chat:
        """Makes a supergroup of a group: it has a new id, its messages are numbered anew, and the old one takes no
        calls any more. In both, a message says so."""
        info = {**chat.info, "id": -1_000_000_000_000 - self.world.new_id(), "type": "supergroup"}
        with self.world.lock:
            new = self.world.chats[int(info["id"])] = Chat(info, chat.members)
            head = {"from": GROUP_ANONYMOUS_BOT, "sender_chat": info}
            left = self.world.keep(chat, head | {"migrate_to_chat_id": new.id}, from_bot=False)
            begun = self.world.keep(new, head | {"migrate_from_chat_id": chat.id}, from_bot=False)
            chat.moved_to = new.id
            for message in (left, begun):
                self.world.updates.add("message", message)
        return new

    def _my_member(self, chat: Chat, user: Person, now: Json, before: str = "member") -> None:
        bot = {"user": self.world.me}
        change = {"old_chat_member": {**bot, "status": before}, "new_chat_member": {**bot, **now}}
        head = {"chat": chat.info, "from": user.json, "date": int(self.world.now())}
        self.world.updates.add("my_chat_member", head | change)
