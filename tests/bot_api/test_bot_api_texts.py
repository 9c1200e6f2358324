"""The Bot API server of the tests takes a text, its entities and buttons only as Telegram would show them."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.bot_api import BotApi, Chat, Sent


@pytest.fixture(scope="module")
def server() -> Iterator[BotApi]:
    with BotApi() as running:
        yield running


@pytest.fixture
def chat(server: BotApi) -> Chat:
    return server.private_chat(server.user())


def send(server: BotApi, chat: Chat, text: str, **parameters: Any) -> str:
    """Sends a message: "" or Telegram's description of the error."""
    body = {"chat_id": chat.id, "text": text, **parameters}
    answer = httpx.post(f"{server.url}/bot{server.token}/sendMessage", content=json.dumps(body), headers=JSON).json()
    return str(answer.get("description", ""))


JSON = {"content-type": "application/json"}


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def send_entities(server: BotApi, chat: Chat, text: str, *entities: dict[str, Any]) -> str:
    return send(server, chat, text, entities=list(entities))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Bad Request: message text is empty"),
        (" \n ", "Bad Request: text must be non-empty"),
        ("a" * 4096, ""),
        ("a" * 4097, "Bad Request: message is too long"),
        ("😀" * 2048, ""),
        ("😀" * 2048 + "a", "Bad Request: message is too long"),
        ("   " + "a" * 4096 + "\n\n", ""),
        ("é" * 16385, "Bad Request: text is too long"),
        ("\ud83d", "Bad Request: strings must be encoded in UTF-8"),
        ("a\tb", "Bad Request: U+0009: Telegram would drop it or make it a space, without a word"),
        ("a\u202eb", "Bad Request: U+202E: Telegram would drop it or make it a space, without a word"),
        ("a\u200f\u200db\u2067 שלום\u2069", ""),
    ],
)
def test_a_text_has_1_to_4096_utf16_units_that_survive(server: BotApi, chat: Chat, text: str, error: str) -> None:
    assert send(server, chat, text) == error


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (entity("bold", -1, 2), "receive an entity with incorrect offset -1"),
        (entity("bold", 0, 0), "receive an entity with incorrect length 0"),
        (entity("bold", 8, 1), "entity begins after the end of the text at UTF-16 offset 8"),
        (
            entity("bold", 6, 3),
            "entity beginning at UTF-16 offset 6 ends after the end of the text at UTF-16 offset 9",
        ),
        (entity("bold", 2, 2), "entity begins in a middle of a UTF-16 symbol"),
        (entity("bold", 0, 2), "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol"),
        (entity("bold", 3, 1), "entity bold at UTF-16 offset 3 covers white space only: Telegram drops it"),
        (entity("shout", 0, 1), "can't parse MessageEntity: unsupported type specified"),
        (entity("url", 0, 1), "entity url: Telegram finds it itself and ignores it in a request"),
        (entity("text_link", 0, 1), "can't parse MessageEntity: Can't find field \"url\""),
        (
            entity("text_link", 0, 1, url="javascript:alert(1)"),
            "entity URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        (entity("text_link", 0, 1, url="article.html"), "entity URL 'article.html' is invalid: Wrong HTTP URL"),
    ],
)
def test_an_entity_covers_whole_characters_of_the_text(
    server: BotApi, chat: Chat, wrong: dict[str, Any], error: str
) -> None:
    assert send_entities(server, chat, "a😀 b c ", wrong) == f"Bad Request: {error}"


@pytest.mark.parametrize(
    ("outer", "inner", "allowed"),
    [
        ("bold", "italic", True),
        ("blockquote", "bold", True),
        ("bold", "blockquote", True),
        ("expandable_blockquote", "code", True),
        ("blockquote", "expandable_blockquote", False),
        ("blockquote", "blockquote", False),
        ("bold", "bold", False),
        ("bold", "code", False),
        ("code", "bold", False),
        ("pre", "italic", False),
        ("code", "blockquote", False),
    ],
)
def test_only_entities_that_telegram_keeps_may_nest(
    server: BotApi, chat: Chat, outer: str, inner: str, allowed: bool
) -> None:
    error = send_entities(server, chat, "abcdef", entity(inner, 1, 2), entity(outer, 0, 4))
    assert error == ("" if allowed else f"Bad Request: entity {outer} at 0 cannot contain {inner} at 1")


