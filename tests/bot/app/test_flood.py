"""Who asks too much is told once, then met with silence, and answered again when it is less; others notice nothing.

A press is always answered, what editors add queues, and a group that asks more than Telegram lets through is told
several answers in one message.
"""

import asyncio
import re
import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bot.app.flood import OF_PERSON, Flood
from bot.app.wants import Kind, Want
from bot.journal.entries import Entry
from bot.journal.journal import Journal
from bot.journal.paces import Pace, Paces
from bot.journal.wishes import KNOWN, MINUTE, Verdict
from bot.sending.pacing import (
    A_CHAT,
    A_GROUP,
    ALL,
    ANSWERS,
    APART,
    AT_ONCE,
    CAREFUL,
    IN_ALL,
    Pacing,
    hold_back,
    reserve,
    until_answer,
)
from tests.bot_api import Sent
from tests.bot_api.faults import A_GROUP as TELEGRAMS_GROUP
from tests.bot_api.faults import IN_ALL as TELEGRAMS_ALL
from tests.common.databases import Kept, emptied
from tests.common.port_gwen import ARTICLES as PORT_GWEN
from tests.common.port_gwen import LANDED, LIT, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk, running_bot
from tests.common.stories import BRIDGE

PERSON, GROUP = 7, -100
EDITOR = 4242
MOST = 4
SETTINGS = {"IBID_PERSON_RATE": str(MOST), "IBID_EDITORS": str(EDITOR)}
TOLD = "C’est plus que je ne peux"


def busiest(times: list[float], span: float) -> int:
    """The most of these moments that lie within a span."""
    return max(sum(begin <= time < begin + span - 1e-6 for time in times) for begin in times)


NUMBERS = count(1)


@pytest.fixture
def journal(kept: Kept) -> Iterator[Journal]:
    made = kept.journal()
    yield made
    made.close()


def asked(flood: Flood, now: float, who: int = PERSON, chat_id: int = PERSON, kind: Kind = "question") -> Verdict:
    return flood.verdict(Want(who, chat_id, kind), Entry(next(NUMBERS), chat_id, "message", 1e9 + now, ""))


def test_a_person_who_asks_too_much_is_told_once_and_answered_again_later(journal: Journal) -> None:
    flood = Flood(journal, of_person=3, of_chat=10)
    verdicts = [asked(flood, now) for now in (0, 1, 2, 3, 4, 5, 59)]
    assert verdicts == ["pass", "pass", "pass", "tell", "silence", "silence", "silence"]
    assert asked(flood, MINUTE) == "pass"
    assert asked(flood, MINUTE + 0.5) == "tell"


def test_one_person_does_not_use_up_what_others_may_ask_but_a_group_has_its_own_limit(journal: Journal) -> None:
    flood = Flood(journal, of_person=3, of_chat=5)
    assert [asked(flood, 0, PERSON, GROUP) for _ in range(4)] == ["pass", "pass", "pass", "tell"]
    assert [asked(flood, 0, 8, GROUP) for _ in range(4)] == ["pass", "pass", "tell", "silence"]
    assert asked(flood, 0, 8, 8) == "pass"


def test_presses_and_commands_have_limits_of_their_own_and_additions_none(journal: Journal) -> None:
    flood = Flood(journal, of_person=1, of_chat=5)
    assert [asked(flood, 0) for _ in range(3)] == ["pass", "tell", "silence"]
    kinds: tuple[Kind, ...] = ("press", "command")
    for kind in kinds:
        assert {asked(flood, 0, kind=kind) for _ in range(OF_PERSON)} == {"pass"}
    assert [asked(flood, 0, kind="press") for _ in range(3)] == ["tell"] * 3
    assert [asked(flood, 0, kind="command") for _ in range(3)] == ["tell", "silence", "silence"]
    assert {asked(flood, 0, kind="addition") for _ in range(1000)} == {"pass"}


def test_an_update_that_another_worker_weighed_is_weighed_the_same(journal: Journal) -> None:
    """Also when others came since: what passed is answered, whoever comes to it."""
    flood, want = Flood(journal, of_person=1, of_chat=5), Want(PERSON, PERSON, "question")
    first, second = (Entry(next(NUMBERS), PERSON, "message", 1e9, "") for _ in range(2))
    assert [flood.verdict(want, one) for one in (first, second, first, second)] == ["pass", "tell", "pass", "tell"]


