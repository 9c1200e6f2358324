"""All that is kept is moved to PostgreSQL and back, and answers there as it did; nothing is moved over something."""

import argparse
from pathlib import Path

import pytest

from bot.journal.leases import Leases
from bot.memory.memory import Memory
from bot.operations.condition import look, render_condition
from bot.operations.moving import move
from bot.operations.operations import move as command
from bot.settings import Settings, load_settings
from retrieval.errors import IbidError
from retrieval.library.arrivals import Arrival
from retrieval.library.library import Library
from retrieval.types import Article
from tests.common.databases import Kept, emptied
from tests.common.stories import BRIDGE, LIGHTHOUSE, article

CHAT, PERSON = 42, 7


@pytest.fixture
def shared(postgres: str, tmp_path: Path) -> Kept:
    return emptied(tmp_path, postgres)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a library, a memory and a journal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    folder = tmp_path / "data"
    monkeypatch.setenv("IBID_DATA", str(folder))
    library = Library(address=f"sqlite:///{folder / 'ibid.sqlite'}")
    stories = [article(BRIDGE, id="bridge"), article(LIGHTHOUSE, id="lighthouse")]
    assert all(not outcome.reason for outcome in library.add(map(arrival, stories)))
    assert library.remove(2)
    library.close()
    with Memory(folder) as memory:
        memory.conversations.remember(CHAT, 5, ["a-1-1"], question_id=4)
        memory.added.remember(PERSON, CHAT, [(1, 2)])
        memory.journal.receive([update(1), update(2)])
        memory.journal.finish(1)
    return folder


def arrival(one: Article) -> Arrival:
    return Arrival(one, f"/news/{one.id}", f"/news/{one.id}")


def update(number: int) -> dict[str, object]:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": CHAT}, "text": "Quand ?"}}


def settings_at(server: str | None, monkeypatch: pytest.MonkeyPatch) -> Settings:
    if server:
        monkeypatch.setenv("IBID_DATABASE", server)
    else:
        monkeypatch.delenv("IBID_DATABASE", raising=False)
    return load_settings()


def check(settings: Settings) -> None:
    """What the files had, and that it goes on."""
    address = settings.server or f"sqlite:///{settings.ibid_data / 'ibid.sqlite'}"
    library = Library(address=address)
    assert [one.id for one in library.articles()] == ["bridge"]
    assert library.restore(2)
    assert library.remove(2)
    library.close()
    with Memory(settings.ibid_data, settings.server) as memory:
        assert memory.conversations.citations_of(CHAT, 5) == ("a-1-1",)
        assert [entry.update_id for entry in memory.journal.unfinished()] == [2]
        assert memory.journal.receive([update(1)]) == []
        last = memory.added.last(PERSON, 1)
        assert last
        memory.added.remember(PERSON, CHAT, [(2, 3)])
        again = memory.added.last(PERSON, 1)
        assert again
        assert again.number > last.number


def test_what_is_in_files_is_moved_to_a_server_and_back(
    files: Path, shared: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shared.server
    move(settings_at(None, monkeypatch), shared.server)
    there = settings_at(shared.server, monkeypatch)
    check(there)
    assert (look(there).queue.waiting, look(there).library) == (1, "PostgreSQL")
    with pytest.raises(IbidError, match="holds something already"):
        move(there, "files")
    for file in files.glob("*.sqlite*"):
        file.unlink()
    move(there, "files")
    check(settings_at(None, monkeypatch))


@pytest.mark.usefixtures("files")
def test_nothing_is_moved_over_something_or_while_somebody_answers(
    shared: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shared.server
    here = settings_at(None, monkeypatch)
    move(here, shared.server)
    with pytest.raises(IbidError, match="holds something already"):
        move(here, shared.server)
    there = settings_at(shared.server, monkeypatch)
    with Memory(there.ibid_data, there.server) as memory:
        assert memory.server
        leases = Leases(memory.server)
        leases.renew(leases.take(1), 1)
        found = look(there)
        (worker,) = found.workers
        assert (worker.chats, worker.place in leases.name) == (1, True)
        assert found.lag_of(worker) == found.change - 1
        assert f"1 · {found.change - 1} change" in render_condition(found, "en")
        with pytest.raises(IbidError, match="stop it first"):
            move(there, "files")


@pytest.mark.usefixtures("files")
def test_the_command_says_what_to_set_from_now_on(
    shared: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_at(None, monkeypatch)
    assert command(argparse.Namespace(to=shared.server)) == 0
    assert f"IBID_DATABASE={shared.server}" in capsys.readouterr().out


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("to", ["files", "sqlite:///x", "nowhere", "postgresql"])
def test_what_leads_nowhere_is_refused(to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(IbidError):
        move(settings_at(None, monkeypatch), to)
