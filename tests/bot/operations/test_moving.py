"""All that is kept is moved to PostgreSQL and back, and answers there as it did; nothing is moved over something. A
backup is one file whichever of both it was made of, and goes into either."""

import argparse
from pathlib import Path

import pytest

from bot.journal.leases import Leases
from bot.memory.memory import Memory
from bot.operations import copying
from bot.operations.backup import restore_backup, write_backup
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


@pytest.mark.usefixtures("files")
def test_a_backup_of_files_is_put_back_on_a_server_and_the_other_way_round(
    files: Path, shared: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In one transaction, over what is there only with `replace`, and never while somebody answers. What waits in a
    journal is not in it."""
    names = ["conversations.sqlite", "ibid.sqlite"]
    assert sorted(write_backup(settings_at(None, monkeypatch), tmp_path / "files.zip")) == names
    there = settings_at(shared.server, monkeypatch)
    with pytest.raises(IbidError, match=r"holds nothing to back up.*IBID_DATABASE"):
        write_backup(there, tmp_path / "empty.zip")
    restore_backup(there, tmp_path / "files.zip", replace=False)
    assert sorted(write_backup(there, tmp_path / "server.zip")) == names
    with pytest.raises(IbidError, match="add --replace"):
        restore_backup(there, tmp_path / "server.zip", replace=False)
    with Memory(there.ibid_data, there.server) as memory:
        assert memory.server
        assert memory.journal.unfinished() == []
        memory.conversations.remember(CHAT, 6, ["b-1-1"], question_id=5)
        Leases(memory.server).renew([])
        with pytest.raises(IbidError, match="stop it first"):
            restore_backup(there, tmp_path / "server.zip", replace=True)
    shared.change("DELETE FROM workers")
    before = name_of(there)
    restore_backup(there, tmp_path / "server.zip", replace=True)
    assert name_of(there) != before
    with Memory(there.ibid_data, there.server) as memory:
        assert memory.conversations.citations_of(CHAT, 6) is None
        memory.journal.receive([update(1), update(2)])
        memory.journal.finish(1)
    check(there)
    for file in (*files.glob("conversations*"), *files.glob("ibid*")):
        file.unlink()
    here = settings_at(None, monkeypatch)
    restore_backup(here, tmp_path / "server.zip", replace=False)
    check(here)


@pytest.mark.usefixtures("files")
def test_a_backup_of_a_server_is_as_all_was_at_one_moment(
    shared: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What comes while it is made is in no part of it, or in all."""
    assert shared.server
    move(settings_at(None, monkeypatch), shared.server)
    there, copy_part = settings_at(shared.server, monkeypatch), copying._copy
    came = iter(range(1, 9))

    def copy_while_others_write(*arguments: object) -> int:
        number = next(came)
        library = Library(address=shared.server)
        assert [one.reason for one in library.add([arrival(article(BRIDGE + f"\n\n{number}", id=f"new-{number}"))])]
        library.close()
        with Memory(there.ibid_data, there.server) as memory:
            memory.conversations.remember(CHAT, 100 + number, [f"new-{number}"], question_id=99)
        return copy_part(*arguments)  # type: ignore[arg-type]  # whatever it takes

    monkeypatch.setattr(copying, "_copy", copy_while_others_write)
    write_backup(there, tmp_path / "server.zip")
    monkeypatch.setattr(copying, "_copy", copy_part)
    restore_backup(there, tmp_path / "server.zip", replace=True)
    assert next(came) == 3
    library = Library(address=shared.server)
    assert [one.id for one in library.articles()] == ["bridge", "new-1"]
    library.close()
    with Memory(there.ibid_data, there.server) as memory:
        remembered = [memory.conversations.citations_of(CHAT, 100 + number) for number in (1, 2)]
        assert remembered == [("new-1",), None]


def name_of(settings: Settings) -> str:
    library = Library(address=settings.server)
    name = library.name
    library.close()
    return name
