"""The methods of the Bot API server of the tests do what Telegram's do: messages, queries, chats, the account."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.bot_api import BotApi, Chat, Person
from tests.bot_api.client import call

BUTTON = {"inline_keyboard": [[{"text": "Source", "callback_data": "s1"}]]}


@pytest.fixture
def server() -> Iterator[BotApi]:
    with BotApi() as running:
        yield running


@pytest.fixture
def ada(server: BotApi) -> Person:
    return server.user(first_name="Ada")


@pytest.fixture
def chat(server: BotApi, ada: Person) -> Chat:
    return server.private_chat(ada)


def test_a_document_can_be_sent_and_fetched_again(server: BotApi, chat: Chat) -> None:
    url = f"{server.url}/bot{server.token}/sendDocument"
    form = {"chat_id": str(chat.id), "document": "attach://part", "caption": "Tout l'article"}
    sent = httpx.post(url, data=form, files={"part": ("article.txt", "été".encode())}).json()["result"]
    path = call(server, "getFile", file_id=sent["document"]["file_id"])[1]["file_path"]
    assert httpx.get(f"{server.url}/file/bot{server.token}/{path}").text == "été"
    assert httpx.get(f"{server.url}/file/bot1:wrong/{path}").status_code == 401
    assert (server.sent(chat)[0].document, server.sent(chat)[0].text) == ("article.txt", "Tout l'article")
    empty = httpx.post(url, data={"chat_id": str(chat.id)}, files={"document": ("empty.txt", b"")}).json()
    assert empty["description"] == "Bad Request: file must be non-empty"


def test_only_a_changed_message_of_the_bot_can_be_edited(server: BotApi, chat: Chat, ada: Person) -> None:
    theirs = server.say(chat, ada, "Bonjour")["message_id"]
    own = call(server, "sendMessage", chat_id=chat.id, text="Un", reply_markup=BUTTON)[1]["message_id"]
    place = {"chat_id": chat.id, "message_id": own}
    unchanged = call(server, "editMessageText", **place, text="Un", reply_markup=BUTTON)
    assert unchanged[0] == 400
    assert unchanged[1].startswith("Bad Request: message is not modified: ")
    assert call(server, "editMessageText", **place, text="Deux")[1]["edit_date"]
    assert call(server, "editMessageReplyMarkup", **place, reply_markup=BUTTON)[0] == 200
    assert call(server, "editMessageText", chat_id=chat.id, message_id=theirs, text="a")[1] == (
        "Bad Request: message can't be edited"
    )
    assert call(server, "editMessageText", chat_id=chat.id, message_id=99, text="a")[1] == (
        "Bad Request: message to edit not found"
    )
    message = server.sent(chat)[0]
    assert ([old.text for old in message.history], message.text) == (["Un", "Deux"], "Deux")


def test_a_deleted_message_is_gone(server: BotApi, chat: Chat) -> None:
    place = {"chat_id": chat.id, "message_id": call(server, "sendMessage", chat_id=chat.id, text="Un")[1]["message_id"]}
    assert call(server, "deleteMessage", **place) == (200, True)
    assert call(server, "deleteMessage", **place) == (400, "Bad Request: message to delete not found")
    assert call(server, "editMessageText", **place, text="Deux") == (400, "Bad Request: message to edit not found")
    reply = {"message_id": place["message_id"]}
    assert call(server, "sendMessage", chat_id=chat.id, text="a", reply_parameters=reply)[1] == (
        "Bad Request: message to be replied not found"
    )
    reply["allow_sending_without_reply"] = True
    assert "reply_to_message" not in call(server, "sendMessage", chat_id=chat.id, text="a", reply_parameters=reply)[1]
    assert server.sent(chat)[0].deleted


def test_a_pressed_button_is_answered_once_and_in_time(server: BotApi, chat: Chat, ada: Person) -> None:
    call(server, "sendMessage", chat_id=chat.id, text="Un", reply_markup=BUTTON)
    message = server.sent(chat)[0]
    query = server.press(message, "Source", ada)
    update = call(server, "getUpdates")[1][0]["callback_query"]
    assert (update["id"], update["data"], update["message"]["text"]) == (query, "s1", "Un")
    assert call(server, "answerCallbackQuery", callback_query_id=query, text="é" * 201)[0] == 400
    assert call(server, "answerCallbackQuery", callback_query_id=query, text="Voici") == (200, True)
    assert server.answer(query) == {"callback_query_id": query, "text": "Voici"}
    late = server.forge(message, "never sent", ada)
    server.pass_time(151)
    for dead in (query, late, "77"):
        status, description = call(server, "answerCallbackQuery", callback_query_id=dead)
        assert (status, description[:28]) == (400, "Bad Request: query is too ol")
    with pytest.raises(LookupError, match="No button"):
        server.press(message, "Autre", ada)


def test_an_inline_query_takes_at_most_fifty_different_results(server: BotApi, ada: Person) -> None:
    def results(count: int, text: str = "a") -> list[dict[str, Any]]:
        content = {"message_text": text}
        return [
            {"type": "article", "id": str(number), "title": "t", "input_message_content": content}
            for number in range(count)
        ]

    query = server.inline(ada, "Kim")
    assert (
        call(server, "answerInlineQuery", inline_query_id=query, results=results(51))[1]
        == "Bad Request: RESULTS_TOO_MUCH"
    )
    assert call(server, "answerInlineQuery", inline_query_id=query, results=results(1) * 2)[0] == 400
    assert call(server, "answerInlineQuery", inline_query_id=query, results=results(1, " "))[0] == 400
    assert call(server, "answerInlineQuery", inline_query_id=query, results=results(50)) == (200, True)
    assert call(server, "answerInlineQuery", inline_query_id=query, results=[])[0] == 400


def test_commands_are_kept_by_scope_and_language(server: BotApi) -> None:
    commands = [{"command": "aide", "description": "Comment demander"}]
    assert call(server, "setMyCommands", commands=commands, language_code="fr") == (200, True)
    assert call(server, "getMyCommands", language_code="fr") == (200, commands)
    assert call(server, "getMyCommands") == (200, [])
    assert server.world.commands == {("default", "fr"): commands}
    assert call(server, "setMyCommands", commands=commands, language_code="fra")[0] == 400
    for wrong in ({"command": "Aide", "description": "a"}, {"command": "aide", "description": " "}):
        assert call(server, "setMyCommands", commands=[wrong])[0] == 400
    assert call(server, "deleteMyCommands", language_code="fr") == (200, True)
    assert call(server, "getMyCommands", language_code="fr") == (200, [])


def test_descriptions_have_their_lengths(server: BotApi) -> None:
    assert call(server, "setMyDescription", description="d" * 513)[0] == 400
    assert call(server, "setMyShortDescription", short_description="d" * 121)[0] == 400
    assert call(server, "setMyDescription", description="Bonjour", language_code="fr") == (200, True)
    assert call(server, "getMyDescription", language_code="fr") == (200, {"description": "Bonjour"})
    assert call(server, "getMyDescription", language_code="en") == (200, {"description": ""})


def test_a_group_knows_its_members_and_topics(server: BotApi, ada: Person) -> None:
    group = server.group("Rédaction", owner=ada, members=[server.user(5)], threads=[3])
    assert call(server, "getChat", chat_id=group.id)[1]["title"] == "Rédaction"
    statuses = [call(server, "getChatMember", chat_id=group.id, user_id=user)[1]["status"] for user in (ada.id, 5)]
    assert statuses == ["creator", "member"]
    assert call(server, "getChatMember", chat_id=group.id, user_id=6)[0] == 400
    assert call(server, "sendMessage", chat_id=group.id, message_thread_id=3, text="a")[1]["message_thread_id"] == 3
    assert call(server, "sendMessage", chat_id=group.id, message_thread_id=4, text="a")[1] == (
        "Bad Request: message thread not found"
    )
    assert call(server, "leaveChat", chat_id=group.id) == (200, True)
    assert call(server, "sendMessage", chat_id=group.id, text="a") == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )


def test_a_blocked_bot_cannot_write(server: BotApi, chat: Chat, ada: Person) -> None:
    server.block(ada)
    assert call(server, "sendMessage", chat_id=chat.id, text="a") == (403, "Forbidden: bot was blocked by the user")
    assert call(server, "getUpdates")[1][0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert server.refused == []


def test_actions_and_reactions_are_those_that_telegram_knows(server: BotApi, chat: Chat, ada: Person) -> None:
    place = {"chat_id": chat.id, "message_id": server.say(chat, ada, "Bonjour")["message_id"]}
    assert call(server, "sendChatAction", chat_id=chat.id, action="thinking")[0] == 400
    assert call(server, "sendChatAction", chat_id=chat.id, action="typing") == (200, True)
    assert server.world.actions == [(chat.id, "typing")]
    assert call(server, "setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "🥨"}])[0] == 400
    assert call(server, "setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}]) == (200, True)
