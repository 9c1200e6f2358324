"""What people write and send, each message an update for the bot."""

import copy
import re

from tests.bot_api.description import Json
from tests.bot_api.messages import described
from tests.bot_api.text import CAPTION_LIMIT, TEXT_LIMIT, utf16_length
from tests.bot_api.world import Chat, Person, Sent, World

# What Telegram marks in the text that a person types.
MARKED = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?"),
    "mention": re.compile(r"(?<!\S)@\w{4,32}"),
    "url": re.compile(r"https?://\S+"),
}

# In whose name Telegram gives a bot what anonymous administrators write: the same in all groups.
GROUP_ANONYMOUS_BOT = {
    "id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"
}  # fmt: skip
# What a message with something else than text carries: the least of each kind.
PICTURE = {"file_id": "picture", "file_unique_id": "picture", "width": 90, "height": 60}
MEDIA: dict[str, Json | list[Json]] = {
    "photo": [PICTURE],
    "voice": {"file_id": "voice", "file_unique_id": "voice", "duration": 3},
    "video": {**PICTURE, "file_id": "video", "file_unique_id": "video", "duration": 3},
    "video_note": {"file_id": "note", "file_unique_id": "note", "length": 90, "duration": 3},
    "sticker": {**PICTURE, "file_id": "sticker", "type": "regular", "is_animated": False, "is_video": False},
    "location": {"longitude": 2.29, "latitude": 48.86},
    "contact": {"phone_number": "+33199000000", "first_name": "Ada"},
    "dice": {"emoji": "🎲", "value": 4},
}


def typed(text: str, *, caption: bool = False) -> Json:
    """The part of a message that a typed text or caption becomes: trimmed, commands, mentions and links marked."""
    text, most = text.strip(), CAPTION_LIMIT if caption else TEXT_LIMIT
    if not text or utf16_length(text) > most:
        raise ValueError(f"A person writes 1 to {most} characters there: Telegram's apps send no other")
    entities = [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, pattern in MARKED.items()
        for match in pattern.finditer(text)
    ]
    named = ("caption", "caption_entities") if caption else ("text", "entities")
    return {named[0]: text} | ({named[1]: entities} if entities else {})


class Speaking:
    """Those who write."""

    def __init__(self, world: World) -> None:
        self.world = world

    def say(
        self,
        chat: Chat,
        user: Person,
        text: str,
        *,
        reply_to: Sent | Json | None = None,
        quote: str = "",
        thread: int | None = None,
        anonymous: bool = False,
    ) -> Json:
        """Sends a message; returns it as the bot gets it. `quote` is a part of the message that it replies to. An
        `anonymous` administrator writes in the group's name."""
        named = {"from": GROUP_ANONYMOUS_BOT, "sender_chat": chat.info} if anonymous else {}
        return self._post(chat, user, typed(text) | named, reply_to=reply_to, quote=quote, thread=thread)

    def send_file(
        self,
        chat: Chat,
        user: Person,
        name: str | None,
        content: bytes,
        caption: str = "",
        reply_to: Sent | Json | None = None,
        *,
        mime_type: str | None = None,
        sized: bool = True,
    ) -> Json:
        """Sends a file; returns the message as the bot gets it. Name, type and size are each optional in the API."""
        file_id = f"file_{self.world.new_id()}"
        self.world.files[file_id] = content
        below = typed(caption, caption=True) if caption else {}
        told = described(file_id, name or "", len(content)) | ({"mime_type": mime_type} if mime_type else {})
        left_out = {"file_name": not name, "file_size": not sized}
        document = {key: value for key, value in told.items() if not left_out.get(key)}
        return self._post(chat, user, {"document": document} | below, reply_to=reply_to)

    def send_media(
        self,
        chat: Chat,
        user: Person,
        kind: str = "photo",
        caption: str = "",
        *,
        album: str = "",
        reply_to: Sent | Json | None = None,
    ) -> Json:
        """Sends a photo, a voice message, a sticker…; those of one `album` belong together."""
        below = typed(caption, caption=True) if caption else {}
        together = {"media_group_id": album} if album else {}
        return self._post(chat, user, {kind: copy.deepcopy(MEDIA[kind])} | below | together, reply_to=reply_to)

    def choose(self, chat: Chat, user: Person, query_id: str, number: int = 0) -> Json:
        """Sends a result of an inline query into a chat in which the bot is."""
        content = (self.world.inline[query_id].answer or {})["results"][number]["input_message_content"]
        marked = {"entities": content["entities"]} if content.get("entities") else {}
        return self._post(chat, user, {"via_bot": self.world.me, "text": content["message_text"]} | marked)

    def forward(self, chat: Chat, user: Person, post: Json | Sent) -> Json:
        """Forwards a channel's post, or a message of the bot, into a chat."""
        if isinstance(post, Sent):
            post = self.world.chats[post.chat_id].messages[post.message_id].data
        told: Json = {"type": "user", "sender_user": post["from"]} if "from" in post else {}
        told = told or {"type": "channel", "chat": post["chat"], "message_id": post["message_id"]}
        content = {key: post[key] for key in ("text", "caption", "entities", "photo") if key in post}
        return self._post(chat, user, {"forward_origin": told | {"date": post["date"]}} | content)

    def edit(self, message: Json, text: str) -> Json:
        """Changes a message's text or caption; with the same words it is what Telegram sends after a reaction or a link
        preview."""
        return self._edit(message, text, "edited_message")

    def channel_post(self, channel: Chat, text: str) -> Json:
        """Publishes in a channel: a message from nobody."""
        message = self.world.keep(channel, {"sender_chat": channel.info} | typed(text), from_bot=False)
        self.world.updates.add("channel_post", message)
        return message

    def edit_post(self, message: Json, text: str) -> Json:
        """Changes a channel's post."""
        return self._edit(message, text, "edited_channel_post")

    def _post(
        self,
        chat: Chat,
        user: Person,
        content: Json,
        *,
        reply_to: Sent | Json | None = None,
        quote: str = "",
        thread: int | None = None,
    ) -> Json:
        original = None if reply_to is None else self.world.quote(chat, message_id(reply_to))
        if reply_to is not None and original is None:
            raise LookupError("The message to reply to is not in this chat")
        head = {"from": user.json} | self.world.placed(chat, original, thread)
        if quote:
            whole = (original or {}).get("text") or (original or {}).get("caption", "")
            position = utf16_length(whole[: whole.index(quote)])
            head["quote"] = {"text": quote, "position": position, "is_manual": True}
        message = self.world.keep(chat, head | content, from_bot=False)
        self.world.updates.add("message", message)
        return message

    def _edit(self, message: Json, text: str, kind: str) -> Json:
        with self.world.lock:
            kept = self.world.chats[message["chat"]["id"]].messages[message["message_id"]]
            before = {key: value for key, value in kept.data.items() if key not in ("entities", "caption_entities")}
            kept.data = before | typed(text, caption="text" not in before) | {"edit_date": int(self.world.now())}
            edited = copy.deepcopy(kept.data)
            self.world.updates.add(kind, edited)
            return edited

    def delete(self, message: Sent | Json, chat: Chat) -> None:
        """Deletes a message; the bot is not told."""
        with self.world.lock:
            chat.messages[message_id(message)].deleted = True


def message_id(message: Sent | Json) -> int:
    """The id of a message of the bot or of a person."""
    return message.message_id if isinstance(message, Sent) else int(message["message_id"])
