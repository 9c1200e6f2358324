"""The methods about the bot itself, the chats that it is in, and the queries that it answers."""

import re
from collections.abc import Callable
from typing import Any

from tests.bot_api.description import Json
from tests.bot_api.errors import ApiError, NotYet, bad_request
from tests.bot_api.keyboards import check_markup
from tests.bot_api.messages import refuse_parse_mode
from tests.bot_api.text import check_text, utf16_length
from tests.bot_api.world import Query, World

Method = Callable[[World, Json], Any]

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
# Seconds for which a query can be answered.
CALLBACK_OPEN, INLINE_OPEN = 150, 30
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def get_me(world: World, _: Json) -> Json:
    return world.me


def log_out(world: World, _: Json) -> bool:
    world.logged_out = True
    return True


def close(_world: World, _: Json) -> bool:
    """Refused by Telegram in the first ten minutes after the start of a bot, which a test never outlives."""
    raise ApiError(429, "Too Many Requests: retry after 600", retry_after=600)


def set_webhook(world: World, parameters: Json) -> bool:
    url = parameters["url"]
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", parameters.get("secret_token", "")):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(parameters.get("allowed_updates"))
    world.updates.secret = parameters.get("secret_token", "")
    world.updates.connections = parameters.get("max_connections", 40)
    world.updates.webhook = url
    return delete_webhook(world, parameters) if not url else _drop(world, parameters)


def delete_webhook(world: World, parameters: Json) -> bool:
    world.updates.webhook = ""
    return _drop(world, parameters)


def _drop(world: World, parameters: Json) -> bool:
    if parameters.get("drop_pending_updates"):
        world.updates.pending.clear()
    return True


def get_webhook_info(world: World, _: Json) -> Json:
    updates = world.updates
    return {"url": updates.webhook, "has_custom_certificate": False, "pending_update_count": len(updates.pending)}


def _scope(world: World, parameters: Json) -> tuple[str, str]:
    """The key under which a list of commands is kept: `("default", "fr")`, `("chat:7:", "")`."""
    language = parameters.get("language_code", "")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    scope = parameters.get("scope", {"type": "default"})
    if "chat_id" in scope and scope["chat_id"] not in world.chats:
        raise NotYet(400, "Bad Request: chat not found")
    return ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope), language


def set_my_commands(world: World, parameters: Json) -> bool:
    commands = parameters["commands"]
    if len(commands) > 100:
        raise bad_request("there can be no more than 100 bot commands")
    for command in commands:
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    if len({command["command"] for command in commands}) < len(commands):
        raise bad_request("the same command twice")
    world.commands[_scope(world, parameters)] = commands
    return True


def get_my_commands(world: World, parameters: Json) -> list[Json]:
    return world.commands.get(_scope(world, parameters), [])


def delete_my_commands(world: World, parameters: Json) -> bool:
    world.commands.pop(_scope(world, parameters), None)
    return True


def _text_setter(name: str, longest: int) -> Method:
    def setter(world: World, parameters: Json) -> bool:
        text = parameters.get(name, "")
        if utf16_length(text) > longest:
            raise bad_request(f"{name} is too long: {longest} characters at most")
        world.texts[name, _scope(world, parameters)[1]] = text
        return True

    return setter


def _text_getter(name: str) -> Method:
    def getter(world: World, parameters: Json) -> Json:
        language = _scope(world, parameters)[1]
        return {name: world.texts.get((name, language)) or world.texts.get((name, ""), "")}

    return getter


def get_chat(world: World, parameters: Json) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    chat = world.chat(parameters["chat_id"])
    return {**chat.info, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, parameters: Json) -> Json:
    chat = world.chat(parameters["chat_id"])
    if parameters["user_id"] == world.me["id"]:
        return {"user": world.me, "status": "member"}
    if parameters["user_id"] not in chat.members:
        raise bad_request("PARTICIPANT_ID_INVALID")
    person, status = chat.members[parameters["user_id"]]
    return {"user": person.json, "status": status} | ({"is_anonymous": False} if status == "creator" else {})


def leave_chat(world: World, parameters: Json) -> bool:
    chat = world.chat(parameters["chat_id"])
    if chat.info["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.shut = f"bot is not a member of the {chat.info['type']} chat"
    return True


def _answer(world: World, queries: dict[str, Query], query_id: str, open_for: int, answer: Json) -> bool:
    query = queries.get(query_id)
    if query is None or query.answer is not None or world.now() - query.asked > open_for:
        raise bad_request(TOO_OLD)
    query.answer = answer
    return True


def answer_callback_query(world: World, parameters: Json) -> bool:
    if utf16_length(parameters.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    return _answer(world, world.callbacks, parameters["callback_query_id"], CALLBACK_OPEN, parameters)


def answer_inline_query(world: World, parameters: Json) -> bool:
    results = parameters["results"]
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if any(not 1 <= len(result["id"].encode()) <= 64 for result in results):
        raise bad_request("RESULT_ID_INVALID")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(parameters.get("next_offset", "").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    for result in results:
        content = result.get("input_message_content", {})
        refuse_parse_mode(content)
        if "message_text" in content:
            check_text(content["message_text"], content.get("entities", ()))
        check_markup(result.get("reply_markup"))
    return _answer(world, world.inline, parameters["inline_query_id"], INLINE_OPEN, parameters)


ACCOUNT: dict[str, Method] = {
    "getMe": get_me,
    "logOut": log_out,
    "close": close,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": _text_setter("description", 512),
    "getMyDescription": _text_getter("description"),
    "setMyShortDescription": _text_setter("short_description", 120),
    "getMyShortDescription": _text_getter("short_description"),
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "leaveChat": leave_chat,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
