"""A stage for conversations: the real program before the Bot API server of the tests, and a record of what happened."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bot_api import Call, Chat, Person, Sent
from tests.bot_api.description import Json
from tests.common.running_bot import RunningBot

# Calls that end a turn: what a person can see.
SEEN = frozenset(
    ("sendMessage", "sendDocument", "editMessageText", "deleteMessage", "setMessageReaction", "answerInlineQuery")
)
# Polling goes on by itself, and "typing…" is shown when the machine is slow: no two records with them are the same.
UNTOLD = frozenset(("getUpdates", "sendChatAction"))
# Seconds in which nothing must happen where the bot is to be silent.
QUIET = 0.7


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person did, and what the bot did then; `said` are its messages as they stood right after.

    `where` is the title of a group, with the topic; empty in a private chat. `results` are those of an inline query,
    `notice` is what a pressed button shows for a moment. A turn with neither person nor deed is a note to the reader.
    """

    person: str
    deed: str
    text: str
    where: str = ""
    said: tuple[Sent, ...] = ()
    reaction: str = ""
    notice: str = ""
    results: tuple[Json, ...] = ()
    calls: tuple[Call, ...] = ()


@dataclass(slots=True)
class Stage:
    """Whoever calls these methods plays; `turns` is the record."""

    bot: RunningBot
    turns: list[Turn] = field(default_factory=list)

    def person(self, name: str, language: str = "fr", number: int | None = None) -> Person:
        return self.bot.server.user(number, name, language)

    def say(
        self,
        person: Person,
        text: str,
        *,
        chat: Chat | None = None,
        reply_to: Sent | Json | None = None,
        quote: str = "",
        thread: int | None = None,
        answers: int = 1,
        deed: str = "",
    ) -> Sent | None:
        """A person writes; returns the bot's last message, once it has sent so many."""
        chat, server = chat or self.bot.server.private_chat(person), self.bot.server
        deed = deed or (f"quotes “{quote}” and asks" if quote else "replies to that" if reply_to else "writes")

        def act() -> None:
            server.say(chat, person, text, reply_to=reply_to, quote=quote, thread=thread)

        turn = self._play(person, deed, text, chat, act, answers, thread)
        return turn.said[-1] if turn.said else None

    def send(self, person: Person, kind: str, caption: str = "") -> None:
        """A person sends a picture, a voice message…, in private."""
        server = self.bot.server
        chat = server.private_chat(person)
        deed = f"sends a {kind}" + (" with the caption" if caption else "")
        self._play(person, deed, caption, chat, lambda: server.send_media(chat, person, kind, caption), 1)

    def press(self, person: Person, message: Sent, label: str, answers: int = 1) -> Sent:
        """A button whose words begin so; without `answers` it only shows a notice."""
        labels = [one["text"] for one in message.buttons if "callback_data" in one]
        shown = next((one for one in labels if one.startswith(label)), None)
        if shown is None:
            raise LookupError(f"no button begins with {label!r}, only {labels}: another scene is needed")
        server = self.bot.server
        chat = server.world.chats[message.chat_id]
        turn = self._play(person, "presses", shown, chat, lambda: server.press(message, shown, person), answers)
        return turn.said[-1] if turn.said else message

    def edit(self, person: Person, question: Json, text: str, answers: int = 1, what: str = "question") -> None:
        chat = self.bot.server.world.chats[question["chat"]["id"]]
        self._play(person, f"edits the {what}", text, chat, lambda: self.bot.server.edit(question, text), answers)

    def react(self, person: Person, message: Sent, emoji: str) -> None:
        """A reaction to a message of the bot, which does nothing."""
        server = self.bot.server
        chat = server.world.chats[message.chat_id]
        self._play(person, "reacts with", emoji, chat, lambda: server.reaction(message, chat, person, emoji), 0)

    def do(self, person: Person, deed: str, act: Callable[[Chat], object], chat: Chat | None = None) -> None:
        """Something else that a person does, in private or in this chat, and that is answered with a message."""
        chat = chat or self.bot.server.private_chat(person)
        self._play(person, deed, "", chat, lambda: act(chat), 1)

    def inline(self, person: Person, text: str) -> None:
        """`@bot text` in whatever chat."""
        name = self.bot.server.world.me["username"]
        chat = self.bot.server.private_chat(person)
        self._play(
            person, "types in any chat", f"@{name} {text}", chat, lambda: self.bot.server.inline(person, text), 1
        )

    def note(self, text: str) -> None:
        self.turns.append(Turn("", "", text))

    def last_question(self, chat: Chat) -> Json:
        """What a person said last in a chat."""
        return next(kept.data for kept in reversed(chat.messages.values()) if not kept.from_bot)

    def _play(
        self,
        person: Person,
        deed: str,
        text: str,
        chat: Chat,
        act: Callable[[], object],
        answers: int,
        thread: int | None = None,
    ) -> Turn:
        server = self.bot.server
        before = {one.message_id: len(one.history) for one in server.sent(chat)}
        mark = len(server.calls)
        act()

        def calls() -> list[Call]:
            ours = (call for call in server.calls[mark:] if call.parameters.get("chat_id", chat.id) == chat.id)
            return [call for call in ours if call.method not in UNTOLD]

        if answers:
            server.wait_until(lambda: sum(call.method in SEEN for call in calls()) >= answers)
        elif deed == "presses":
            server.wait_until(lambda: any(call.method == "answerCallbackQuery" for call in calls()))
        else:
            time.sleep(QUIET)
        made = calls()
        said = tuple(one for one in server.sent(chat) if before.get(one.message_id) != len(one.history))
        parameters = {call.method: call.parameters for call in made if call.error is None}
        reaction = "".join(one["emoji"] for one in parameters.get("setMessageReaction", {}).get("reaction", ()))
        title = chat.info.get("title", "")
        turn = Turn(
            person.first_name,
            deed,
            text,
            f"{title}, topic {thread}" if thread else title,
            said,
            reaction,
            parameters.get("answerCallbackQuery", {}).get("text", ""),
            tuple(parameters.get("answerInlineQuery", {}).get("results", ())),
            tuple(made),
        )
        self.turns.append(turn)
        return turn


def needed(sent: Sent | None) -> Sent:
    if sent is None:
        raise RuntimeError("the bot said nothing where a scene goes on from what it says")
    return sent