def test_those_who_are_quiet_are_forgotten(kept: Kept) -> None:
    journal = kept.journal()
    flood = Flood(journal, of_person=1, of_chat=1)
    for number in range(50):
        assert asked(flood, number * KNOWN, number, number) == "pass"
    journal.close()
    assert len(kept.change("SELECT * FROM wishes")) == 2


def test_messages_keep_telegrams_limits_in_a_chat_in_a_group_and_in_all() -> None:
    pace = Pace()
    alone = [reserve(PERSON, pace, 0.0) for _ in range(20)]
    assert alone[: A_CHAT[0]] == [0.0] * A_CHAT[0]
    assert busiest(alone, A_CHAT[1]) <= A_CHAT[0]
    pace = Pace()
    group = [reserve(GROUP, pace, 0.0) for _ in range(50)]
    assert busiest(group, A_GROUP[1]) <= A_GROUP[0]
    pace = Pace()
    together = [reserve(ALL, pace, 0.0) for _ in range(100)]
    assert busiest(together, IN_ALL[1]) <= IN_ALL[0]


def test_the_pacing_keeps_a_margin_to_what_telegram_allows() -> None:
    """A message may be counted a moment later than it was sent."""
    pace = Pace()
    group = [reserve(GROUP, pace, 0.0) for _ in range(50)]
    assert busiest(group, TELEGRAMS_GROUP[1] + 0.9) < TELEGRAMS_GROUP[0]
    pace = Pace()
    together = [reserve(ALL, pace, 0.0) for _ in range(100)]
    assert busiest(together, TELEGRAMS_ALL[1] + 0.04) < TELEGRAMS_ALL[0]


def test_of_what_a_group_may_be_sent_answers_leave_some_for_presses() -> None:
    """They come at once, then some seconds apart, and never take all."""
    pace, now, times = Pace(), 0.0, list[float]()
    while now < 300:
        if (wait := until_answer(pace, now)) > 0:
            now += wait
        times.append(now + reserve(GROUP, pace, now))
    assert times[:AT_ONCE] == [0.0] * AT_ONCE
    assert times[AT_ONCE] == APART
    assert busiest(times, A_GROUP[1]) <= ANSWERS < A_GROUP[0]
    assert asyncio.run(Pacing().until_answer(PERSON)) == 0.0


def test_after_a_refusal_a_chat_waits_and_then_gets_one_message_a_second() -> None:
    pace, now = Pace(), 100.0
    hold_back(10.0, pace, now)
    waits = [reserve(PERSON, pace, now) for _ in range(5)]
    assert waits[0] == 10.0
    assert busiest(waits, CAREFUL[1]) <= CAREFUL[0]


