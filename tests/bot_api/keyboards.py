"""What Telegram takes as the buttons under a message."""

import json

from tests.bot_api.description import Json
from tests.bot_api.errors import bad_request
from tests.bot_api.text import LINK, check_characters, utf16_length

MARKUP_BYTES = 10_000
BUTTONS = 100
BUTTONS_A_ROW = 8
LOOKS = frozenset(("text", "style", "icon_custom_emoji_id"))
STYLES = frozenset(("danger", "success", "primary"))


def check_markup(markup: Json | None) -> None:
    """Raises for buttons that Telegram refuses or drops, and for more than its apps show."""
    if markup is None:
        return
    if len(json.dumps(markup, ensure_ascii=False).encode("utf-8", "surrogatepass")) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])


def _check_inline(rows: list[list[Json]]) -> None:
    if any(not row for row in rows):
        raise bad_request("a row without buttons: Telegram drops it")
    if any(len(row) > BUTTONS_A_ROW for row in rows):
        raise bad_request(f"more than {BUTTONS_A_ROW} buttons in a row: apps do not show them")
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request(f"more than {BUTTONS} buttons: apps do not show them")
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: Json) -> None:
    check_characters(button["text"])
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: the text is empty")
    if button.get("style", "primary") not in STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    actions = button.keys() - LOOKS
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"an inline button does one thing, not {', '.join(sorted(actions))}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode("utf-8", "surrogatepass")) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not LINK.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= utf16_length(button["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
