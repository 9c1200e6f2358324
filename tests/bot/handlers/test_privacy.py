"""The token stands nowhere, questions not in the logs, and what is erased is nowhere in the files."""

import asyncio
import logging
import os
import re
import sqlite3
import stat
import time
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.__main__ import main
from bot.memory.memory import Memory
from bot.operations.logs import Redaction, set_up_logging
from bot.settings import load_settings, setting_names
from bot.values import SettingsError
from retrieval.errors import IbidError
from tests.bot_api import BotApi
from tests.common.port_gwen import ARTICLES, WHEN_LIT
from tests.common.running_bot import RunningBot, afresh, ibid, running_bot

SECRET = "AAcanaryCanaryCANARY_canary-Canary7"
TOKEN = f"6123456789:{SECRET}"
# As it may stand in an address, in JSON, in a repr.
FORMS = re.compile("anarycanary|" + re.escape(SECRET), re.IGNORECASE)
VAIN = "Quel est le salaire du président de la Mongolie extérieure ?"


@pytest.fixture
def quiet_afterwards() -> Iterator[None]:
    """Puts the logging of the process back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    named = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "telegram", "bot")}
    yield
    root.handlers[:], root.level = handlers, level
    for name, before in named.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(capture=False)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """One process for the conversations of this module, started where files would be open to all."""
    before = os.umask(0)
    try:
        folder = tmp_path_factory.mktemp("ibid")
        with afresh(), running_bot(folder, ARTICLES, token=TOKEN, IBID_RETENTION_DAYS="30") as running:
            yield running
    finally:
        os.umask(before)


def memory_of(bot: RunningBot) -> sqlite3.Connection:
    return sqlite3.connect(Path(bot.settings["IBID_DATA"]) / "conversations.sqlite")


def test_the_token_is_in_no_output_no_file_and_no_list_of_processes(
    bot: RunningBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through faults of the network, an error that repeats it, its revocation, and each command that uses it."""
    outputs: list[str] = []
    server, talk, folder = bot.server, bot.talk(), bot.folder
    outputs.append(Path(f"/proc/{bot.process.pid}/cmdline").read_bytes().decode())
    server.fail_next("getUpdates", 502, f"{server.url}/bot{TOKEN}/getUpdates")
    server.fail_next("sendMessage", 400, f"Bad Request: {server.url}/bot{TOKEN}/sendMessage")
    talk.ask(WHEN_LIT)
    for key, value in bot.settings.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(folder)
    commands = (["invite", "--role", "owner"], ["doctor"], ["backup", "b.zip"], ["status"])
    assert [main(command) for command in commands] == [0, 0, 0, 0]
    server.revoked = True
    try:
        server.wait_until(lambda: any(call.status == 401 for call in server.calls))
        assert [main(command) for command in commands[:2]] == [2, 2]
        again = ibid(folder, "run", **bot.settings)
    finally:
        server.revoked = False
    assert again.returncode != 0
    bot.restart()
    outputs += [bot.output, again.stdout, again.stderr, *capsys.readouterr()]
    files = [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    assert len(files) > len(ARTICLES) + 3
    for text in outputs + files:
        assert not FORMS.search(text), text[:2000]


@pytest.mark.usefixtures("quiet_afterwards")
def test_the_token_is_in_no_log_even_where_all_libraries_log_all(capsys: pytest.CaptureFixture[str]) -> None:
    """httpx and httpcore write the address of each call, python-telegram-bot what it was answered."""
    set_up_logging(Redaction([TOKEN]))
    for name in ("", "httpx", "httpcore", "telegram", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)

    async def call(url: str) -> None:
        async with Bot(TOKEN, base_url=f"{url}/bot", request=HTTPXRequest()) as bot:
            await bot.send_message(1, "Bonjour")

    with BotApi(TOKEN) as server:
        server.fail_next("sendMessage", 500, f"cannot reach /bot{TOKEN}/sendMessage")
        for url in (server.url, f"{server.url}/wrong", "http://127.0.0.1:1", "gopher://127.0.0.1"):
            try:
                asyncio.run(call(url))
            except TelegramError:
                logging.getLogger("bot").exception("It failed")
    written = capsys.readouterr().err
    assert "HTTP Request: POST" in written
    assert written.count("It failed") == 4
    assert "/bot[token]/getMe" in written
    assert not FORMS.search(written)


def test_no_setting_and_no_fault_of_a_setting_shows_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where the token was put into the wrong setting, misspelt its name, or has a character too many."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    settings = load_settings()
    assert not FORMS.search(f"{settings!r}{settings}{settings.model_dump()}{settings.model_dump_json()}")
    said = []
    for key, value in (
        ("TELEGRAM_TOKEN", f"{TOKEN} x"),
        ("TELEGRAM_API_URL", f"https://api.telegram.org/bot{TOKEN} "),
        ("TELEGRAM_API_URL", f"htps://api.telegram.org/bot{TOKEN}"),
        *((name, TOKEN) for name in setting_names() if name not in ("TELEGRAM_TOKEN", "IBID_DATA")),
        ("TELEGRAM_TOKN", TOKEN),
        ("IBID_XYLOPHONE", TOKEN),
    ):
        with monkeypatch.context() as changed:
            changed.setenv(key, value)
            try:
                load_settings()
            except SettingsError as error:
                said.append(f"{error!r}{error}{''.join(traceback.format_exception(error))}")
    assert len(said) > 10
    assert not FORMS.search("".join(said))


def test_all_databases_are_their_owners_alone(bot: RunningBot) -> None:
    """Whatever the umask is, and in a folder that nobody else may enter."""
    bot.talk().ask(WHEN_LIT)
    data = Path(bot.settings["IBID_DATA"])
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in data.glob("*.sqlite*")}
    assert {"ibid.sqlite", "conversations.sqlite", "conversations.sqlite-wal", "journal.sqlite"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_no_question_is_in_the_log_though_each_is_answered(bot: RunningBot) -> None:
    """Asked, edited, inline, in vain, and where the answer could not be sent, though Telegram repeats it."""
    talk, server = bot.talk(), bot.server
    talk.ask(WHEN_LIT)
    talk.ask(VAIN)
    message = server.say(talk.chat, talk.person, f"{WHEN_LIT} Encore.")
    server.edit(message, f"{VAIN} Encore.")
    server.fail_next("sendMessage", 400, f"Bad Request: {VAIN}")
    server.say(talk.chat, talk.person, VAIN)
    query = server.inline(talk.person, WHEN_LIT)
    server.wait_until(lambda: server.answer(query))
    talk.ask("/help")
    assert "INFO" in bot.output
    for word in ("lanterne", "allumée", "Mongolie", "salaire"):
        assert word not in bot.output


def test_what_a_bot_was_asked_before_the_days_of_retention_is_gone_after_its_start(bot: RunningBot) -> None:
    """In each byte of its files; what is younger stays."""
    talk = bot.talk()
    old, young = talk.ask(VAIN), talk.ask(WHEN_LIT)
    with closing(memory_of(bot)) as memory:
        memory.execute("UPDATE gaps SET at = at - 31 * 86400")
        memory.execute("UPDATE threads SET at = at - 31 * 86400")
        memory.execute("UPDATE answers SET at = at - 31 * 86400 WHERE message_id < ?", (young.message_id,))
        memory.commit()
    bot.restart()
    assert "30 jours" in talk.ask("/privacy").text
    for _ in range(100):  # it is erased beside the answers, soon after the start
        if b"Mongolie" not in bot.kept:
            break
        time.sleep(0.1)
    assert b"Mongolie" not in bot.kept
    with closing(memory_of(bot)) as memory:
        kept = [row[0] for row in memory.execute("SELECT message_id FROM answers WHERE chat_id = ?", (talk.chat.id,))]
    assert young.message_id in kept
    assert old.message_id not in kept


def test_what_is_forgotten_or_too_old_is_in_no_byte_of_the_files(tmp_path: Path) -> None:
    """Neither in free pages nor in the log of writes, while the memory stays open and goes on."""
    words = [f"Question{number:04}Secret" for number in range(300)]
    with Memory(tmp_path) as memory:
        for number, word in enumerate(words):
            chat = number % 3
            memory.gaps.unanswered(chat, number, chat, f"{word} {'x' * 200}")
            memory.conversations.remember(chat, number, [f"{word}-1-1"], further=[f"{word}-2-2"])
            memory.conversations.remember_source(chat, number, f"{word}-3-3")
            memory.conversations.remember_subject(chat, number, f'{{"said": "{word}"}}', 1e9)
        memory.forget(0, 0)
        kept = held(tmp_path)
        assert [word for word in words[::3] if word in kept] == []
        assert [word for word in words[1::3] if word not in kept] == []
        memory.expire(time.time() + 1)
        assert "Secret" not in held(tmp_path)
        memory.gaps.unanswered(5, 5, 5, "AfterwardsSecret")
        assert "AfterwardsSecret" in held(tmp_path)


def test_while_another_program_reads_nothing_is_said_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log of writes can't be emptied then: that is an error, not a promise that isn't kept."""
    monkeypatch.setattr("bot.stores.files.PATIENCE", 0.1)
    with Memory(tmp_path) as memory:
        memory.gaps.unanswered(1, 1, 1, "Qui ?")
        with closing(sqlite3.connect(memory.file)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM gaps").fetchone()
            with pytest.raises(IbidError, match=r"conversations\.sqlite"):
                memory.forget(1, 1)
            reader.rollback()
        memory.forget(1, 1)
        assert "Qui ?" not in held(tmp_path)


def held(folder: Path) -> str:
    return b"".join(path.read_bytes() for path in folder.iterdir()).decode("latin-1")
