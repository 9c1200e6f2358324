"""A chat's answers keep their sources: in their order, by topic, over restarts, in a file of its owner alone."""

import stat
import threading
from pathlib import Path

import pytest

from bot.memory.conversations import Conversations
from bot.memory.memory import CONVERSATIONS_FILE, Memory
from retrieval.errors import IbidError


def last(conversations: Conversations, chat: int, thread: int | None = None) -> tuple[str, ...] | None:
    kept = conversations.last(chat, thread)
    return kept.citations if kept else None


CHAT, OTHER = -1001234567890123, 42


def test_an_answer_keeps_its_citations_in_order_after_a_restart(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 7, ["b-2-2", "a-1-1"])
    with Memory(tmp_path) as memory:
        conversations = memory.conversations
        assert conversations.citations_of(CHAT, 7) == ("b-2-2", "a-1-1")
        assert last(conversations, CHAT) == ("b-2-2", "a-1-1")


def test_the_last_answer_is_the_one_with_the_latest_message(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 9, ["new"])
        conversations.remember(CHAT, 8, ["old"])
        conversations.remember(OTHER, 10, ["elsewhere"])
        assert last(conversations, CHAT) == ("new",)


def test_each_topic_of_a_forum_has_its_own_last_answer(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 1, ["main"])
        conversations.remember(CHAT, 2, ["topic"], thread_id=77)
        assert last(conversations, CHAT) == ("main",)
        assert last(conversations, CHAT, 77) == ("topic",)
        assert last(conversations, CHAT, 78) is None


def test_all_citations_of_a_conversation_are_told_once_in_their_order(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 9, ["c", "a"])
        conversations.remember(CHAT, 8, ["a", "b"])
        conversations.remember(CHAT, 10, [])
        conversations.remember(CHAT, 11, ["topic"], thread_id=77)
        conversations.remember(OTHER, 12, ["elsewhere"])
        assert conversations.cited(CHAT) == ["a", "b", "c"]
        assert conversations.cited(CHAT, 77) == ["topic"]


def test_an_answer_that_cited_nothing_is_not_the_same_as_no_answer(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        conversations = memory.conversations
        assert last(conversations, CHAT) is None
        assert conversations.citations_of(CHAT, 1) is None
        conversations.remember(CHAT, 1, [])
        assert last(conversations, CHAT) == ()
        assert conversations.citations_of(CHAT, 1) == ()
        assert conversations.citations_of(OTHER, 1) is None


def test_an_answer_that_is_sent_again_replaces_what_was_kept_of_it(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 1, ["first"])
        conversations.remember(CHAT, 1, ["second"])
        assert conversations.citations_of(CHAT, 1) == ("second",)


def test_only_its_owner_can_read_the_memory(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "when-missing"
    with Memory(folder) as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 1, ["a"])
        files = list(folder.iterdir())
        assert CONVERSATIONS_FILE in {file.name for file in files}
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_several_threads_can_remember_at_once(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        conversations = memory.conversations

        def remember(chat: int) -> None:
            for message in range(1, 26):
                conversations.remember(chat, message, [f"c{chat}-{message}"])

        threads = [threading.Thread(target=remember, args=(chat,)) for chat in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [last(conversations, chat) for chat in range(1, 5)] == [(f"c{chat}-25",) for chat in range(1, 5)]


def test_a_file_that_is_no_memory_is_named_and_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    content = "These are my notes, not a database.\n" * 40
    (tmp_path / CONVERSATIONS_FILE).write_text(content)
    with pytest.raises(IbidError, match=r"conversations\.sqlite cannot be used .*IBID_DATA"):
        Memory(tmp_path)
    assert (tmp_path / CONVERSATIONS_FILE).read_text() == content


def test_a_folder_that_cannot_be_made_is_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    (tmp_path / "file").write_text("")
    with pytest.raises(IbidError, match=r"name another folder in IBID_DATA"):
        Memory(tmp_path / "file" / "data")
