"""A chat's answers keep their sources: in their order, by topic, over restarts, in a file of its owner alone."""

import stat
import threading
from pathlib import Path

import pytest

from bot.memory.conversations import Conversations
from bot.memory.memory import CONVERSATIONS_FILE, Memory
from bot.memory.preferences import Choice
from bot.memory.refusals import SILENCE
from retrieval.errors import IbidError
from tests.common.databases import Kept


def last(conversations: Conversations, chat: int, thread: int | None = None) -> tuple[str, ...] | None:
    kept = conversations.last(chat, thread)
    return kept.citations if kept else None


CHAT, OTHER = -1001234567890123, 42


def test_an_answer_keeps_its_citations_in_order_after_a_restart(kept: Kept) -> None:
    with kept.memory() as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 7, ["b-2-2", "a-1-1"])
    with kept.memory() as memory:
        conversations = memory.conversations
        assert conversations.citations_of(CHAT, 7) == ("b-2-2", "a-1-1")
        assert last(conversations, CHAT) == ("b-2-2", "a-1-1")


def test_the_last_answer_is_the_one_with_the_latest_message(kept: Kept) -> None:
    with kept.memory() as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 9, ["new"])
        conversations.remember(CHAT, 8, ["old"])
        conversations.remember(OTHER, 10, ["elsewhere"])
        assert last(conversations, CHAT) == ("new",)


def test_each_topic_of_a_forum_has_its_own_last_answer(kept: Kept) -> None:
    with kept.memory() as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 1, ["main"])
        conversations.remember(CHAT, 2, ["topic"], thread_id=77)
        assert last(conversations, CHAT) == ("main",)
        assert last(conversations, CHAT, 77) == ("topic",)
        assert last(conversations, CHAT, 78) is None


def test_all_citations_of_a_conversation_are_told_once_in_their_order(kept: Kept) -> None:
    with kept.memory() as memory:
        conversations = memory.conversations
        conversations.remember(CHAT, 9, ["c", "a"])
        conversations.remember(CHAT, 8, ["a", "b"])
        conversations.remember(CHAT, 10, [])
        conversations.remember(CHAT, 11, ["topic"], thread_id=77)
        conversations.remember(OTHER, 12, ["elsewhere"])
        assert conversations.cited(CHAT) == ["a", "b", "c"]
        assert conversations.cited(CHAT, 77) == ["topic"]


def test_an_answer_that_cited_nothing_is_not_the_same_as_no_answer(kept: Kept) -> None:
    with kept.memory() as memory:
        conversations = memory.conversations
        assert last(conversations, CHAT) is None
        assert conversations.citations_of(CHAT, 1) is None
        conversations.remember(CHAT, 1, [])
        assert last(conversations, CHAT) == ()
        assert conversations.citations_of(CHAT, 1) == ()
        assert conversations.citations_of(OTHER, 1) is None


def test_an_answer_that_is_sent_again_replaces_what_was_kept_of_it(kept: Kept) -> None:
    with kept.memory() as memory:
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


def test_several_threads_can_remember_at_once(kept: Kept) -> None:
    with kept.memory() as memory:
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


def test_a_group_that_became_a_supergroup_keeps_what_it_had_and_what_is_newer_stays(kept: Kept) -> None:
    old, new = -5, -1005
    with kept.memory() as memory:
        memory.conversations.remember(old, 7, ["a-1-1"], question_id=6)
        memory.conversations.remember_subject(old, None, "before", 1e9)
        memory.conversations.remember_subject(old, 3, "of a topic", 1e9)
        memory.conversations.remember_subject(new, None, "after", 1e9)
        memory.preferences.choose(old, Choice("fr"))
        assert memory.moves.move(old, new)
        assert not memory.moves.move(old, new)
        assert memory.conversations.citations_of(old, 7) == ("a-1-1",)
        assert memory.conversations.subject(new, None, 1e9) == "after"
        assert memory.conversations.subject(new, 3, 1e9) == "of a topic"
        assert memory.preferences.of(old).language == "fr"
        assert memory.moves.former(new) == old


def test_what_a_chat_needs_is_forgotten_with_it_and_only_it(kept: Kept) -> None:
    """All that the memory keeps, of this chat and of another; a role alone stays."""
    with kept.memory() as memory:
        for chat in (CHAT, OTHER):
            memory.conversations.remember(chat, 1, ["a"])
            memory.conversations.remember_source(chat, 2, "a")
            memory.conversations.remember_addition(chat, 3, "bridge")
            memory.gaps.unanswered(chat, 1, 9, f"Qui a volé le canari de {chat} ?\0")
            memory.pending.ask(chat, 4, "text", 100)
            memory.presses.note(chat, 5, "s:a", 1)
            memory.refusals.told(chat)
            memory.added.remember(9 if chat == CHAT else 8, chat, [(1, 3)])
        parameter, _ = memory.people.invite("editor", 1)
        assert memory.people.redeem(parameter, 9)
        assert not memory.people.redeem(parameter, 8)
        memory.forget(CHAT, 11)
        assert [memory.conversations.citations_of(chat, 1) for chat in (CHAT, OTHER)] == [None, ("a",)]
        assert [memory.conversations.source(chat, 2) for chat in (CHAT, OTHER)] == [None, "a"]
        assert [memory.conversations.addition(chat, 3) for chat in (CHAT, OTHER)] == [None, "bridge"]
        assert [gap.question for gap in memory.gaps.open()[0]] == [f"Qui a volé le canari de {OTHER} ?"]
        assert [memory.pending.awaits_text(chat) for chat in (CHAT, OTHER)] == [False, True]
        assert [memory.presses.again(chat, 5, "s:a", 2) for chat in (CHAT, OTHER)] == [False, True]
        assert [memory.refusals.due(chat) for chat in (CHAT, OTHER)] == [True, False]
        assert [bool(memory.added.last(user, 1)) for user in (9, 8)] == [False, True]
        assert memory.people.role(9) == "editor"


def test_a_button_pressed_again_by_the_same_update_is_no_second_press(kept: Kept) -> None:
    """Whoever handles it anew after a process was ended must do what it says."""
    with kept.memory() as memory:
        memory.presses.note(CHAT, 5, "s:\ud800\0", 1)
        assert not memory.presses.again(CHAT, 5, "s:\ud800\0", 1)
        assert memory.presses.again(CHAT, 5, "s:\ud800\0", 2)
        assert not memory.presses.again(CHAT, 5, "s:other", 2)


def test_who_insists_is_told_once_an_hour(kept: Kept) -> None:
    """Whichever process meets them."""
    with kept.memory() as memory, kept.memory() as elsewhere:
        assert memory.refusals.due(OTHER, 0.0)
        memory.refusals.told(OTHER, 0.0)
        assert not elsewhere.refusals.due(OTHER, SILENCE - 1)
        assert elsewhere.refusals.due(OTHER, SILENCE)
        assert memory.refusals.due(CHAT, 1.0)
