"""Each question has one answer, whatever happens to the calls, to the server and to the process."""

import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.journal.counts import Counts, read_counts
from bot.journal.journal import JOURNAL_FILE, Journal
from bot.locales import say
from tests.bot_api import CUT, Sent
from tests.bot_api.faults import GARBLED, Fault
from tests.common.port_gwen import ARTICLES as PORT_GWEN
from tests.common.port_gwen import LANDED, LIT, WHEN_LIT
from tests.common.running_bot import PATIENCE, RunningBot, Talk, running_bot

LONG = "Le phare de Kermorvan\n\n" + "\n\n".join(
    f"Le gardien numéro {n} a quitté le phare en 1912." for n in range(400)
)
OTHER = "When did the Harrow rover land?"
ARTICLES = {**PORT_GWEN, "long.txt": LONG}


def answers(talk: Talk) -> list[Sent]:
    """What stands in the chat once a last question is answered: in a chat one is answered after the other."""
    talk.server.say(talk.chat, talk.person, OTHER)
    sent = talk.server.wait_for(talk.chat, lambda sent: any(LANDED in one.text for one in sent))
    return [one for one in sent if not one.deleted]


def meet(bot: RunningBot, *faults: Fault) -> list[Talk]:
    """As many people as there are faults ask at the same time; whose call meets which fault is left to chance."""
    bot.server.faults.waiting.extend(faults)
    talks = [bot.talk("fr") for _ in faults]
    for talk in talks:
        talk.server.say(talk.chat, talk.person, WHEN_LIT)
    return talks


def check_once(talk: Talk) -> None:
    """The question was answered once, with all that belongs to an answer."""
    first, second = answers(talk)
    assert LIT in first.quoted("blockquote")
    assert first.buttons
    assert LANDED in second.quoted("blockquote")


def test_calls_that_fail_before_or_after_they_did_their_work_make_one_answer(bot: RunningBot) -> None:
    statuses = (CUT, GARBLED, 500, 502)
    faults = [Fault("sendMessage", status, after_delivery=after) for status in statuses for after in (False, True)]
    for talk in meet(bot, *faults):
        check_once(talk)


def test_a_marker_that_is_lost_too_leaves_one_answer(bot: RunningBot, talk: Talk) -> None:
    talk.server.faults.waiting.extend([Fault("sendMessage", CUT, after_delivery=True)] * 2)
    talk.server.say(talk.chat, talk.person, WHEN_LIT)
    check_once(talk)


def test_a_refusal_for_speed_is_waited_out(bot: RunningBot) -> None:
    (talk,) = meet(bot, Fault("sendMessage", 429, "Too Many Requests: retry after 1", 1))
    check_once(talk)


def test_a_long_article_as_a_file_is_sent_once(talk: Talk) -> None:
    answer = talk.ask("Quand le gardien numéro 3 a-t-il quitté le phare ?")
    source = talk.press_named(answer, answer.buttons[0]["text"])
    talk.server.faults.waiting.append(Fault("sendDocument", CUT, after_delivery=True))
    label = next(button for button in source.buttons if button.get("callback_data", "").startswith("a:"))
    talk.server.press(source, label["callback_data"], talk.person)
    # What a button does is not waited for by the next question.
    talk.server.wait_until(lambda: not talk.server.faults.waiting)
    talk.server.wait_for(talk.chat, lambda sent: any(one.document for one in sent))
    assert sum(bool(one.document) for one in answers(talk)) == 1


def test_a_process_that_is_killed_while_it_sends_answers_once_even_if_a_button_was_pressed(bot: RunningBot) -> None:
    faults = [Fault("sendMessage", CUT, after_delivery=after, seconds=PATIENCE) for after in (False, True, True)]
    talks = meet(bot, *faults)
    bot.server.wait_until(lambda: sum(bool(talk.chat.sent()) for talk in talks) == 2)
    delivered = [talk for talk in talks if talk.chat.sent()]
    answer = delivered[0].chat.sent()[0]
    bot.server.press(answer, answer.buttons[0]["text"], delivered[0].person)
    bot.kill()
    for talk in talks:
        assert sum(LIT in one.quoted("blockquote") for one in answers(talk)) == 1


def test_polls_that_fail_in_any_way_are_begun_again(bot: RunningBot, talk: Talk) -> None:
    slow = Fault("getUpdates", 429, "Too Many Requests: retry after 1", 1)
    talk.server.faults.waiting.extend([*(Fault("getUpdates", status) for status in (CUT, GARBLED, 502)), slow])
    assert LIT in talk.ask(WHEN_LIT).text
    talk.server.wait_until(lambda: not talk.server.faults.waiting)
    assert LANDED in talk.ask(OTHER).text
    assert bot.process.poll() is None