def test_workers_that_share_a_server_keep_the_limits_together(postgres: str, tmp_path: Path) -> None:
    """As one would: what one sends, the other counts; what Telegram refused to one, both wait for."""
    memory = emptied(tmp_path, postgres).memory()
    assert memory.server
    ones, others = Paces(memory.server), Paces(memory.server)
    for paces in (ones, others) * (A_GROUP[0] // 2):
        assert paces.change(GROUP, partial(reserve, GROUP)) == 0.0
    assert others.change(GROUP, partial(reserve, GROUP)) > A_GROUP[1] - 30
    ones.change(PERSON, partial(hold_back, 1000.0))
    assert 900 < others.change(PERSON, partial(reserve, PERSON)) <= 1000
    ones.expire(3600)
    assert others.change(GROUP, lambda pace, _: len(pace.times)) == A_GROUP[0]
    ones.expire(-100)  # as if it were later: the group is forgotten, whom Telegram refused is waited for
    assert others.change(GROUP, lambda pace, _: len(pace.times)) == 0
    assert others.change(PERSON, lambda pace, _: len(pace.times)) == 1
    memory.close()


@pytest.fixture
def crowd(bot: RunningBot) -> list[Talk]:
    """A group of ten people."""
    people = [bot.server.user(language_code="fr") for _ in range(10)]
    group = bot.server.group("Rédaction", owner=people[0], members=people[1:])
    return [Talk(bot.server, group, person) for person in people]


@pytest.mark.usefixtures("nothing_refused")
def test_beyond_the_limit_there_is_one_word_and_buttons_and_commands_are_still_answered(talk: Talk) -> None:
    for _ in range(MOST + 3):
        talk.server.say(talk.chat, talk.person, WHEN_LIT)
    sent = talk.server.wait_for(talk.chat, lambda sent: any(TOLD in one.text for one in sent))
    for command in ("/privacy", "/help", "/source"):
        assert TOLD not in talk.ask(command).text
    source = talk.press(sent[0], sent[0].buttons[0])
    assert LIT in source.quoted("bold")
    assert talk.ask("/forget").text.startswith("C’est oublié")
    assert sum(TOLD in one.text for one in talk.server.sent(talk.chat)) == 1


def test_every_press_is_acknowledged_however_many_there_are(tmp_path: Path) -> None:
    """Also of those beyond the limit, and long before the message has changed that often."""
    with running_bot(tmp_path, PORT_GWEN) as bot:
        talk, server = bot.talk("fr"), bot.server
        answer = talk.ask(WHEN_LIT)
        source = talk.press(answer, answer.buttons[0])
        label = next(button["text"] for button in source.buttons if "▶" in button["text"])
        begun = time.monotonic()
        queries = [server.press(source, label, talk.person) for _ in range(OF_PERSON + 5)]
        server.wait_until(lambda: all(map(server.answer, queries)))
        assert time.monotonic() - begun < OF_PERSON / 4
        assert all("not modified" in one.error for one in server.refused)


@pytest.mark.usefixtures("nothing_refused")
def test_what_an_editor_sends_at_once_is_added_whole_and_says_how_much_waits(bot: RunningBot) -> None:
    editor = bot.server.user(EDITOR, language_code="fr")
    chat = bot.server.private_chat(editor)
    names = [f"pont-{number}.txt" for number in range(2 * MOST)]
    for name in names:
        bot.server.send_file(chat, editor, name, BRIDGE.replace("Kerlan", f"Ker{name[:6]}").encode())

    def done(sent: list[Sent]) -> bool:
        return sum("Ajouté" in one.text for one in sent) == len(names)

    told = bot.server.wait_for(chat, done, 60)
    assert len(told) == len(names)
    waited = [re.findall(r"(\d+) autres? atten", one.history[0].text) for one in told]
    assert waited[1] == [str(len(names) - 2)]
    assert waited[-1] == []


def answers_in(sent: list[Sent]) -> int:
    return sum(one.text.count(LIT) + one.text.count(LANDED) for one in sent)


@pytest.mark.usefixtures("nothing_refused")
def test_in_a_busy_group_a_press_comes_before_the_answers_that_wait_and_those_are_joined(
    bot: RunningBot, crowd: list[Talk]
) -> None:
    """Within Telegram's limits, of which none is met."""
    bot.server.rates.on = True
    name, chat = bot.server.world.me["username"], crowd[0].chat
    calls = len(bot.server.calls)
    try:
        asked = [
            bot.server.say(chat, talk.person, f"@{name} {question}")
            for question in (WHEN_LIT, "When did the Harrow rover land?")
            for talk in crowd
        ]
        first = bot.server.wait_for(chat, 1)[0]
        begun = time.monotonic()
        bot.server.press(first, first.buttons[0]["callback_data"], crowd[5].person)
        bot.server.wait_for(chat, lambda sent: any(LIT in " ".join(one.quoted("bold")) for one in sent))
        assert time.monotonic() - begun < APART
        sent = bot.server.wait_for(chat, lambda sent: answers_in(sent) > len(asked), 60)
    finally:
        bot.server.rates.on = False
    assert all(call.status == 200 for call in bot.server.calls[calls:])
    joined = [one for one in sent if one.text.startswith("A. ")]
    assert joined
    assert len(sent) < len(asked)
    links = [entity["url"] for one in joined for entity in one.entities if "t.me/c/" in entity.get("url", "")]
    singly = {one.reply_to for one in sent if one not in joined}
    assert {int(link.rpartition("/")[2]) for link in links} | singly >= {message["message_id"] for message in asked}
    # the sources of a joined message are those of all its answers, in order
    assert crowd[0].ask(f"/source@{name} 2", reply_to=joined[0]).quoted("bold")
