"""Nobody gets past the gate who may not ask: in no way that Telegram knows, and with no forged button or link."""

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot_api import Chat, Sent
from tests.common.port_gwen import ARTICLES, LIT, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk, running_bot

OWNER, EDITOR = 5151, 4242
SETTINGS = {"IBID_ASKERS": "invited", "IBID_EDITORS": str(EDITOR), "IBID_OWNERS": str(OWNER)}
pytestmark = pytest.mark.usefixtures("nothing_refused")


def known(bot: RunningBot, user_id: int) -> Talk:
    person = bot.server.user(user_id, language_code="en")
    return Talk(bot.server, bot.server.private_chat(person), person)


def link(sent: Sent) -> str:
    """The parameter of the invitation in a message."""
    found = re.search(r"https://t\.me/\w+\?start=(\S+)", sent.text)
    assert found, sent.text
    return found[1]


def quiet(bot: RunningBot, talk: Talk, chat: Chat) -> int:
    """How many messages a chat has once somebody else's question, asked after all before, was answered."""
    known(bot, OWNER).ask("/help")
    return len(bot.server.sent(chat))


def test_a_stranger_is_told_so_once_and_answered_in_no_way(bot: RunningBot) -> None:
    """A question, an edit, a command, a button, an inline query: refused, and logged by id."""
    talk, server = bot.talk("en"), bot.server
    told = talk.ask(WHEN_LIT)
    assert "invited" in told.text
    assert str(talk.person.id) in told.text
    server.edit(server.say(talk.chat, talk.person, "Qui ?"), WHEN_LIT)
    server.say(talk.chat, talk.person, "/articles")
    pressed = server.forge(told, "s:abc-1-2", talk.person)
    inline = server.inline(talk.person, WHEN_LIT)
    server.wait_until(lambda: server.answer(inline) and server.answer(pressed))
    assert (server.answer(inline) or {})["results"] == []
    assert (server.answer(inline) or {})["is_personal"]
    assert "invited" in (server.answer(pressed) or {})["text"]
    assert quiet(bot, talk, talk.chat) == 1
    assert len(re.findall(rf"Refused .*: person {talk.person.id} in chat", bot.output)) == 6


def test_who_may_not_ask_may_still_read_what_is_kept_and_have_it_forgotten(bot: RunningBot) -> None:
    talk = bot.talk("en")
    assert talk.ask("/privacy").text.startswith("What I keep")
    assert talk.ask("/forget").text.startswith("Forgotten")
    assert "invited" in talk.ask("/articles").text


def test_in_a_group_a_stranger_is_refused_only_when_the_bot_is_addressed(bot: RunningBot) -> None:
    server, stranger = bot.server, bot.talk("en")
    group = server.group("Rédaction", owner=stranger.person)
    server.say(group, stranger.person, WHEN_LIT)
    assert quiet(bot, stranger, group) == 0
    server.say(group, stranger.person, f"@{server.world.me['username']} {WHEN_LIT}")
    assert "invited" in server.wait_for(group, 1)[0].text


def test_an_invitation_lets_in_whoever_opens_it_first(bot: RunningBot) -> None:
    """From then on everything works; the second who opens it stays outside, and so does a forged link."""
    invitation = link(known(bot, EDITOR).ask("/invite"))
    first, second = bot.talk("en"), bot.talk("en")
    welcome = first.ask(f"/start {invitation}")
    assert welcome.text.startswith("You are in. Your role: reader.")
    assert LIT in first.ask(WHEN_LIT).quoted("blockquote")
    assert "only those who were invited" in second.ask(f"/start {invitation}").text
    assert "only those who were invited" in bot.talk("en").ask("/start i_" + "A" * 32).text
    assert first.ask(f"/start {invitation}").text.startswith("You are in.")


def test_readers_cannot_do_what_editors_do_nor_editors_what_owners_do(bot: RunningBot) -> None:
    editor, owner, reader = known(bot, EDITOR), known(bot, OWNER), bot.talk("en")
    reader.ask(f"/start {link(editor.ask('/invite'))}")
    refused = [reader.ask("/invite").text]
    server = bot.server
    for command in ("/users", "/revoke 5", "/gaps"):
        server.say(reader.chat, reader.person, command)
    assert quiet(bot, reader, reader.chat) == 2
    assert refused == ["This command is for the editors.\n" + f"Your Telegram number: {reader.person.id}"]
    assert "owners" in editor.ask("/invite editor").text
    second = bot.talk("en")
    assert "editor" in second.ask(f"/start {link(owner.ask('/invite editor'))}").text
    assert "owners" in editor.ask(f"/revoke {second.person.id}").text
    assert "settings" in editor.ask(f"/revoke {OWNER}").text
    assert "IBID_EDITORS" in owner.ask(f"/revoke {EDITOR}").text
    listed = owner.ask("/users").text.splitlines()
    assert f"{OWNER} · owner · by the settings" in listed
    assert any(line.startswith(f"{second.person.id} · editor · since") for line in listed)
    assert "no role any more" in owner.ask(f"/revoke {second.person.id}").text
    assert "invited" in second.ask("/gaps").text


