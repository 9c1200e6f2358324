"""The Bot API server of the tests says where a message stands as Telegram does: replies, topics, quotes, captions."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot_api import BotApi, Chat, Person
from tests.bot_api.client import call


@pytest.fixture
def server() -> Iterator[BotApi]:
    with BotApi() as running:
        yield running


@pytest.fixture
def ada(server: BotApi) -> Person:
    return server.user(first_name="Ada")


@pytest.fixture
def group(server: BotApi, ada: Person) -> Chat:
    return server.group("Rédaction", owner=ada)


def answered(server: BotApi, chat: Chat, to: int, **more: Any) -> Any:
    reply = {"message_id": to}
    return call(server, "sendMessage", chat_id=chat.id, text="a", reply_parameters=reply, **more)[1]


def test_a_reply_in_a_supergroup_has_a_thread_that_is_no_topic(server: BotApi, group: Chat, ada: Person) -> None:
    first = server.say(group, ada, "un")
    assert "message_thread_id" not in first
    second = server.say(group, ada, "deux", reply_to=first)
    third = server.say(group, ada, "trois", reply_to=second)
    sent = answered(server, group, third["message_id"])
    for message in (second, third, sent):
        assert message["message_thread_id"] == first["message_id"]
        assert "is_topic_message" not in message
    assert third["reply_to_message"]["message_thread_id"] == first["message_id"]
    assert server.sent(group)[0].thread is None
    private = server.private_chat(ada)
    server.say(private, ada, "un")
    assert "message_thread_id" not in answered(server, private, 1)


def test_in_a_topic_every_message_replies_to_the_one_that_opened_it(server: BotApi, ada: Person) -> None:
    forum = server.group("Rédaction", owner=ada, threads=[2])
    first, second = (server.say(forum, ada, "un", thread=2) for _ in range(2))
    assert [one["message_id"] for one in (first, second)] == [1, 3]
    assert first["reply_to_message"]["forum_topic_created"]["name"]
    assert first["reply_to_message"]["message_id"] == first["message_thread_id"] == 2
    reply = server.say(forum, ada, "deux", reply_to=first, thread=2)
    assert (reply["reply_to_message"]["message_id"], reply["message_thread_id"]) == (1, 2)
    assert call(server, "sendMessage", chat_id=forum.id, text="a", message_thread_id=2)[1]["is_topic_message"]


def test_a_quote_names_its_words_and_where_they_stand(server: BotApi, group: Chat, ada: Person) -> None:
    first = server.say(group, ada, "🙂 Rahima Banu")
    quote = server.say(group, ada, "Qui ?", reply_to=first, quote="Banu")["quote"]
    assert quote == {"text": "Banu", "position": 10, "is_manual": True}


def test_captions_commands_in_them_and_their_edits_are_no_texts(server: BotApi, group: Chat, ada: Person) -> None:
    sent = server.send_media(group, ada, "photo", "/add now")
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("/add now", "bot_command")
    edited = server.edit(sent, "@ibid_test_bot où ?")
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("@ibid_test_bot où ?", "mention")
    assert "text" not in edited


def test_a_chosen_result_is_sent_by_a_person_through_the_bot(server: BotApi, ada: Person) -> None:
    query, private = server.inline(ada, "où ?"), server.private_chat(ada)
    content = {"message_text": "Ici."}
    results = [{"type": "article", "id": "a", "title": "T", "input_message_content": content}]
    assert call(server, "answerInlineQuery", inline_query_id=query, results=results)[0] == 200
    sent = server.choose(private, ada, query)
    assert (sent["via_bot"]["id"], sent["from"]["id"], sent["text"]) == (server.world.me["id"], ada.id, "Ici.")


def test_of_a_deleted_message_a_pressed_button_tells_only_where_it_was(server: BotApi, ada: Person) -> None:
    private = server.private_chat(ada)
    markup = {"inline_keyboard": [[{"text": "Source", "callback_data": "s1"}]]}
    call(server, "sendMessage", chat_id=private.id, text="a", reply_markup=markup)
    sent = server.sent(private)[0]
    server.delete(sent, private)
    server.press(sent, "Source", ada)
    message = call(server, "getUpdates")[1][-1]["callback_query"]["message"]
    assert message == {"chat": private.info, "message_id": 1, "date": 0}
