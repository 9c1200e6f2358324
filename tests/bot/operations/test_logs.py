"""No log line and no traceback holds the token or what people ask, whoever writes it."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.operations.logs import LATEST, Redaction, set_up_logging, trace
from retrieval.errors import ReadError

TOKEN = "123456:CanaryOfASecret"
QUESTION = "Who stole the canary's\tsong à minuit ?"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged by any logger, through a handler with the filter."""
    file = io.StringIO()
    handler = logging.StreamHandler(file)
    redaction = Redaction([TOKEN])
    redaction.hide(QUESTION)
    handler.addFilter(redaction)
    root = logging.getLogger()
    root.addHandler(handler)
    yield file
    root.removeHandler(handler)


@pytest.fixture
def restored() -> Iterator[None]:
    """Puts the logging of the process back as it was."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    sys.excepthook = hook


@pytest.mark.parametrize("form", [TOKEN, "CanaryOfASecret", "123456%3ACanaryOfASecret", f"https://x/bot{TOKEN}/getMe"])
def test_the_token_is_cut_out_of_messages_and_arguments(written: io.StringIO, form: str) -> None:
    logging.getLogger("httpx").warning("HTTP Request: %s %s", "POST", form)
    logging.getLogger("x").error(f"calling {form}")
    assert "Canary" not in written.getvalue()
    assert written.getvalue().count("[token]") == 2


@pytest.mark.parametrize("form", [QUESTION, repr(QUESTION), json.dumps(QUESTION), f"future: <exception={QUESTION!r}>"])
def test_a_message_lately_received_is_cut_out_however_it_is_escaped(written: io.StringIO, form: str) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\n" + form)
    assert "[message]" in written.getvalue()
    assert "minuit" not in written.getvalue()


def test_a_traceback_shows_where_and_what_kind_but_not_the_words_of_the_error(written: io.StringIO) -> None:
    def look_up(word: str) -> None:
        try:
            int(word)
        except ValueError as error:
            raise LookupError(f"no {word}") from error

    try:
        look_up(QUESTION.split()[-2])
    except LookupError:
        logging.getLogger("bot").exception("No answer")
    line = written.getvalue()
    assert "minuit" not in line
    assert "in look_up" in line
    assert line.index("ValueError") < line.index("LookupError")
    assert line.rstrip().endswith("LookupError")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (BadRequest("message is too long"), "essage is too long"),
        (ReadError("notes.txt", "is empty"), "notes.txt: is empty"),
    ],
)
def test_the_words_of_an_error_that_can_hold_no_question_are_kept(error: Exception, words: str) -> None:
    assert words in trace(error)


def test_a_token_in_an_error_is_cut_out_of_its_traceback(written: io.StringIO) -> None:
    error = InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
    logging.getLogger("bot").error("Start", exc_info=error)
    assert "rejected by the server" in written.getvalue()
    assert "Canary" not in written.getvalue()


def test_updates_long_replies_and_errors_are_not_written_out_as_arguments(written: io.StringIO) -> None:
    message = Message(1, date=datetime.now(UTC), chat=Chat(1, "private"), text="Never seen before")
    log = logging.getLogger("telegram.ext.Application")
    log.critical("Error while building CallbackContext for update %s", Update(1, message=message))
    log.error('Can not load invalid JSON data: "%s"', '{"text": "Never seen before"}' * 9)
    log.error("%(error)s", {"error": KeyError("Never seen before")})
    assert written.getvalue().splitlines() == [
        "Error while building CallbackContext for update [Update]",
        'Can not load invalid JSON data: "[str]"',
        "[KeyError]",
    ]


def test_numbers_and_short_arguments_stay_readable(written: io.StringIO) -> None:
    logging.getLogger("x").warning("%s of %d in %.1f s", "3 articles", 17, 0.25)
    assert written.getvalue() == "3 articles of 17 in 0.2 s\n"


def test_polling_errors_are_told_once_but_a_revoked_token_is_always_told(written: io.StringIO) -> None:
    log = logging.getLogger("telegram.ext")
    log.error("Network Retry Loop (%s): aborting", "Bootstrap", exc_info=NetworkError("down"))
    log.error("Network Retry Loop (%s): Invalid token.", "Bootstrap", exc_info=InvalidToken())
    assert written.getvalue() == ""
    log.error("Network Retry Loop (%s): Invalid token.", "Polling Updates", exc_info=InvalidToken())
    assert "Invalid token" in written.getvalue()


def test_short_messages_do_not_garble_the_log() -> None:
    redaction = Redaction()
    redaction.hide("on")
    redaction.hide("     ")
    assert redaction.clean("a connection") == "a connection"


def test_a_bounded_number_of_messages_is_held() -> None:
    redaction = Redaction()
    for number in range(LATEST + 1):
        redaction.hide(f"question {number:05}")
    assert redaction.clean("question 00000, question 00001") == "question 00000, [message]"


@pytest.mark.usefixtures("restored")
def test_once_set_up_no_library_logs_its_requests_and_uncaught_errors_are_cleaned(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging(Redaction([TOKEN]))
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logging.getLogger("bot.app.app").info("ready")
    sys.excepthook(RuntimeError, RuntimeError(TOKEN), None)
    errors = capsys.readouterr().err
    assert "HTTP Request" not in errors
    assert "INFO bot.app.app: ready" in errors
    assert "CRITICAL bot.operations.logs" in errors
    assert "RuntimeError" in errors
    assert "Canary" not in errors


def test_an_error_that_asyncio_finds_late_does_not_repeat_the_question(written: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(QUESTION)

    async def forget() -> None:
        task = asyncio.ensure_future(fail())
        await asyncio.wait([task])

    asyncio.run(forget())
    assert "minuit" not in written.getvalue()
    assert "ValueError" in written.getvalue()
