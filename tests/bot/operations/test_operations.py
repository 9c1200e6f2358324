"""Whoever keeps Ibid running learns how it is, what to mend, and can take all of it elsewhere and back."""

import json
import os
import re
import shutil
import socket
import sqlite3
import stat
import sys
import threading
import urllib.error
import urllib.request
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.journal.journal import Journal
from bot.memory.memory import CONVERSATIONS_FILE, Memory
from bot.operations.backup import restore_backup, write_backup
from bot.operations.doctor import OFF, check_clock
from bot.operations.metrics import render_metrics
from bot.operations.monitor import STUCK, watched
from bot.operations.systemd import notify, watchdog_seconds
from bot.operations.tally import BOUNDS, Tally, measured
from bot.settings import Settings, load_settings
from bot.values import Address
from retrieval.answering.answering import answer, silence
from retrieval.errors import IbidError
from retrieval.index import bm25
from retrieval.index.index import build_index
from retrieval.index.kept import KeptIndex
from retrieval.library.arrivals import Arrival
from retrieval.library.library import Library
from retrieval.types import Article
from tests.bot_api import BotApi
from tests.common.port_gwen import ARTICLES, WHEN_LIT
from tests.common.running_bot import ibid, running_bot
from tests.common.stories import BRIDGE, LIGHTHOUSE, article


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a library of one article, indexed, which the settings name."""
    folder = tmp_path / "data"
    keep(folder, article(BRIDGE))
    for key in [key for key in os.environ if key.startswith(("IBID_", "TELEGRAM_"))]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("IBID_DATA", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def keep(folder: Path, *articles: Article) -> None:
    """Add articles to a library, and index it."""
    library = Library(address=f"sqlite:///{folder / 'ibid.sqlite'}")
    list(library.add(Arrival(one, origin=one.title, file=one.title) for one in articles))
    index = KeptIndex(library, folder)
    index.current()
    index.save()
    library.close()


def found(folder: Path, question: str) -> list[str]:
    """The ids of what is cited, from the library and the index that are kept."""
    library = Library(address=f"sqlite:///{folder / 'ibid.sqlite'}")
    asked = KeptIndex(library, folder).use(lambda index: answer(question, library, index))
    library.close()
    return [citation.id for citation in asked.citations]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """A command of the program: its exit status, and all that it printed."""
    status = main(arguments)
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def settings_for(folder: Path) -> Settings:
    return Settings(ibid_data=folder)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310 — the loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


# status


def test_status_says_what_is_there_and_how_far_the_index_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(run(capsys, "status", "--json")[1])
    assert (said["articles"], said["passages"], said["change"], said["index_lag"]) == (1, 3, 1, 0)
    assert {"version", "python", "sqlite", "telegram", "library", "index_change"} <= set(said)
    library = Library(address=f"sqlite:///{data / 'ibid.sqlite'}")
    library.remove(1)
    library.close()
    later = json.loads(run(capsys, "status", "--json")[1])
    assert (later["articles"], later["change"], later["index_lag"]) == (0, 2, 1)
    assert "Index: 1 change behind" in run(capsys, "status")[1]


def test_status_says_what_waits_and_what_went_wrong(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a bot that runs or not; nothing that anybody wrote."""
    assert "Queue: 0 waiting, 0 given up, 0 unreadable\nLast update: never" in run(capsys, "status")[1]
    journal = Journal(data)
    chat = {"id": 5, "type": "private"}
    for number in range(3):
        message = {"message_id": number, "date": 1, "chat": chat, "text": WHEN_LIT}
        journal.receive([{"update_id": number, "message": message}])
    journal.finish(0, "dead", "TimedOut")
    journal.finish(1, "unreadable", "KeyError")
    journal.note_error("TimedOut")
    journal.close()
    shown = run(capsys, "status")[1]
    assert "Queue: 1 waiting, 1 given up, 1 unreadable" in shown
    assert re.search(r"Last error: TimedOut, \d{4}-\d\d-\d\d \d\d:", shown)
    printed = run(capsys, "status", "--json")[1]
    said = json.loads(printed)
    assert (said["waiting"], said["dead"], said["unreadable"], said["last_error"]) == (1, 1, 1, "TimedOut")
    assert said["last_update"].endswith("+00:00")
    assert WHEN_LIT not in printed + shown


