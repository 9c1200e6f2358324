"""How the program starts on Telegram, and how it ends: each fault is one plain sentence and a status that tells it."""

from pathlib import Path

from tests.bot_api import BotApi
from tests.bot_api.client import call
from tests.running_bot import PATIENCE, running_bot, start_process

STOPPED, FAILED = 0, 2
ARTICLES = {"pont.txt": "Le pont de Kerlouan a été ouvert en 1912.\n"}
CANARY = "6999999999:CanaryCanaryCanaryCanaryCanary-1234"


def start_in_vain(folder: Path, url: str) -> str:
    """Starts the bot where it cannot poll; returns what it said."""
    article = folder / "article.txt"
    article.write_text(ARTICLES["pont.txt"], encoding="utf-8")
    settings = {
        "TELEGRAM_TOKEN": CANARY,
        "TELEGRAM_API_URL": url,
        "IBID_DATA": str(folder / "data"),
        "IBID_ARTICLES": str(article),
    }
    process = start_process(folder, settings, folder / "output.txt")
    assert process.wait(PATIENCE) == FAILED
    return (folder / "output.txt").read_text(encoding="utf-8")


def test_a_wrong_token_is_one_sentence_without_the_token(tmp_path: Path) -> None:
    with BotApi() as server:
        said = start_in_vain(tmp_path, server.url)
    assert len(said.splitlines()) == 1
    assert "TELEGRAM_TOKEN" in said
    assert "Canary" not in said


def test_an_address_where_nobody_answers_is_one_sentence(tmp_path: Path) -> None:
    with BotApi() as server:
        url = server.url
    said = start_in_vain(tmp_path, url)
    assert len(said.splitlines()) == 1
    assert url in said
    assert "Canary" not in said


def test_a_second_poller_ends_the_program_with_one_sentence(tmp_path: Path) -> None:
    with running_bot(tmp_path, ARTICLES) as bot:
        assert call(bot.server, "getUpdates") == (200, [])
        assert bot.process.wait(PATIENCE) == FAILED
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
