"""With the index on a cluster that goes away, nobody is met with silence, and no question is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot_api import Sent
from tests.common.opensearch import Nodes, open_cluster
from tests.common.port_gwen import ARTICLES, LANDED, LIT, WHEN_LIT
from tests.common.running_bot import RunningBot, ibid, running_bot

pytestmark = pytest.mark.process

WHEN_LANDED = "When did the Harrow rover land?"
AWAY = "La recherche est indisponible en ce moment."
UNAVAILABLE = 7


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with open_cluster(1) as started:
        yield started


@pytest.fixture
def bot(tmp_path: Path, nodes: Nodes) -> Iterator[RunningBot]:
    with running_bot(tmp_path, ARTICLES, IBID_INDEX=nodes.address("away")) as started:
        yield started


def standing(messages: list[Sent]) -> list[str]:
    """The texts of a chat's messages that are there."""
    return [message.text for message in messages if not message.deleted]


def test_a_question_waits_for_the_search_and_is_answered_anew(bot: RunningBot, nodes: Nodes) -> None:
    """The person is told at once; the answer is a message of its own, and the notice goes. Also over a kill of the bot,
    which starts though the search is away."""
    talk, other = bot.talk("fr"), bot.talk("fr")
    assert LIT in talk.ask(WHEN_LIT).text
    nodes.kill(1)
    notice = talk.ask(WHEN_LANDED)
    assert notice.text.startswith(AWAY)
    query = bot.server.inline(bot.server.user(language_code="fr"), WHEN_LIT)
    bot.server.wait_until(lambda: bot.server.answer(query))
    told = bot.server.answer(query)
    assert told is not None
    assert (told["results"], told["cache_time"]) == ([], 0)
    assert told["button"]["text"] == AWAY.rstrip(".")
    said = ibid(bot.folder, "ask", WHEN_LIT, **{k: v for k, v in bot.settings.items() if k.startswith("IBID_")})
    assert (said.returncode, said.stdout) == (UNAVAILABLE, "")
    assert "the search is unavailable" in said.stderr
    bot.kill()
    assert other.ask(WHEN_LIT).text.startswith(AWAY)
    nodes.revive(1)
    answered = bot.server.wait_for(other.chat, lambda sent: any(LIT in text for text in standing(sent)))
    assert [LIT in text for text in standing(answered)] == [True]
    assert answered[0].deleted
    again = bot.server.wait_for(talk.chat, lambda sent: any(LANDED in text for text in standing(sent)))
    assert [any(words in text for words in (LIT, LANDED)) for text in standing(again)] == [True, True]
    bot.check_discretion()