def test_looking_makes_nothing(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = data.parent / "nowhere"
    monkeypatch.setenv("IBID_DATA", str(nowhere))
    assert "articles: 0" in run(capsys, "status")[1]
    assert run(capsys, "doctor")[0] == 0
    assert not nowhere.exists()


# doctor


def test_doctor_finds_nothing_to_mend_where_all_is_well(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with BotApi() as server:
        monkeypatch.setenv("TELEGRAM_TOKEN", server.token)
        monkeypatch.setenv("TELEGRAM_API_URL", server.url)
        status, said = run(capsys, "doctor")
    assert status == 0, said
    assert "FAULT" not in said
    names = [line.split("  ", 1)[1].partition(":")[0] for line in said.splitlines()]
    memory = ["folder", "library", "conversations", "journal", "index", "feeds"]
    assert names == ["network", "token", "clock", *memory, "reader", "disk"]
    assert data.exists()


@pytest.mark.usefixtures("data")
def test_doctor_names_a_wrong_token_a_dead_network_and_another_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456:CanaryCanaryCanary")
    with BotApi() as server:
        monkeypatch.setenv("TELEGRAM_API_URL", server.url)
        refused, said = run(capsys, "doctor")
        monkeypatch.setenv("TELEGRAM_API_URL", f"{server.url}/elsewhere")
        assert "TELEGRAM_API_URL" in run(capsys, "doctor")[1]
    dead, cut = run(capsys, "doctor")
    assert (refused, dead) == (2, 2)
    assert "FAULT  token: " in said
    assert "FAULT  network: " in cut
    assert "firewall" in cut
    assert "Canary" not in said + cut


def test_doctor_names_damage_and_what_to_do(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = next(data.glob("index-*"))
    (index / "index.json").write_bytes(b"00000000\n{}")
    (data / CONVERSATIONS_FILE).write_bytes(b"no database at all " * 100)
    status, said = run(capsys, "doctor")
    assert status == 2
    assert "FAULT  conversations: " in said
    assert "ibid restore" in said
    assert "look  index: " in said
    assert "made anew" in said
    assert "look  token: " in said


def test_doctor_names_what_others_may_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.chmod(0o755)
    (data / "ibid.sqlite").chmod(0o644)
    assert f"chmod -R go= {data}" in run(capsys, "doctor")[1]


@pytest.mark.parametrize(("off", "state"), [(0, "ok"), (OFF - 2, "ok"), (OFF + 2, "fault"), (-OFF - 2, "fault")])
def test_a_clock_that_is_off_is_a_fault(off: float, state: str) -> None:
    then = 784_111_777  # in the header's format, as RFC 9110 has it in its example
    assert check_clock("Sun, 06 Nov 1994 08:49:37 GMT", then + off, "en").state == state


# backup and restore


def test_a_backup_brings_the_library_and_the_conversations_back(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Elsewhere, with the same citation ids; it is readable by its owner alone, and nothing is overwritten unasked."""
    elsewhere, question = data.parent / "elsewhere", "Quelle est la longueur du viaduc de Kerlan ?"
    with Memory(data) as memory:
        memory.conversations.remember(42, 7, ["a-1-1"])
    before = found(data, question)
    assert run(capsys, "backup", "backup.zip")[0] == 0
    assert stat.S_IMODE(Path("backup.zip").stat().st_mode) == 0o600
    monkeypatch.setenv("IBID_DATA", str(elsewhere))
    assert run(capsys, "restore", "backup.zip")[0] == 0
    assert before == found(elsewhere, question) != []
    with Memory(elsewhere) as memory:
        assert memory.conversations.citations_of(42, 7) == ("a-1-1",)
    assert {stat.S_IMODE(path.stat().st_mode) for path in elsewhere.glob("*.sqlite")} == {0o600}
    with pytest.raises(IbidError, match="--replace"):
        restore_backup(settings_for(elsewhere), Path("backup.zip"), replace=False)


def test_what_was_replaced_is_gone_and_the_index_follows(data: Path) -> None:
    """Even where the library that went had as many changes as the one that comes."""
    write_backup(settings_for(data), Path("backup.zip"))
    keep(data, article(LIGHTHOUSE, "en"))
    restore_backup(settings_for(data), Path("backup.zip"), replace=True)
    keep(data, article("Le pont de Kerlouan\n\nLe pont de Kerlouan a été ouvert en 1912."))
    assert found(data, "Quand le pont de Kerlouan a-t-il été ouvert ?")
    assert not found(data, "When was the Skarn lighthouse switched off?")


def test_a_backup_is_the_library_at_one_moment_while_others_write(tmp_path: Path) -> None:
    """Each backup made beside a writer restores to a sound library that holds all up to its last change."""
    settings, done = settings_for(tmp_path / "data"), threading.Event()
    library = Library(address=f"sqlite:///{tmp_path / 'data' / 'ibid.sqlite'}")

    def write() -> None:
        for number in range(60):
            text = f"Le pont numéro {number} mesure {number + 10} mètres."
            list(library.add([Arrival(article(text), origin=str(number), file=str(number))]))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    lengths: list[int] = []
    while len(lengths) < 3 or not done.is_set():
        place = tmp_path / f"restored-{len(lengths)}"
        place.mkdir()
        write_backup(settings, tmp_path / "backup.zip")
        restore_backup(settings_for(place), tmp_path / "backup.zip", replace=False)
        restored = Library(address=f"sqlite:///{place / 'ibid.sqlite'}")
        index = build_index(restored)
        assert len(restored) == restored.change == index.corpus_size
        lengths.append(len(restored))
        restored.close()
    writer.join()
    assert lengths == sorted(lengths)
    library.close()


def test_a_backup_that_is_damaged_changes_nothing(tmp_path: Path, data: Path) -> None:
    """A byte turned, an entry missing, a bomb, another kind of file: each is refused with a sentence."""
    file = tmp_path / "backup.zip"
    settings = settings_for(data)
    write_backup(settings, file)
    before = (data / "ibid.sqlite").read_bytes()
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        about, library = archive.read("ibid-backup.json"), archive.read("ibid.sqlite")
    turned = bytearray(whole)
    turned[len(whole) // 2] ^= 0xFF
    damaged: list[bytes] = [b"", b"text", whole[: len(whole) // 2], bytes(turned)]
    listed = json.loads(about)
    for change in ({"sha256": "0" * 64}, {"bytes": 10}):
        listed["files"]["ibid.sqlite"] = json.loads(about)["files"]["ibid.sqlite"] | change
        damaged.append(packed(tmp_path, {"ibid-backup.json": json.dumps(listed).encode(), "ibid.sqlite": library}))
    damaged.append(packed(tmp_path, {"ibid-backup.json": about}))
    damaged.append(packed(tmp_path, {"ibid-backup.json": b'{"files": {"../evil": {"sha256": "", "bytes": 1}}}'}))
    damaged.append(packed(tmp_path, {"ibid-backup.json": b"[]"}))
    for content in damaged:
        file.write_bytes(content)
        with pytest.raises(IbidError, match=r"backup\.zip is no backup"):
            restore_backup(settings, file, replace=True)
    assert (data / "ibid.sqlite").read_bytes() == before
    assert not list(data.glob(".ibid-*"))


def packed(folder: Path, contents: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(folder / "made.zip", "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return (folder / "made.zip").read_bytes()


def test_a_backup_of_a_newer_version_is_refused(data: Path) -> None:
    with closing(sqlite3.connect(data / "ibid.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    write_backup(settings_for(data), Path("backup.zip"))
    with pytest.raises(IbidError, match="newer Ibid"):
        restore_backup(settings_for(data), Path("backup.zip"), replace=True)


def test_of_a_library_elsewhere_the_file_is_backed_up_where_it_is(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is away, and what is no address, is named without what may be a password."""
    elsewhere = data.parent / "elsewhere.sqlite"
    shutil.move(data / "ibid.sqlite", elsewhere)
    with Memory(data):
        pass
    monkeypatch.setenv("IBID_DATABASE", f"sqlite:///{elsewhere}")
    assert write_backup(load_settings(), Path("b.zip")) == [CONVERSATIONS_FILE, "ibid.sqlite"]
    elsewhere.unlink()
    restore_backup(load_settings(), Path("b.zip"), replace=True)
    assert elsewhere.exists()

    def restore_there() -> None:
        restore_backup(load_settings(), Path("b.zip"), replace=True)

    monkeypatch.setenv("IBID_DATABASE", "postgresql://ibid:Secret@127.0.0.1/none")
    for refused in (lambda: write_backup(load_settings(), Path("c.zip")), restore_there):
        with pytest.raises(IbidError, match=r"postgresql://ibid:\*\*\*@127\.0\.0\.1") as away:
            refused()
        assert "Secret" not in str(away.value)
    monkeypatch.setenv("IBID_DATABASE", "postgresql:Secret")
    with pytest.raises(IbidError, match="IBID_DATABASE") as raised:
        write_backup(load_settings(), Path("d.zip"))
    assert "Secret" not in str(raised.value)


def test_where_there_is_nothing_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(IbidError, match="nothing to back up"):
        write_backup(settings_for(tmp_path / "nowhere"), tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


# while it runs


def test_a_bot_that_runs_is_watched_backed_up_and_not_restored_over(tmp_path: Path) -> None:
    """Health and numbers over HTTP, one JSON object a line in the log, READY and STOPPING to systemd."""
    port, told = free_port(), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(str(tmp_path / "notify"))
    heard: list[bytes] = []

    def listen() -> None:
        while b"STOPPING=1" not in heard:
            heard.append(told.recv(100))

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    settings = {
        "IBID_MONITOR": str(port), "IBID_LOG": "json", "IBID_ASKERS": "1",
        "NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "1000000",
    }  # fmt: skip
    with told, running_bot(tmp_path, ARTICLES, **settings) as bot:
        stranger, friend = bot.talk(), bot.server.user(1)
        stranger.ask(WHEN_LIT)
        chat = bot.server.private_chat(friend)
        bot.server.say(chat, friend, WHEN_LIT)
        bot.server.wait_for(chat, 1)
        status, health = get(f"http://127.0.0.1:{port}/health")
        assert (status, json.loads(health)["status"]) == (200, "ok")
        numbers = get(f"http://127.0.0.1:{port}/metrics")[1].splitlines()
        assert 'ibid_updates_total{kind="message"} 2.0' in numbers
        assert 'ibid_answers_total{confidence="sure"} 1.0' in numbers
        assert "ibid_refused_total 1.0" in numbers
        assert f"ibid_articles {len(ARTICLES)}.0" in numbers
        assert {"ibid_index_lag 0.0", "ibid_dead_letters 0.0", "ibid_unreadable 0.0"} <= set(numbers)
        assert get(f"http://127.0.0.1:{port}/")[0] == 404
        here = bot.settings | {"LANG": "C"}
        before = json.loads(health)["index_change"]
        (tmp_path / "new.txt").write_text("Le port de Kerlan a reçu 3 bateaux en 1912.", encoding="utf-8")
        assert ibid(tmp_path, "add", str(tmp_path / "new.txt"), **here).returncode == 0
        # What another process adds is indexed though nobody asks.
        bot.server.wait_until(lambda: json.loads(get(f"http://127.0.0.1:{port}/health")[1])["index_change"] > before)
        assert json.loads(get(f"http://127.0.0.1:{port}/health")[1])["index_lag"] == 0
        assert "ibid_worker_index_lag 0.0" in get(f"http://127.0.0.1:{port}/metrics")[1].splitlines()
        assert ibid(tmp_path, "backup", str(tmp_path / "b.zip"), **here).returncode == 0
        refused = ibid(tmp_path, "restore", str(tmp_path / "b.zip"), "--replace", **here)
        assert refused.returncode == 2
        assert "stop it first" in refused.stderr
        assert bot.stop() == 0
        lines = [json.loads(line) for line in bot.output.splitlines()]
        assert {"at", "level", "logger", "message"} == set(lines[0])
        listener.join()
        assert b"READY=1" in heard
        assert b"WATCHDOG=1" in heard
        assert WHEN_LIT not in bot.output


def test_a_worker_whose_index_is_behind_is_healthy_and_says_by_how_much() -> None:
    tally, port = Tally(index_change=4, library_change=7), free_port()
    with watched(Address("127.0.0.1", port), tally, dict):
        status, said = get(f"http://127.0.0.1:{port}/health")
        numbers = get(f"http://127.0.0.1:{port}/metrics")[1].splitlines()
    assert (status, json.loads(said)["index_change"], json.loads(said)["index_lag"]) == (200, 4, 3)
    assert "ibid_worker_index_lag 3.0" in numbers


def test_a_conversation_that_stands_still_is_not_healthy() -> None:
    tally, port = Tally(), free_port()
    with watched(Address("127.0.0.1", port), tally, dict):
        assert get(f"http://127.0.0.1:{port}/health")[0] == 200
        tally.beat -= STUCK
        status, said = get(f"http://127.0.0.1:{port}/health")
    assert (status, json.loads(said)["status"]) == (503, "stuck")


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        window = watched(Address("127.0.0.1", taken.getsockname()[1]), Tally(), dict)
        with pytest.raises(IbidError, match="IBID_MONITOR"):
            window.__enter__()


def test_answers_are_counted_by_confidence_and_time() -> None:
    tally = Tally()
    asked = measured(lambda question: silence(question), tally)
    for _ in range(3):
        asked("Qui ?")
    lines = render_metrics(tally, {}).decode().splitlines()
    assert 'ibid_answers_total{confidence="none"} 3.0' in lines
    assert "ibid_answer_seconds_count 3.0" in lines
    assert f'ibid_answer_seconds_bucket{{le="{BOUNDS[-1]:g}"}} 3.0' in lines


def test_without_systemd_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    notify("READY=1")
    assert watchdog_seconds() is None


def test_systemd_is_told_over_a_socket_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"ibid-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind("\0" + name)
        monkeypatch.setenv("NOTIFY_SOCKET", "@" + name)
        notify("READY=1")
        assert told.recv(100) == b"READY=1"


# a large library


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every library is one for which the compiled search would be worth it, and numba is not installed."""
    monkeypatch.setattr(bm25, "WORTH_PRUNING", 1)
    monkeypatch.setitem(sys.modules, "numba", None)


@pytest.mark.usefixtures("large")
def test_a_large_library_is_told_by_which_command_it_is_searched_faster(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When articles are added, and whenever somebody asks how it is."""
    (tmp_path / "phare.txt").write_text(LIGHTHOUSE, encoding="utf-8")
    told = "one command makes searching it faster, \"make fast\" (or: pip install 'ibid[fast]')."
    assert told in run(capsys, "status")[1]
    assert f"The library has 5 passages: {told}" in run(capsys, "add", str(tmp_path / "phare.txt"))[1]
    assert f"look  library: The library has 5 passages: {told}" in run(capsys, "doctor")[1]


def test_a_small_library_is_told_nothing_of_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "make fast" not in run(capsys, "status")[1] + run(capsys, "doctor")[1]
