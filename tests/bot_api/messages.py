"""The methods that send, change and delete messages."""

import secrets
from collections.abc import Callable
from typing import Any

from tests.bot_api.description import REACTIONS, Json, Upload
from tests.bot_api.errors import bad_request
from tests.bot_api.keyboards import check_markup
from tests.bot_api.text import check_text
from tests.bot_api.world import Chat, Kept, Person, World

UPLOAD_LIMIT = 50_000_000
DOWNLOAD_LIMIT = 20_000_000
# A bot may delete a message for this long.
DELETABLE = 48 * 3600
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def refuse_parse_mode(parameters: Json) -> None:
    """The bot sends entities: markup could be broken by what it quotes."""
    if "parse_mode" in parameters:
        raise bad_request("parse_mode: this bot sends entities, never markup")


def send_message(world: World, parameters: Json) -> Json:
    chat = world.chat(parameters["chat_id"])
    refuse_parse_mode(parameters)
    text, entities = check_text(parameters["text"], parameters.get("entities", ()))
    content = {
        "text": text,
        "entities": entities or None,
        "link_preview_options": parameters.get("link_preview_options"),
    }
    return _send(world, chat, parameters, content)


def send_document(world: World, parameters: Json) -> Json:
    chat = world.chat(parameters["chat_id"])
    refuse_parse_mode(parameters)
    text, entities = check_text(parameters.get("caption", ""), parameters.get("caption_entities", ()), caption=True)
    content = {
        "document": _document(world, parameters["document"]),
        "caption": text or None,
        "caption_entities": entities or None,
    }
    return _send(world, chat, parameters, content)


def _document(world: World, given: Upload | str) -> Json:
    if isinstance(given, str):
        if given not in world.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return described(given, "document", len(world.files[given]))
    if not given.content:
        raise bad_request("file must be non-empty")
    if len(given.content) > UPLOAD_LIMIT:
        raise bad_request("file is too big")
    file_id = secrets.token_urlsafe(24)
    world.files[file_id] = given.content
    return described(file_id, given.name, len(given.content))


def described(file_id: str, name: str, size: int) -> Json:
    """A document as messages carry it."""
    return {"file_id": file_id, "file_unique_id": file_id[:12], "file_name": name, "file_size": size}


def opening(chat: Chat, topic: int, owner: Person) -> Json:
    """The message that opened a topic of a forum, whose id is that of the topic."""
    told = {"name": f"Topic {topic}", "icon_color": 7322096}
    place = {"message_id": topic, "message_thread_id": topic, "is_topic_message": True, "date": 1_700_000_000}
    return place | {"from": owner.json, "chat": chat.info, "forum_topic_created": told}


def _send(world: World, chat: Chat, parameters: Json, content: Json) -> Json:
    check_markup(parameters.get("reply_markup"))
    thread = parameters.get("message_thread_id")
    if thread is not None and thread not in chat.threads:
        raise bad_request("message thread not found")
    markup = parameters.get("reply_markup", {})
    head = {"from": world.me} | world.placed(chat, _replied(world, chat, parameters.get("reply_parameters")), thread)
    keyboard = markup if markup.get("inline_keyboard") else None
    return world.keep(chat, head | content | {"reply_markup": keyboard}, from_bot=True)


def _replied(world: World, chat: Chat, reply: Json | None) -> Json | None:
    if reply is None:
        return None
    original = world.quote(world.chat(reply.get("chat_id", chat.id)), reply["message_id"])
    if original is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    if original and reply.get("quote", "") not in (original.get("text") or original.get("caption", "")):
        raise bad_request("QUOTE_TEXT_INVALID")
    return original


def _own(world: World, parameters: Json) -> Kept:
    """The message to edit."""
    if "inline_message_id" in parameters or not {"chat_id", "message_id"} <= parameters.keys():
        raise bad_request(
            "MESSAGE_ID_INVALID" if "inline_message_id" in parameters else "message identifier is not specified"
        )
    kept = world.chat(parameters["chat_id"]).find(parameters["message_id"])
    if kept is None:
        raise bad_request("message to edit not found")
    if not kept.from_bot:
        raise bad_request("message can't be edited")
    return kept


def _edit(world: World, kept: Kept, change: Json) -> Json:
    before = kept.data
    after = {key: value for key, value in {**before, **change}.items() if value is not None}
    if after == before:
        raise bad_request(NOT_MODIFIED)
    kept.history.append(kept.snapshot())
    kept.data = after | {"edit_date": int(world.now())}
    return dict(kept.data)


def _keyboard(parameters: Json) -> Json | None:
    check_markup(parameters.get("reply_markup"))
    keyboard: Json = parameters.get("reply_markup", {})
    return keyboard if keyboard.get("inline_keyboard") else None


def edit_message_text(world: World, parameters: Json) -> Json:
    kept = _own(world, parameters)
    refuse_parse_mode(parameters)
    if "text" not in kept.data:
        raise bad_request("there is no text in the message to edit")
    text, entities = check_text(parameters["text"], parameters.get("entities", ()))
    return _edit(world, kept, {"text": text, "entities": entities or None, "reply_markup": _keyboard(parameters)})


def edit_message_media(world: World, parameters: Json) -> Json:
    """In place of a text or of another document."""
    kept = _own(world, parameters)
    media = parameters["media"]
    refuse_parse_mode(media)
    text, entities = check_text(media.get("caption", ""), media.get("caption_entities", ()), caption=True)
    change = {
        "text": None,
        "entities": None,
        "document": _document(world, media["media"]),
        "caption": text or None,
        "caption_entities": entities or None,
        "reply_markup": _keyboard(parameters),
    }
    return _edit(world, kept, change)


def edit_message_reply_markup(world: World, parameters: Json) -> Json:
    return _edit(world, _own(world, parameters), {"reply_markup": _keyboard(parameters)})


def delete_message(world: World, parameters: Json) -> bool:
    chat = world.chat(parameters["chat_id"])
    kept = chat.find(parameters["message_id"])
    if kept is None:
        raise bad_request("message to delete not found")
    if not kept.from_bot and chat.info["type"] != "private":
        raise bad_request("message can't be deleted")
    if world.now() - kept.data["date"] > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    kept.deleted = True
    return True


def send_chat_action(world: World, parameters: Json) -> bool:
    chat = world.chat(parameters["chat_id"])
    if parameters["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.actions.append((chat.id, parameters["action"]))
    return True


def set_message_reaction(world: World, parameters: Json) -> bool:
    chat = world.chat(parameters["chat_id"])
    if chat.find(parameters["message_id"]) is None:
        raise bad_request("message to react not found")
    reactions = parameters.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    allowed = REACTIONS if chat.reactions is None else chat.reactions
    if any(reaction.get("emoji") not in allowed for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    world.reactions[chat.id, parameters["message_id"]] = reactions
    return True


def get_file(world: World, parameters: Json) -> Json:
    file_id = parameters["file_id"]
    if file_id not in world.files:
        raise bad_request("invalid file_id")
    size = len(world.files[file_id])
    if size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {"file_id": file_id, "file_unique_id": file_id[:12], "file_size": size, "file_path": f"documents/{file_id}"}


MESSAGES: dict[str, Callable[[World, Json], Any]] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
    "getFile": get_file,
}
