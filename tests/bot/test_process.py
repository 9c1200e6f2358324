"""How the program starts on Telegram, and how it ends: each fault is one plain sentence and a status that tells it."""

import subprocess
import sys
import time
from pathlib import Path

from tests.bot_api import BotApi
from tests.bot_api.client import call
from tests.common import ROOT
from tests.common.running_bot import PATIENCE, afresh, ibid, running_bot, start_process

STOPPED, REFUSED, CONFLICT, HELD = 0, 3, 4, 6
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
    with afresh():
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


def test_a_foreign_webhook_ends_the_program_with_a_sentence_that_says_so(tmp_path: Path) -> None:
    """And the one that is there at the start is removed if it is told to be."""
    with running_bot(tmp_path, ARTICLES) as bot:
        assert call(bot.server, "setWebhook", url="https://example.org/hook/secret")[0] == 200
        assert bot.process.wait(PATIENCE) == CONFLICT
        assert "webhook" in bot.output.splitlines()[-1]
        assert "polls" not in bot.output.splitlines()[-1]
        assert start_process(tmp_path, bot.settings, bot.log, "run").wait(PATIENCE) == CONFLICT
        assert "a webhook at example.org" in bot.output.splitlines()[-1]
        bot.start_again("run", "--unhook")
        assert "secret" not in bot.output
        assert bot.talk().ask("/start").text
        bot.check_discretion()


def test_sigterm_ends_the_program_with_status_0(tmp_path: Path) -> None:
    with afresh(), running_bot(tmp_path, ARTICLES) as bot:
        talk = bot.talk()
        assert talk.ask("/start").text
        assert bot.stop() == STOPPED
        assert "Traceback" not in bot.output
        bot.check_discretion()


def test_of_two_processes_on_one_folder_one_alone_answers_and_commands_go_on_beside_it(tmp_path: Path) -> None:
    """The second ends at once with a sentence and a status of its own; after a kill nobody is locked out."""
    with running_bot(tmp_path, ARTICLES) as bot:
        with afresh():
            second = start_process(tmp_path, bot.settings, tmp_path / "second.txt")
        assert second.wait(PATIENCE) == HELD
        said = (tmp_path / "second.txt").read_text(encoding="utf-8")
        assert len(said.splitlines()) == 1
        assert "Another Ibid answers already" in said
        for command in (["status"], ["gaps"], ["users"], ["articles"], ["ask", "Quand le pont a-t-il été ouvert ?"]):
            assert "Another Ibid" not in ibid(tmp_path, *command, **bot.settings).stderr
        assert bot.talk().ask("/start").text
        bot.kill()
        assert bot.talk().ask("/start").text


def test_a_benchmark_without_the_development_tools_says_which_are_missing(tmp_path: Path) -> None:
    """In an environment such as `make install` makes, where the server of the tests has no aiohttp."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['aiohttp'] = None\n", encoding="utf-8")
    for name in ("load", "chaos", "endurance", "transcripts"):
        command = [sys.executable, "-m", f"benchmarks.bot.{name}", "--help"]
        told = subprocess.run(
            command, env={"PYTHONPATH": f"{tmp_path}:{ROOT}"}, capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert told.returncode == 1
        assert "Traceback" not in told.stderr
        assert "make test" in told.stderr
