"""The Bot API server of the tests does what Telegram does: updates, messages, queries, errors, over raw HTTP."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.bot_api import CUT, BotApi, Chat, Person
from tests.bot_api.client import call
from tests.bot_api.description import DESCRIBED, UNSERVED
from tests.bot_api.server import METHODS

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


def test_an_update_comes_again_until_a_later_offset_confirms_it(server: BotApi, chat: Chat, ada: Person) -> None:
    for text in ("un", "deux", "trois"):
        server.say(chat, ada, text)
    updates = call(server, "getUpdates")[1]
    assert [update["message"]["text"] for update in updates] == ["un", "deux", "trois"]
    assert call(server, "getUpdates", limit=2)[1] == updates[:2]
    assert call(server, "getUpdates", offset=updates[1]["update_id"])[1] == updates[1:]
    assert call(server, "getUpdates")[1] == updates[1:]
    assert call(server, "getUpdates", offset=-1)[1] == updates[2:]
    assert call(server, "getUpdates", offset=updates[2]["update_id"] + 1)[1] == []


def test_a_long_poll_ends_when_somebody_writes(server: BotApi, chat: Chat, ada: Person) -> None:
    speaker = threading.Timer(0.05, server.say, (chat, ada, "Bonjour"))
    speaker.start()
    updates: list[Any] = []
    while not updates:
        updates = call(server, "getUpdates", timeout=50)[1]
    speaker.join()
    assert updates[0]["message"]["text"] == "Bonjour"


def test_a_second_poller_ends_the_first_with_a_conflict(server: BotApi) -> None:
    first: list[Any] = []
    url = f"{server.url}/bot{server.token}/getUpdates"
    poller = threading.Thread(target=lambda: first.append(httpx.post(url, json={"timeout": 50}, timeout=30).json()))
    poller.start()
    server.wait_until(lambda: server.world.updates.polls == 1)
    assert call(server, "getUpdates") == (200, [])
    poller.join()
    assert first[0]["error_code"] == 409
    assert first[0]["description"].startswith("Conflict: terminated by other getUpdates request")


def test_polling_conflicts_with_a_webhook_until_that_is_deleted(server: BotApi) -> None:
    assert call(server, "setWebhook", url="http://example.org/hook")[0] == 400
    assert call(server, "setWebhook", url="https://example.org/hook") == (200, True)
    assert call(server, "getWebhookInfo")[1]["url"] == "https://example.org/hook"
    assert call(server, "getUpdates")[0] == 409
    assert call(server, "deleteWebhook") == (200, True)
    assert call(server, "getUpdates") == (200, [])


def test_reactions_come_only_to_a_bot_that_asked_for_them(server: BotApi, chat: Chat, ada: Person) -> None:
    message = server.say(chat, ada, "Bonjour")
    assert server.reaction(message, chat, ada) is None
    call(server, "getUpdates", allowed_updates=["message_reaction"])
    assert server.reaction(message, chat, ada) is not None
    server.say(chat, ada, "not asked for any more")
    assert [list(update)[1] for update in call(server, "getUpdates")[1]] == ["message", "message_reaction"]


def test_updates_that_nobody_fetches_expire(server: BotApi, chat: Chat, ada: Person) -> None:
    server.say(chat, ada, "Bonjour")
    server.inline(ada, "Kim")
    server.pass_time(31)
    assert [list(update)[1] for update in call(server, "getUpdates")[1]] == ["message"]
    server.pass_time(24 * 3600)
    assert call(server, "getUpdates")[1] == []


def test_a_reply_carries_the_message_that_it_replies_to(server: BotApi, chat: Chat, ada: Person) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 4}]
    call(server, "sendMessage", chat_id=chat.id, text="Rien.", entities=entities, reply_markup=BUTTON)
    server.say(chat, ada, "/source@ibid_test_bot 2", reply_to=server.sent(chat)[0])
    message = call(server, "getUpdates")[1][0]["message"]
    original = message["reply_to_message"]
    assert (original["text"], original["entities"], original["reply_markup"]) == ("Rien.", entities, BUTTON)
    assert original["from"]["is_bot"]
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 21}]


def test_a_form_with_json_in_its_fields_is_read_like_json(server: BotApi, chat: Chat) -> None:
    form = {"chat_id": str(chat.id), "text": "123", "link_preview_options": '{"is_disabled": true}'}
    assert httpx.post(f"{server.url}/bot{server.token}/sendMessage", data=form).json()["result"]["text"] == "123"
    assert server.calls[0].parameters["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(
    ("method", "parameters", "answer"),
    [
        ("sendPigeon", {}, (404, "Not Found: method not found")),
        ("sendPhoto", {}, (501, "Not Implemented: the test server does not serve sendPhoto")),
        ("sendMessage", {"chat_id": 1}, (400, "Bad Request: parameter 'text' is required in sendMessage")),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_to_message_id": 1}, (400, "has no parameter")),
        ("sendMessage", {"chat_id": 1, "text": 5}, (400, "sendMessage.text must be of type String, not 5")),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [{}]}}, (400, "must be of")),
        ("sendMessage", {"chat_id": 1, "text": "a", "entities": [{"type": "bold"}]}, (400, "'offset' is required")),
        ("sendMessage", {"chat_id": 1, "text": "a"}, (400, "Bad Request: chat not found")),
        ("setMyCommands", {"commands": [{"command": "a", "description": "b", "icon": "c"}]}, (400, "no field 'icon'")),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, (400, "'chat_id' is required")),
        ("getUpdates", {"limit": 0}, (400, "limit must be 1 to 100")),
        ("close", {}, (429, "Too Many Requests: retry after 600")),
    ],
)
def test_a_call_that_does_not_fit_the_description_is_refused(
    server: BotApi, method: str, parameters: dict[str, Any], answer: tuple[int, str]
) -> None:
    status, description = call(server, method, **parameters)
    assert status == answer[0]
    assert answer[1] in description


def test_every_served_method_is_described() -> None:
    assert set(METHODS) == set(DESCRIBED)
    assert UNSERVED.isdisjoint(METHODS)


def test_refused_calls_are_recorded_and_others_are_not(server: BotApi, chat: Chat) -> None:
    call(server, "sendMessage", chat_id=chat.id, text="Bonjour")
    assert server.refused == []
    call(server, "sendMessage", chat_id=chat.id, text="")
    assert server.refused == [("sendMessage", {"chat_id": chat.id, "text": ""}, "Bad Request: message text is empty")]
    assert [(made.method, made.status) for made in server.calls] == [("sendMessage", 200), ("sendMessage", 400)]


def test_a_wrong_or_revoked_token_is_unauthorized(server: BotApi) -> None:
    assert httpx.post(f"{server.url}/bot1:wrong/getMe").json()["error_code"] == 401
    assert call(server, "getMe")[1]["is_bot"]
    server.revoked = True
    assert call(server, "getMe") == (401, "Unauthorized")
    assert server.refused == []


def test_after_logging_out_nothing_is_served(server: BotApi) -> None:
    assert call(server, "logOut") == (200, True)
    assert call(server, "getMe") == (400, "Logged out")


def test_limits_on_speed_are_telegrams_once_switched_on(server: BotApi, chat: Chat, ada: Person) -> None:
    group = server.group("Rédaction", owner=ada)
    assert {call(server, "sendMessage", chat_id=chat.id, text=str(number))[0] for number in range(5)} == {200}
    server.rates.on = True
    statuses = [call(server, "sendMessage", chat_id=chat.id, text="a") for _ in range(2)]
    assert statuses[1] == (429, "Too Many Requests: retry after 1")
    server.pass_time(1)
    assert call(server, "sendMessage", chat_id=chat.id, text="a")[0] == 200
    server.pass_time(1)
    in_group = [call(server, "sendMessage", chat_id=group.id, text="a")[0] for _ in range(21)]
    assert in_group == [200] * 20 + [429]
    assert server.refused == []


def test_a_fault_happens_once_before_or_after_the_work(server: BotApi, chat: Chat) -> None:
    server.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    url = f"{server.url}/bot{server.token}/sendMessage"
    answer = httpx.post(url, json={"chat_id": chat.id, "text": "Un"})
    assert (answer.status_code, answer.json()["parameters"]) == (429, {"retry_after": 3})
    assert server.sent(chat) == []
    server.fail_next("*", 502, "Bad Gateway", after_delivery=True)
    assert call(server, "sendMessage", chat_id=chat.id, text="Un") == (502, "Bad Gateway")
    server.fail_next("sendMessage", CUT, after_delivery=True)
    with pytest.raises(httpx.TransportError):
        httpx.post(url, json={"chat_id": chat.id, "text": "Deux"})
    assert [message.text for message in server.sent(chat)] == ["Un", "Deux"]
    assert call(server, "sendMessage", chat_id=chat.id, text="Trois")[0] == 200
    assert server.refused == []


def test_waiting_in_vain_says_what_the_bot_did(server: BotApi, chat: Chat) -> None:
    call(server, "sendMessage", chat_id=chat.id, text="Bonjour")
    with pytest.raises(TimeoutError, match="Bonjour"):
        server.wait_for(chat, 2, timeout=0.01)
    assert [message.text for message in server.wait_for(chat, 1)] == ["Bonjour"]