def test_a_server_that_is_away_gets_the_answer_when_it_is_back(talk: Talk) -> None:
    talk.server.say(talk.chat, talk.person, WHEN_LIT)
    talk.server.go_away()
    time.sleep(1)
    talk.server.come_back()
    talk.server.wait_for(talk.chat, 1)
    assert len(answers(talk)) == 2


def test_a_group_that_moves_gets_its_answer_where_it_has_moved_to(bot: RunningBot, talk: Talk) -> None:
    group = talk.server.group("Rédaction", owner=talk.person)
    with talk.server.world.lock:
        talk.server.say(group, talk.person, f"@{talk.server.world.me['username']} {WHEN_LIT}")
        moved = talk.server.migrate(group)
    assert LIT in talk.server.wait_for(moved, 1)[0].quoted("blockquote")
    assert bot.process.poll() is None


def test_an_update_that_cannot_be_read_is_set_aside_and_the_next_is_handled(bot: RunningBot, talk: Talk) -> None:
    before = counted(bot).unreadable
    talk.server.raw_update({"message": {"message_id": "one", "chat": talk.chat.info, "date": "today"}})
    assert LIT in talk.ask(WHEN_LIT).text
    assert counted(bot).unreadable == before + 1


def test_an_answer_that_telegram_refuses_is_a_dead_letter_that_the_state_of_the_bot_shows(
    bot: RunningBot, talk: Talk
) -> None:
    before = counted(bot).dead
    talk.server.fail_next("sendMessage", 400, "Bad Request: something is wrong with this message")
    assert talk.ask(WHEN_LIT).text == say("fr", "about.failed")
    wait_for(lambda: counted(bot).dead == before + 1)
    assert counted(bot).last_error == "BadRequest"


def test_a_late_answer_begins_with_an_apology(talk: Talk) -> None:
    message = talk.server.world.keep(talk.chat, {"from": talk.person.json, "text": WHEN_LIT}, from_bot=False)
    late = talk.exchange(lambda: talk.server.raw_update({"message": message | {"date": int(time.time()) - 7200}}))
    assert late.text.startswith(say("fr", "answer.late"))
    assert LIT in late.quoted("blockquote")
    assert say("fr", "answer.late") not in talk.ask(WHEN_LIT).text


def test_a_press_that_was_held_up_for_long_is_said_to_be_too_late(bot: RunningBot, talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    assert bot.stop() == 0
    query = talk.server.press(answer, answer.buttons[0]["text"], talk.person)
    update = talk.server.world.updates.pending[-1][1]
    journal = Journal(Path(bot.settings["IBID_DATA"]))
    journal.receive([update])
    journal.close()
    with sqlite3.connect(Path(bot.settings["IBID_DATA"]) / JOURNAL_FILE) as connection:
        connection.execute("UPDATE updates SET at = at - 20 WHERE state = 'waiting'")
    connection.close()
    bot.start_again()
    assert len(answers(talk)) == 2
    assert (talk.server.answer(query) or {})["text"].startswith("J’ai été trop long.")


def test_a_full_disk_loses_nothing(bot: RunningBot, talk: Talk) -> None:
    resource = pytest.importorskip("resource", reason="only Unix limits the size of files")
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    talk.server.say(talk.chat, talk.person, WHEN_LIT)
    calls = len(talk.server.calls)
    talk.server.wait_until(lambda: sum(call.method == "getUpdates" for call in talk.server.calls[calls:]) > 1)
    assert talk.server.sent(talk.chat) == []
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    talk.server.wait_for(talk.chat, 1)
    assert len(answers(talk)) == 2


def test_a_second_sigterm_changes_nothing_and_what_was_asked_is_answered_once(bot: RunningBot, talk: Talk) -> None:
    chats = [bot.talk("fr") for _ in range(8)]
    for one in chats:
        one.server.say(one.chat, one.person, WHEN_LIT)
    bot.process.send_signal(signal.SIGTERM)
    assert bot.stop() == 0
    bot.start_again()
    for one in chats:
        one.server.wait_for(one.chat, 1)
        assert len(answers(one)) == 2


def test_who_asks_too_much_is_told_once(tmp_path: Path) -> None:
    with running_bot(tmp_path, ARTICLES, IBID_PERSON_RATE="2") as hurried:
        talk, other = hurried.talk("fr"), hurried.talk("fr")
        for _ in range(6):
            talk.server.say(talk.chat, talk.person, WHEN_LIT)
        talk.server.wait_for(talk.chat, 3)
        assert LIT in other.ask(WHEN_LIT).text
        assert [one.text == say("fr", "flood.told") for one in talk.server.sent(talk.chat)] == [False, False, True]
        hurried.check_discretion()


def counted(bot: RunningBot) -> Counts:
    counts = read_counts(Path(bot.settings["IBID_DATA"]))
    assert counts is not None
    return counts


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)
