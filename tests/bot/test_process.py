"""How the program starts on Telegram, and how it ends: each fault is one plain sentence and a status that tells it."""

import time
from pathlib import Path

from tests.bot_api import BotApi
from tests.bot_api.client import call
from tests.common.running_bot import PATIENCE, running_bot, start_process

STOPPED, REFUSED, CONFLICT = 0, 3, 4
ARTICLES = {"pont.txt": "Le pont de Kerlouan a été ouvert en 1912.\n"}
CANARY = "6999999999:CanaryCanaryCanaryCanaryCanary-1234"


def start_in_vain(folder: Path, url: str) -> str:
    """Starts the bot where its token is refused; returns what it said."""
    article = folder / "article.txt"
    article.write_text(ARTICLES["pont.txt"], encoding="utf-8")
    settings = {
        "TELEGRAM_TOKEN": CANARY,
        "TELEGRAM_API_URL": url,
        "IBID_DATA": str(folder / "data"),
        "IBID_ARTICLES": str(article),
    }
    process = start_process(folder, settings, folder / "output.txt")
    assert process.wait(PATIENCE) == REFUSED
    return (folder / "output.txt").read_text(encoding="utf-8")


def wait_for_line(log: Path, words: str) -> None:
    """Waits until some words are in the output."""
    until = time.monotonic() + PATIENCE
    while words not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < until, log.read_text(encoding="utf-8")
        time.sleep(0.05)


def test_a_wrong_token_is_one_sentence_without_the_token(tmp_path: Path) -> None:
    with BotApi() as server:
        said = start_in_vain(tmp_path, server.url)
    assert len(said.splitlines()) == 1
    assert "TELEGRAM_TOKEN" in said
    assert "Canary" not in said


def test_an_address_where_nobody_answers_is_told_and_tried_again_until_somebody_does(tmp_path: Path) -> None:
    with BotApi() as server:
        server.go_away()
        settings = {"TELEGRAM_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "IBID_DATA": str(tmp_path / "data")}
        process = start_process(tmp_path, settings, tmp_path / "output.txt")
        try:
            wait_for_line(tmp_path / "output.txt", server.url)
            server.come_back()
            server.wait_until(lambda: server.world.updates.polls)
        finally:
            process.kill()
            process.wait()
    assert "Traceback" not in (tmp_path / "output.txt").read_text(encoding="utf-8")


def test_a_token_that_is_revoked_while_polling_ends_the_program_with_one_sentence(tmp_path: Path) -> None:
    with running_bot(tmp_path, ARTICLES) as bot:
        bot.server.revoked = True
        assert bot.process.wait(PATIENCE) == REFUSED
        assert "TELEGRAM_TOKEN" in bot.output.splitlines()[-1]
        assert "Traceback" not in bot.output
        bot.check_discretion()


def test_a_second_poller_ends_the_program_with_one_sentence(tmp_path: Path) -> None:
    with running_bot(tmp_path, ARTICLES) as bot:
        assert call(bot.server, "getUpdates") == (200, [])
        assert bot.process.wait(PATIENCE) == CONFLICT
        assert bot.output.splitlines()[-1].startswith("ibid: ")
        assert "Traceback" not in bot.output
        bot.check_discretion()


def test_sigterm_ends_the_program_with_status_0(tmp_path: Path) -> None:
    with running_bot(tmp_path, ARTICLES) as bot:
        talk = bot.talk()
        assert talk.ask("/start").text
        assert bot.stop() == STOPPED
        assert "Traceback" not in bot.output
        bot.check_discretion()