def test_who_is_revoked_is_outside_at_once_and_after_a_restart(bot: RunningBot) -> None:
    editor, reader = known(bot, EDITOR), bot.talk("en")
    reader.ask(f"/start {link(editor.ask('/invite'))}")
    answer = reader.ask(WHEN_LIT)
    bot.restart()
    assert LIT in reader.ask(WHEN_LIT).quoted("blockquote")
    editor.ask(f"/revoke {reader.person.id}")
    assert "invited" in reader.ask(WHEN_LIT).text
    query = bot.server.press(answer, answer.buttons[0]["callback_data"], reader.person)
    bot.server.wait_until(lambda: bot.server.answer(query))
    assert "invited" in (bot.server.answer(query) or {})["text"]


def test_open_invitations_can_be_withdrawn(bot: RunningBot) -> None:
    editor = known(bot, EDITOR)
    invitation = link(editor.ask("/invite"))
    assert re.fullmatch(r"Invitations withdrawn: [1-9]\d*\.", editor.ask("/revoke invitations").text)
    assert "invited" in bot.talk("en").ask(f"/start {invitation}").text


def test_an_invitation_is_not_shown_to_a_group(bot: RunningBot) -> None:
    editor = known(bot, EDITOR)
    group = bot.server.group("Rédaction", owner=editor.person)
    bot.server.say(group, editor.person, "/invite")
    assert "t.me" not in bot.server.wait_for(group, 1)[0].text


def test_a_citation_that_a_message_does_not_carry_is_not_opened_by_its_buttons(bot: RunningBot) -> None:
    """An app can be changed to send any id, such as that of another chat's citation."""
    owner, editor = known(bot, OWNER), known(bot, EDITOR)
    elsewhere = owner.ask(WHEN_LIT)
    mine = editor.ask("When did the Harrow rover land?")
    data = elsewhere.buttons[0]["callback_data"]
    before = len(bot.server.sent(editor.chat))
    query = bot.server.forge(mine, data, editor.person)
    bot.server.wait_until(lambda: bot.server.answer(query))
    assert "no longer works" in (bot.server.answer(query) or {})["text"]
    assert quiet(bot, editor, editor.chat) == before
    editor.ask("/forget")
    assert editor.press(mine, mine.buttons[0]).quoted("bold")
    silence = editor.ask("Qui est le président de la Mongolie, et que gagne la tour de Port-Gwen ?")
    nearest = [button for button in silence.buttons if button["callback_data"].startswith("s:")]
    assert editor.press(silence, nearest[0]).quoted("bold")


def test_the_shell_invites_lists_and_revokes(
    bot: RunningBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An owner can be made there alone."""
    for key, value in (bot.settings | {"LC_ALL": "C"}).items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(bot.folder)

    def run(*arguments: str) -> tuple[int, str]:
        status = main(arguments)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    parameter = run("invite", "--role", "owner", "--days", "1")[1].partition("?start=")[2].strip()
    talk = bot.talk("en")
    assert "owner" in talk.ask(f"/start {parameter}").text
    assert f"{talk.person.id} · owner" in run("users")[1]
    assert run("revoke", str(talk.person.id))[0] == 0
    assert run("revoke", str(talk.person.id))[0] == 2
    assert "invited" in talk.ask(WHEN_LIT).text
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:WrongWrongWrong")
    status, said = run("invite")
    assert status == 2
    assert "TELEGRAM_TOKEN" in said
    assert "Wrong" not in said
    monkeypatch.setenv("IBID_ASKERS", "everyone")
    assert "IBID_ASKERS" in run("invite")[1]


def test_a_restricted_bot_lets_nobody_keep_its_inline_answers(bot: RunningBot) -> None:
    """Telegram would give them to others."""
    query = bot.server.inline(known(bot, OWNER).person, WHEN_LIT)
    bot.server.wait_until(lambda: bot.server.answer(query))
    answer = bot.server.answer(query) or {}
    assert answer["results"]
    assert answer["is_personal"]


def test_members_of_a_listed_group_may_ask_there_and_nowhere_else(tmp_path: Path) -> None:
    group_id = -1_000_000_000_777
    with running_bot(tmp_path, ARTICLES, IBID_ASKERS=str(group_id)) as bot:
        talk, server = bot.talk("fr"), bot.server
        group = server.group("Rédaction", owner=talk.person)
        server.world.chats[group_id] = group
        group.info["id"] = group_id
        server.say(group, talk.person, f"@{server.world.me['username']} {WHEN_LIT}")
        answer = server.wait_for(group, 1)[0]
        assert LIT in answer.quoted("blockquote")
        assert "invit" in talk.ask(WHEN_LIT).text
