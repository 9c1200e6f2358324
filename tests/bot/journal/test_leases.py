"""Of several workers one works for a chat, as long as it lives; the next one goes on, and what was is refused."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.journal.journal import Journal
from bot.journal.leases import Leases, Overtaken
from bot.journal.listening import listen
from bot.memory.memory import Memory
from tests.common.databases import Kept, emptied

NUMBERS = count(1)
ONE, OTHER = 41, 42


@pytest.fixture
def shared(postgres: str, tmp_path: Path) -> Kept:
    return emptied(tmp_path, postgres)


@pytest.fixture
def memory(shared: Kept) -> Iterator[Memory]:
    with shared.memory() as made:
        yield made


@pytest.fixture
def journal(memory: Memory) -> Journal:
    return memory.journal


def worker(memory: Memory) -> Leases:
    assert memory.server
    return Leases(memory.server)


def message(chat: int) -> dict[str, Any]:
    number = next(NUMBERS)
    body = {"message_id": number, "chat": {"id": chat}, "from": {"id": chat}, "text": "Quand ?"}
    return {"update_id": number, "message": body}


def chats(leases: list[Any]) -> list[int]:
    return [lease.chat_id for lease in leases]


def test_the_chat_that_waits_longest_comes_first_and_is_one_workers(memory: Memory, journal: Journal) -> None:
    came = [message(ONE), message(OTHER), message(ONE)]
    journal.receive(came)
    first, second = worker(memory), worker(memory)
    taken = first.take(1)
    assert chats(taken) == [ONE]
    assert [entry.update_id for entry in first.waiting(taken[0])] == [came[0]["update_id"], came[2]["update_id"]]
    assert chats(second.take(5)) == [OTHER]
    assert second.take(5) == first.take(5) == []


def test_while_another_worker_looks_at_a_chat_it_is_passed_over(memory: Memory, journal: Journal) -> None:
    """And not waited for."""
    journal.receive([message(ONE), message(OTHER)])
    first, second = worker(memory), worker(memory)
    with first._engine.begin() as connection:
        held = "SELECT update_id FROM journal.updates WHERE chat_id = 41 FOR UPDATE"
        connection.exec_driver_sql(held)
        assert chats(second.take(5)) == [OTHER]


def test_a_chat_is_given_back_when_nothing_waits_in_it(memory: Memory, journal: Journal) -> None:
    came = message(ONE)
    journal.receive([came])
    first, second = worker(memory), worker(memory)
    (lease,) = first.take(1)
    assert not first.release(lease)
    journal.under(lease).finish(came["update_id"])
    journal.receive([message(ONE)])
    assert not first.release(lease)
    journal.under(lease).finish(next(NUMBERS) - 1)
    assert first.release(lease)
    journal.receive([message(ONE)])
    assert chats(second.take(1)) == [ONE]


def test_what_an_overtaken_worker_writes_is_refused(shared: Kept, memory: Memory, journal: Journal) -> None:
    """Every word of it, and nothing of what it wrote is there."""
    came = message(ONE)
    number = came["update_id"]
    journal.receive([came])
    first, second = worker(memory), worker(memory)
    (lost,) = first.take(1)
    journal.under(lost).begin_sending(number, 0, ONE)
    shared.change("UPDATE leases SET until = until - 1000")
    assert second.renew([]) == []
    (lease,) = second.take(1)
    assert (lease.chat_id, lease.token) != (lost.chat_id, lost.token)
    late = journal.under(lost)
    for write in (
        lambda: late.begin(number),
        lambda: late.finish(number),
        lambda: late.join([number], number),
        lambda: late.begin_sending(number, 1, ONE),
        lambda: late.sent(number, 0, ONE, 77),
        lambda: late.unsent(number, 0),
        lambda: late.clear(number),
    ):
        with pytest.raises(Overtaken):
            write()
    assert first.renew([lost]) == [lost]
    assert first.release(lost)
    begun = journal.sending(number, 0)
    assert begun
    assert begun.message_id is None
    assert [entry.update_id for entry in second.waiting(lease)] == [number]
    journal.under(lease).finish(number)


def test_a_lease_that_lapsed_and_that_nobody_took_is_still_its_workers(
    shared: Kept, memory: Memory, journal: Journal
) -> None:
    """As after a server that was away for a while."""
    journal.receive([message(ONE)])
    first = worker(memory)
    (lease,) = first.take(1)
    shared.change("UPDATE leases SET until = until - 1000")
    lease.until -= 1000
    assert not lease.is_sure
    assert first.renew([lease]) == []
    assert lease.is_sure
    assert worker(memory).take(1) == []


def test_a_worker_that_ends_leaves_its_chats_to_the_others_at_once(
    shared: Kept, memory: Memory, journal: Journal
) -> None:
    journal.receive([message(ONE)])
    first, second = worker(memory), worker(memory)
    taken = first.take(1)
    first.renew(taken)
    second.renew([])
    assert len(shared.change("SELECT name FROM workers")) == 2
    first.leave(taken)
    assert shared.change("SELECT name FROM workers") == [(second.name,)]
    assert chats(second.take(1)) == [ONE]


def test_what_comes_is_told_to_all_workers(memory: Memory, journal: Journal) -> None:
    """With its chat; at the beginning, that something may have come before."""
    told, came, over = list[int](), Event(), Event()

    def tell(chat_id: int) -> None:
        if not told:  # it listens from now on
            journal.receive([message(ONE)])
        told.append(chat_id)
        if chat_id:
            came.set()

    assert memory.server
    thread = listen(memory.server, tell, over)
    assert came.wait(60)
    over.set()
    thread.join()
    assert told == [0, ONE]
