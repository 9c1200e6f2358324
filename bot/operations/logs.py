"""Logs that hold neither the token nor what people ask.

Two nets: the token and the messages lately received are cut out of every line; and a traceback shows where it
happened and the kind of error, while the words of the error are shown only where they cannot be a person's.
"""

import json
import logging
import re
import sys
import traceback
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import TracebackType

from telegram import TelegramObject
from telegram.error import InvalidToken, TelegramError

from retrieval.errors import IbidError

# Whose words come from the system, from Telegram or from us, never from a person's message.
SPEAKABLE = (OSError, TelegramError, IbidError)
# Messages that are cut out of the lines; older ones have been answered, and nothing speaks of them any more.
LATEST = 500
# Shorter messages ("1", "ok") give nothing away, and cutting them out would garble every line.
TELLING = 4
# An argument of another library's line that is longer than this may be a whole reply of the server.
LONG = 200


class Redaction(logging.Filter):
    """A filter for handlers: it changes each record, with its traceback, into what may be written down."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = [_any_case(*_token_forms(secret)) for secret in secrets]
        self._messages: deque[re.Pattern[str]] = deque(maxlen=LATEST)

    def hide(self, message: str) -> None:
        """Cut this message out of whatever is logged from now on."""
        message = message.strip()
        if len(message) >= TELLING:
            self._messages.append(_any_case(message, repr(message)[1:-1], json.dumps(message)[1:-1]))

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, TelegramError) and _told_elsewhere(record, error):
            return False
        record.args = _shortened(record.args)
        record.msg, record.args = self.clean(record.getMessage()), None
        record.exc_text = self.clean(trace(error)) if error else None
        record.exc_info, record.stack_info = None, None
        return True

    def clean(self, line: str) -> str:
        """`line` without the token and without the messages lately received, however they are escaped."""
        for secret in self._secrets:
            line = secret.sub("[token]", line)
        for message in tuple(self._messages):
            line = message.sub("[message]", line)
        return line


class OneObject(logging.Formatter):
    """A line of JSON for each record, as programs like to read it; to be used after a Redaction."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        return json.dumps(said | ({"trace": record.exc_text} if record.exc_text else {}), ensure_ascii=False)


def set_up_logging(redaction: Redaction, style: str = "text") -> None:
    """Log to standard error through `redaction`: ours from INFO, all others from WARNING; uncaught errors too.
    `style` is `text` or `json`."""
    handler = logging.StreamHandler()
    plain = logging.Formatter("{asctime} {levelname} {name}: {message}", style="{")
    handler.setFormatter(OneObject() if style == "json" else plain)
    handler.addFilter(redaction)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(logging.INFO)
    for library in ("httpx", "httpcore"):
        logging.getLogger(library).setLevel(logging.WARNING)  # httpx logs each address, token included, at INFO
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught


def _log_uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, where)
    else:
        logging.getLogger(__name__).critical("Ibid ends on an error", exc_info=(kind, error, where))


def trace(error: BaseException) -> str:
    """A traceback without the words of errors that might repeat a message; the chain of causes is kept."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{trace(cause)}\n" if cause else ""
    words = f": {error}" if isinstance(error, SPEAKABLE) else ""
    # Telegram's refusals say all; frames of its library would only bury them.
    frames = "" if isinstance(error, TelegramError) else "".join(traceback.format_tb(error.__traceback__))
    return f"{before}{frames}{type(error).__qualname__}{words}"


def _told_elsewhere(record: logging.LogRecord, error: TelegramError) -> bool:
    """Such an error reaches our error handler, or ends the program with a sentence; a revoked token does neither."""
    polling = "Polling" in record.getMessage()
    return record.name in ("telegram.ext", "telegram.ext.Updater") and not (isinstance(error, InvalidToken) and polling)


def _shortened(
    arguments: tuple[object, ...] | Mapping[str, object] | None,
) -> tuple[object, ...] | Mapping[str, object] | None:
    """The arguments of a line without updates, replies of the server, or errors that may repeat a message."""
    if isinstance(arguments, tuple):
        return tuple(_argument(value) for value in arguments)
    return {key: _argument(value) for key, value in arguments.items()} if arguments else arguments


def _argument(value: object) -> object:
    unspeakable = isinstance(value, BaseException) and not isinstance(value, SPEAKABLE)
    if unspeakable or isinstance(value, TelegramObject) or (isinstance(value, str) and len(value) > LONG):
        return f"[{type(value).__name__}]"
    return value


def _any_case(*forms: str) -> re.Pattern[str]:
    """python-telegram-bot writes what an error says in small letters."""
    return re.compile("|".join(map(re.escape, dict.fromkeys(forms))), re.IGNORECASE)


def _token_forms(token: str) -> list[str]:
    """The token, and its secret half by itself: that is in it however the colon is escaped."""
    secret = token.partition(":")[2]
    return [token, secret] if len(secret) >= 2 * TELLING else [token]
