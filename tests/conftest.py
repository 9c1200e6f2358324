"""What the test run prints besides its dots, and the running bot that the conversations of a module share."""

from collections.abc import Iterator

import pytest

from tests.common.port_gwen import ARTICLES as PORT_GWEN
from tests.common.running_bot import RunningBot, Talk, running_bot

# The figures of the shipped question set, put here by the test that asks it.
FIGURES = pytest.StashKey[dict[str, float]]()


@pytest.fixture(scope="module")
def bot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """One process for all conversations of a module: on its ARTICLES, else those of Port-Gwen, with its SETTINGS."""
    articles, settings = getattr(request.module, "ARTICLES", PORT_GWEN), getattr(request.module, "SETTINGS", {})
    with running_bot(tmp_path_factory.mktemp("ibid"), articles, **settings) as running:
        yield running


@pytest.fixture
def nothing_refused(request: pytest.FixtureRequest, bot: RunningBot) -> Iterator[None]:
    """After a conversation: Telegram took every call; the output has no token, no question and not the module's
    UNSPOKEN, a word that is in its questions or articles alone."""
    before = len(bot.server.refused)
    yield
    bot.check_discretion(before)
    if unspoken := getattr(request.module, "UNSPOKEN", ""):
        assert unspoken not in bot.output


@pytest.fixture
def talk(bot: RunningBot) -> Talk:
    return bot.talk("fr")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints the figures of the shipped question set, whether or not they pass."""
    if found := config.stash.get(FIGURES, None):
        terminalreporter.section("tests/questions.jsonl asked of seeds/")
        for name, value in found.items():
            terminalreporter.write_line(f"{name:<24} {value:.3f}")
