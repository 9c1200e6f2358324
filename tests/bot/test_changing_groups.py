"""Groups that change: they become supergroups, and are run by administrators who show no name. Over HTTP."""

import sqlite3
from pathlib import Path

import pytest

from tests.bot_api import Chat
from tests.common.port_gwen import ARTICLES as PORT_GWEN
from tests.common.port_gwen import LIT, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk, running_bot

# One for each conversation: an id is never given again.
OPENED = [-7_000_777, -7_000_778, -7_000_779]
VAIN = "Quel est le salaire du président de la Mongolie ?"
SETTINGS = {"IBID_ASKERS": ",".join(map(str, [*OPENED, 1_087_968_824]))}
NEXT = iter(OPENED)
pytestmark = pytest.mark.usefixtures("nothing_refused")


@pytest.fixture
def group(bot: RunningBot) -> Talk:
    """Its owner, in a group (no supergroup) that the settings let in."""
    owner = bot.server.user(language_code="fr")
    chat = bot.server.group("Rédaction", owner=owner, basic=True)
    with bot.server.world.lock:
        del bot.server.world.chats[chat.id]
        chat.info["id"] = next(NEXT)
        bot.server.world.chats[chat.id] = chat
    return Talk(bot.server, chat, owner)


def asked(talk: Talk, text: str) -> str:
    return f"@{talk.server.world.me['username']} {text}"


def migrated(talk: Talk) -> Talk:
    return Talk(talk.server, talk.server.migrate(talk.chat), talk.person)


def command(talk: Talk, words: str) -> str:
    name, _, rest = words.partition(" ")
    return f"{name}@{talk.server.world.me['username']} {rest}".strip()


def test_a_group_that_becomes_a_supergroup_keeps_its_place_its_settings_and_its_sources(
    bot: RunningBot, group: Talk
) -> None:
    """Whoever is let in, what was answered, and what was set: as if nothing had happened, also after a restart."""
    answer = group.ask(asked(group, WHEN_LIT))
    assert LIT in answer.quoted("blockquote")
    group.ask(command(group, "/settings en"))
    moved = migrated(group)
    assert LIT in moved.ask(command(moved, "/source")).quoted("bold")
    assert moved.ask(command(moved, "/why")).text.startswith("Why “")
    assert "Language: English" in moved.ask(command(moved, "/settings")).text
    bot.restart()
    assert LIT in moved.ask(asked(moved, WHEN_LIT)).quoted("blockquote")
    assert LIT in moved.ask(command(moved, "/source")).quoted("bold")


def test_buttons_of_the_old_groups_messages_do_in_the_new_what_they_did(bot: RunningBot, group: Talk) -> None:
    """Telegram sends them with the old id, and takes no message there any more."""
    answer = group.ask(asked(group, WHEN_LIT))
    moved = migrated(group)
    source = moved.exchange(lambda: bot.server.press(answer, answer.buttons[0]["callback_data"], group.person))
    assert LIT in source.quoted("bold")
    query = bot.server.press(answer, "👎 Pas utile", group.person)
    assert "notée" in group.popup(query)
    assert moved.exchange(lambda: bot.server.press(answer, "Pourquoi ?", group.person)).text.startswith("Pourquoi")


def test_the_new_groups_administrators_can_have_the_old_one_forgotten(bot: RunningBot, group: Talk) -> None:
    group.ask(asked(group, WHEN_LIT))
    moved = migrated(group)
    assert "de cette discussion" in moved.ask(command(moved, "/forget")).text
    assert "Posez d’abord" in moved.ask(command(moved, "/source")).text
    with sqlite3.connect(Path(bot.settings["IBID_DATA"]) / "conversations.sqlite") as kept:
        assert kept.execute("SELECT count(*) FROM answers WHERE chat_id = ?", (moved.chat.id,)).fetchone() == (0,)


class Anonymous:
    """Two groups, each with an administrator who writes in its name."""

    def __init__(self, bot: RunningBot) -> None:
        self.server = bot.server
        self.admin = bot.server.user(language_code="fr")
        self.chats = [bot.server.group(name, owner=self.admin) for name in ("Une", "Autre")]

    def say(self, chat: Chat, text: str) -> str:
        """What the bot answers to an anonymous administrator."""
        before = len(self.server.sent(chat))
        self.server.say(chat, self.admin, text, anonymous=True)
        return self.server.wait_for(chat, before + 1)[before].text


def test_what_an_anonymous_administrator_sets_is_that_groups_alone(tmp_path: Path) -> None:
    """Telegram gives all of them, in all groups, one and the same person."""
    with running_bot(tmp_path, PORT_GWEN) as bot:
        run = Anonymous(bot)
        one, other = run.chats
        name = bot.server.world.me["username"]
        assert "English" in run.say(one, f"/language@{name} en")
        assert run.say(one, f"/help@{name}").startswith("Write a question")
        assert "Answers quote" not in run.say(other, f"/privacy@{name}")
        assert run.say(other, f"/language@{name} fr").startswith("C’est entendu")
        assert run.say(other, f"/help@{name}").startswith("Écrivez")
        assert run.say(one, f"/help@{name}").startswith("Write a question")
        for chat in run.chats:
            bot.server.say(chat, run.admin, f"@{name} {VAIN} {chat.info['title']}", anonymous=True)
        bot.server.wait_until(lambda: len(bot.server.world.reactions) == 2)
        run.say(one, f"/forget@{name}")
        with sqlite3.connect(Path(bot.settings["IBID_DATA"]) / "conversations.sqlite") as kept:
            assert kept.execute("SELECT DISTINCT chat_id FROM gaps").fetchall() == [(other.id,)]
        bot.check_discretion()


def test_anonymous_administrators_of_one_group_do_not_use_up_what_those_of_another_may_ask(tmp_path: Path) -> None:
    with running_bot(tmp_path, PORT_GWEN, IBID_PERSON_RATE="2") as bot:
        run = Anonymous(bot)
        one, other = run.chats
        question = f"@{bot.server.world.me['username']} {WHEN_LIT}"
        said = [run.say(one, question) for _ in range(3)]
        assert [LIT in text for text in said] == [True, True, False]
        assert LIT in run.say(other, question)
