"""What the test run prints besides its dots, and the running bot that the conversations of a module share."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.common.databases import Kept, emptied, postgres_server
from tests.common.forked import Forks
from tests.common.port_gwen import ARTICLES as PORT_GWEN
from tests.common.running_bot import FORKS, RunningBot, Talk, running_bot

# What is defined here starts the bot, or another program.
STARTING = (
    "tests.common.running_bot",
    "tests.common.served",
    "tests.common.databases",
    "tests.common.feed_site",  # each of its pages is read in a process of its own
    "benchmarks.bot",
    "benchmarks.index.kills",
)
STARTING_FIXTURES = {"bot", "kept", "postgres"}

# No test depends on how fast a machine is, or on how much else it does meanwhile.
settings.register_profile("ibid", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ibid")

# Modules and tests stay until the end: to look again and again whether they are garbage takes a tenth of the time.
gc.disable()

# The figures of the shipped question set, put here by the test that asks it.
FIGURES = pytest.StashKey[dict[str, float]]()


@pytest.fixture(scope="session", autouse=sys.platform == "linux")
def forks() -> Iterator[None]:
    """What the tests start is forked from a process that has imported it."""
    with Forks() as forks:
        FORKS.append(forks)
        yield
        FORKS.clear()


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


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of this run."""
    with postgres_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """What the bot keeps, in files and on a server, with nothing in it."""
    return Kept(tmp_path) if request.param == "sqlite" else emptied(tmp_path, request.getfixturevalue("postgres"))


@pytest.fixture
def talk(bot: RunningBot) -> Talk:
    return bot.talk("fr")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as `process` the tests of each module that starts the bot; `make quick` leaves them out. They come first,
    those that wait for nodes of OpenSearch before all: they take longest, and the short ones fill the end, where else
    one worker would be left alone with a long one."""
    for item in items:
        names = vars(item.module).values() if isinstance(item, pytest.Function) else ()
        if STARTING_FIXTURES & set(getattr(item, "fixturenames", ())) or any(_starts_a_process(name) for name in names):
            item.add_marker(pytest.mark.process)
    items.sort(key=lambda item: (item.get_closest_marker("process") is None, not _waits_for_nodes(item)))


def _waits_for_nodes(item: pytest.Item) -> bool:
    names = vars(item.module).values() if isinstance(item, pytest.Function) else ()
    return any(str(getattr(name, "__module__", "")).startswith("tests.common.opensearch") for name in names)


def pytest_collection_finish() -> None:
    """What is there now is no garbage; what the tests make may become some."""
    gc.freeze()
    gc.enable()


def _starts_a_process(name: object) -> bool:
    home = str(getattr(name, "__module__", ""))
    return name is subprocess or home.startswith(STARTING)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process that runs some of the tests hands its figures to the one that prints them."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["figures"] = session.config.stash.get(FIGURES, None)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # xdist's, which has no types
    if found := getattr(node, "workeroutput", {}).get("figures"):
        node.config.stash[FIGURES] = found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints the figures of the shipped question set, whether or not they pass."""
    if found := config.stash.get(FIGURES, None):
        terminalreporter.section("tests/questions.jsonl asked of seeds/")
        for name, value in found.items():
            terminalreporter.write_line(f"{name:<24} {value:.3f}")
