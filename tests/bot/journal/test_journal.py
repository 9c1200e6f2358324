"""The journal knows each update once, in order, over restarts, and forgets what was written as soon as it may."""

import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.journal.counts import read_counts
from bot.journal.journal import JOURNAL_FILE, KNOWN, Journal
from tests.common.databases import Kept

CHAT = 42


def message(update_id: int, message_id: int, text: str = "Quand ?", chat: int = CHAT) -> dict[str, Any]:
    body = {"message_id": message_id, "chat": {"id": chat}, "from": {"id": 7}, "text": text}
    return {"update_id": update_id, "message": body}


def ids(journal: Journal) -> list[int]:
    return [entry.update_id for entry in journal.unfinished()]


def test_an_update_is_new_once_and_waits_until_it_is_finished(kept: Kept) -> None:
    journal = kept.journal()
    assert [entry.update_id for entry in journal.receive([message(2, 11), message(1, 10)])] == [2, 1]
    assert journal.receive([message(1, 10), message(3, 12)])[0].update_id == 3
    journal.close()
    journal = kept.journal()
    assert ids(journal) == [1, 2, 3]
    journal.finish(2)
    assert ids(journal) == [1, 3]
    assert journal.receive([message(2, 11)]) == []
    journal.close()


def test_a_message_that_comes_again_under_another_update_id_is_known(kept: Kept) -> None:
    journal = kept.journal()
    journal.receive([message(900, 10)])
    assert journal.receive([message(5, 10)]) == []
    assert len(journal.receive([message(6, 10, chat=43)])) == 1
    journal.close()


def test_two_edits_of_one_message_are_two_deeds(kept: Kept) -> None:
    journal = kept.journal()
    edits = [{"update_id": number, "edited_message": message(0, 10)["message"]} for number in (1, 2)]
    assert len(journal.receive(edits)) == 2
    journal.close()


def test_an_update_of_any_shape_is_kept(kept: Kept) -> None:
    journal = kept.journal()
    odd: list[dict[str, Any]] = [
        {"update_id": 1},
        {"update_id": 2, "message": 7},
        {"update_id": 3, "message": {"chat": {"id": 2**70}}},
        {"update_id": 5, "\ud800": 1},
    ]
    odd.append({"update_id": 4, "callback_query": {"id": "\ud800", "message": None, "from": []}})
    assert [entry.chat_id for entry in journal.receive(odd)] == [0] * 5
    assert len(ids(journal)) == 5
    journal.close()


def test_what_was_written_is_erased_from_the_files_once_it_is_handled(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.receive([message(1, 10, "Qui a volé le canari ?"), {"update_id": 2, "inline_query": {"id": "9"}}])
    assert b"canari" in files(tmp_path)
    journal.finish(1)
    journal.fold()
    assert b"canari" not in files(tmp_path)
    journal.close()


def test_an_inline_query_is_never_written_down(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    query = {"update_id": 1, "inline_query": {"id": "9", "from": {"id": 7}, "query": "Qui a volé le canari ?"}}
    assert "canari" in journal.receive([query])[0].body
    assert b"canari" not in files(tmp_path)
    assert journal.unfinished() == []
    assert journal.receive([query]) == []
    journal.close()


def test_a_message_that_is_begun_is_greater_than_all_that_is_known_of_its_chat(kept: Kept) -> None:
    journal = kept.journal()
    journal.receive([message(1, 10), message(2, 90, chat=43)])
    assert journal.begin_sending(1, 0, CHAT).since == 10
    journal.sent(1, 0, CHAT, 14)
    assert journal.begin_sending(1, 1, CHAT).since == 14
    journal.receive([message(3, 20)])
    assert journal.known(CHAT, 10) == {14, 20}
    assert journal.beyond(1, 0) == [(CHAT, 14)]
    assert journal.beyond(1, 1) == []
    journal.unsent(1, 1)
    assert journal.sending(1, 1) is None
    journal.close()


def test_attempts_are_counted_over_restarts_until_one_comes_as_far_as_a_message(kept: Kept) -> None:
    for expected in (1, 2, 3, 1, 1):
        journal = kept.journal()
        journal.receive([message(1, 10)])
        assert journal.begin(1) == expected
        if expected == 3:
            journal.begin_sending(1, 0, CHAT)
        if expected == 1 and journal.sending(1, 0):
            journal.clear(1)
        journal.close()


def test_the_counts_tell_what_waits_and_what_went_wrong(kept: Kept) -> None:
    assert bool(read_counts(kept.folder, kept.server)) is bool(kept.server)  # a server has its tables from the start
    journal = kept.journal()
    journal.receive([message(number, number) for number in range(1, 6)])
    journal.finish(1)
    journal.finish(2, "dead", "ValueError")
    journal.finish(3, "unreadable", "TypeError")
    journal.note_error("ValueError")
    counts = read_counts(kept.folder, kept.server)
    assert counts is not None
    assert (counts.waiting, counts.dead, counts.unreadable, counts.last_error) == (2, 1, 1, "ValueError")
    assert counts.last_update is not None
    assert counts.last_error_at is not None
    assert counts.last_error_at >= counts.last_update
    journal.close()


def test_to_look_at_the_counts_from_another_process_disturbs_nothing(tmp_path: Path) -> None:
    """SQLite's locks belong to a process: one that looks must not think that it is alone with the file."""
    journal = Journal(tmp_path)
    place = f"Path({str(tmp_path)!r})"
    program = f"from pathlib import Path; from bot.journal import read_counts; print(read_counts({place}))"
    for number in range(1, 4):
        journal.receive([message(number, number)])
        told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        assert f"waiting={number}," in told
    journal.close()
    assert ids(Journal(tmp_path)) == [1, 2, 3]


def test_forget_leaves_no_id_of_a_chat_but_of_what_waits(kept: Kept) -> None:
    journal = kept.journal()
    journal.receive([message(1, 10), message(2, 11)])
    journal.begin_sending(1, 0, CHAT)
    journal.finish(1)
    journal.forget(CHAT)
    assert kept.change("SELECT update_id FROM updates WHERE chat_id = ?", CHAT) == [(2,)]
    assert kept.change("SELECT * FROM messages") == []
    assert journal.receive([message(1, 10)]) == []
    journal.close()


def test_what_was_handled_long_ago_is_forgotten_and_what_waits_is_not(kept: Kept) -> None:
    journal = kept.journal()
    journal.receive([message(1, 10), message(2, 11)])
    journal.finish(1)
    journal.close()
    kept.change("UPDATE updates SET at = at - ?", KNOWN + 60)
    journal = kept.journal()
    assert len(journal.receive([message(3, 12)])) == 1
    assert ids(journal) == [2, 3]
    assert len(journal.receive([message(1, 10)])) == 1
    journal.close()


def test_only_the_owner_may_read_the_journal(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    assert stat.S_IMODE((tmp_path / JOURNAL_FILE).stat().st_mode) == 0o600


def files(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