def test_a_link_stands_in_bold_or_in_a_quote_and_never_in_a_link(server: BotApi, chat: Chat) -> None:
    link = entity("text_link", 0, 2, url="https://exemple.fr/a#:~:text=é")
    assert send_entities(server, chat, "abcdef", link, entity("bold", 0, 4)) == ""
    assert send_entities(server, chat, "abcdef", link, entity("blockquote", 0, 4)) == ""
    outer = entity("text_link", 0, 4, url="https://exemple.fr")
    assert "cannot contain" in send_entities(server, chat, "abcdef", outer, link)


def test_entities_that_overlap_in_part_are_refused(server: BotApi, chat: Chat) -> None:
    error = send_entities(server, chat, "abcdef", entity("bold", 0, 4), entity("italic", 2, 4))
    assert error == "Bad Request: entity bold at 0 overlaps italic at 2"


def test_more_than_a_hundred_entities_are_refused(server: BotApi, chat: Chat) -> None:
    entities = [entity("bold", 2 * number, 1) for number in range(101)]
    assert send_entities(server, chat, "a " * 101, *entities[:100]) == ""
    assert send_entities(server, chat, "a " * 101, *entities).startswith("Bad Request: 101 entities")


def test_markup_in_the_text_is_refused(server: BotApi, chat: Chat) -> None:
    assert send(server, chat, "<b>a</b>", parse_mode="HTML").startswith("Bad Request: parse_mode")


def test_white_space_at_both_ends_goes_and_entities_follow(server: BotApi, chat: Chat) -> None:
    assert send_entities(server, chat, "\n 😀 la vérité \n", entity("bold", 2, 2), entity("italic", 5, 11)) == ""
    message = server.sent(chat)[0]
    assert message.text == "😀 la vérité"
    assert (message.quoted("bold"), message.quoted("italic")) == (["😀"], ["la vérité"])


def test_quoted_slices_by_utf16_units() -> None:
    message = Sent(1, 1, "🚀🚀 « L’été » fin", (entity("blockquote", 5, 9), entity("bold", 0, 4)))
    assert message.quoted("blockquote") == ["« L’été »"]
    assert message.quoted("bold") == ["🚀🚀"]
    assert message.quoted("code") == []


def button(**more: Any) -> dict[str, Any]:
    return {"text": "Source", **more}


@pytest.mark.parametrize(
    ("keys", "error"),
    [
        ([[button(callback_data="é" * 32)]], ""),
        ([[button(callback_data="é" * 32 + "a")]], "Bad Request: BUTTON_DATA_INVALID"),
        ([[button(callback_data="")]], "Bad Request: BUTTON_DATA_INVALID"),
        ([[button()]], "Text buttons are unallowed"),
        ([[button(callback_data="a", url="https://exemple.fr")]], "an inline button does one thing"),
        ([[button(text=" ", callback_data="a")]], "the text is empty"),
        ([[button(url="exemple")]], "inline keyboard button URL 'exemple' is invalid"),
        ([[button(copy_text={"text": "a" * 257})]], "BUTTON_COPY_TEXT_INVALID"),
        ([[button(callback_data="a", style="pink")]], "invalid button style"),
        ([[button(callback_data="a")] * 9], "more than 8 buttons in a row"),
        ([[button(callback_data="a")]] * 101, "more than 100 buttons"),
        ([[button(callback_data="a" * 64, text="t" * 200)]] * 40, "reply markup is too long"),
        ([[]], "a row without buttons"),
    ],
)
def test_inline_buttons_are_those_that_telegram_takes(
    server: BotApi, chat: Chat, keys: list[list[dict[str, Any]]], error: str
) -> None:
    found = send(server, chat, "a", reply_markup={"inline_keyboard": keys})
    assert error in found
    assert bool(error) == bool(found)
