"""`ibid serve` behind Telegram's webhook, as a process: on files by itself, and as one of several on a server."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.bot_api import BotApi
from tests.common.databases import Kept
from tests.common.port_gwen import ARTICLES, LIT, WHEN_LIT
from tests.common.running_bot import PATIENCE, Talk, start_process
from tests.common.served import free_port

WEBHOOK = "https://bot.example.org/telegram"


@contextmanager
def worker(server: BotApi, kept: Kept, name: str) -> Iterator[str]:
    """A process that listens, and is told to stop at the end; the address behind the proxy."""
    folder, port = kept.folder / name, free_port()
    folder.mkdir()
    for title, text in ARTICLES.items():
        (folder / title).write_bytes(text.encode())
    settings = {
        "TELEGRAM_TOKEN": server.token,
        "TELEGRAM_API_URL": server.url,
        "IBID_DATA": str(folder / "data"),
        "IBID_ARTICLES": str(folder),
        "IBID_WEBHOOK": WEBHOOK,
        "IBID_SERVE": str(port),
    } | ({"IBID_DATABASE": kept.server} if kept.server else {})
    output = folder / "output.log"
    process = start_process(folder, settings, output, "serve")
    try:
        until = time.monotonic() + PATIENCE
        while WEBHOOK not in (said := output.read_text(encoding="utf-8")):
            assert process.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert server.token not in output.read_text(encoding="utf-8")
        assert "Traceback" not in output.read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait()


def test_what_telegram_brings_is_answered_and_nobody_elses(kept: Kept) -> None:
    with BotApi() as server, worker(server, kept, "one") as address:
        foreign = {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 7}, "text": WHEN_LIT}}
        assert httpx.post(f"{address}/telegram", json=foreign, verify=False).status_code == 403  # noqa: S501 — no TLS here
        server.bringing.proxy.append(address)
        person = server.user(language_code="fr")
        talk = Talk(server, server.private_chat(person), person)
        assert LIT in talk.ask(WHEN_LIT).text
        assert LIT in " ".join(
            talk.press(server.sent(talk.chat)[0], server.sent(talk.chat)[0].buttons[0]).quoted("bold")
        )
        assert set(server.bringing.answered) == {200}
        assert server.refused == []


@pytest.mark.parametrize("kept", ["postgresql"], indirect=True)
def test_of_two_workers_one_answers_what_the_other_received(kept: Kept) -> None:
    """Each question once, in its order; and one alone goes on when the other has ended."""
    with BotApi() as server, worker(server, kept, "one") as one:
        with worker(server, kept, "two") as two:
            server.bringing.proxy += [one, two]
            person = server.user(language_code="fr")
            talk = Talk(server, server.private_chat(person), person)
            asked = [server.say(talk.chat, person, WHEN_LIT)["message_id"] for _ in range(4)]
            sent = server.wait_for(talk.chat, 4)
            assert [one.reply_to for one in sent] == asked
        server.bringing.proxy.remove(two)
        assert LIT in talk.ask(WHEN_LIT).text
        assert len(server.sent(talk.chat)) == 5
        assert server.refused == []
