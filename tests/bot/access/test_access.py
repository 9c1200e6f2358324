"""Who may do what: by the settings, and by the roles that invitations gave, of which no name and no code is kept."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.access.access import Access
from bot.memory.memory import CONVERSATIONS_FILE, Memory
from bot.memory.people import INVITATION, Person
from bot.values import Askers, SettingsError, read_askers

NOBODY, CLOSED, INVITED = frozenset[int](), Askers(everyone=False), Askers(everyone=False, invited=True)
ADA, BEA, GROUP = 42, 43, -1001234567890
ANONYMOUS_ADMINISTRATOR = 1087968824


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path) as memory:
        yield memory


def access(
    memory: Memory,
    askers: Askers = INVITED,
    editors: frozenset[int] = NOBODY,
    owners: frozenset[int] = NOBODY,
) -> Access:
    return Access(memory.people, askers, editors, owners, memory.moves)


def test_everyone_may_ask_unless_the_settings_say_otherwise(memory: Memory) -> None:
    assert access(memory, Askers()).may_ask(ADA, ADA)
    assert access(memory, Askers()).may_ask(None, GROUP)
    assert not access(memory, CLOSED).may_ask(ADA, ADA)


def test_a_listed_person_may_ask_anywhere_and_anyone_in_a_listed_group(memory: Memory) -> None:
    listed = access(memory, Askers(everyone=False, ids=frozenset((ADA, GROUP))))
    assert listed.may_ask(ADA, -5)
    assert listed.may_ask(ADA, None)
    assert listed.may_ask(BEA, GROUP)
    assert listed.may_ask(None, GROUP)
    assert not listed.may_ask(BEA, BEA)
    assert not listed.may_ask(None, -5)
    assert not listed.may_ask(None, None)


def test_an_invitation_lets_one_person_in_once(memory: Memory) -> None:
    rules = access(memory)
    parameter, _ = memory.people.invite("reader", days=7)
    assert len(parameter) <= 64
    assert memory.people.redeem(parameter, ADA)
    assert not memory.people.redeem(parameter, BEA)
    assert rules.may_ask(ADA, ADA)
    assert not rules.may_ask(BEA, BEA)
    assert not access(memory, CLOSED).may_ask(ADA, ADA)  # the settings no longer let the invited in


def test_an_invitation_ends(memory: Memory) -> None:
    parameter, until = memory.people.invite("reader", days=0)
    assert not memory.people.redeem(parameter, ADA)
    assert memory.people.invitations() == []
    _, later = memory.people.invite("reader", days=2)
    assert 1.9 < (later - until) / 86_400 < 2.1


@pytest.mark.parametrize("forged", ["", INVITATION, "i_" + "A" * 32, "\ud83d", "' OR 1=1 --"])
def test_a_forged_invitation_opens_nothing(memory: Memory, forged: str) -> None:
    memory.people.invite("owner", days=7)
    assert not memory.people.redeem(forged, ADA)
    assert memory.people.all() == []


def test_of_many_who_open_one_invitation_at_once_one_gets_in(memory: Memory) -> None:
    parameter, _ = memory.people.invite("reader", days=7)
    in_now: list[int] = []

    def try_it(user_id: int) -> None:
        if memory.people.redeem(parameter, user_id):
            in_now.append(user_id)

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(in_now) == 1
    assert [person.user_id for person in memory.people.all()] == in_now


def test_no_code_of_an_invitation_is_kept(memory: Memory, tmp_path: Path) -> None:
    parameter, _ = memory.people.invite("editor", days=7)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob(f"{CONVERSATIONS_FILE}*"))
    assert parameter.removeprefix(INVITATION).encode() not in kept


def test_a_lesser_invitation_takes_no_role_away(memory: Memory) -> None:
    for role in ("editor", "reader"):
        parameter, _ = memory.people.invite("editor" if role == "editor" else "reader", days=7)
        assert memory.people.redeem(parameter, ADA)
    assert memory.people.role(ADA) == "editor"


def test_revoking_takes_the_role_and_the_invitations_that_the_person_made(memory: Memory) -> None:
    first, _ = memory.people.invite("editor", days=7)
    memory.people.redeem(first, ADA)
    second, _ = memory.people.invite("reader", days=7, by=ADA)
    assert memory.people.revoke(ADA)
    assert not memory.people.revoke(ADA)
    assert not memory.people.redeem(second, BEA)
    assert access(memory).role(ADA) is None


def test_the_settings_make_owners_and_editors_who_may_always_ask(memory: Memory) -> None:
    rules = access(memory, CLOSED, editors=frozenset((ADA,)), owners=frozenset((BEA,)))
    assert (rules.role(ADA), rules.role(BEA)) == ("editor", "owner")
    assert rules.may_ask(ADA, GROUP)
    assert rules.is_editor(ADA)
    assert rules.is_editor(BEA)
    assert rules.fixed == {ADA, BEA}


def test_nobody_is_an_editor_in_the_name_of_a_group(memory: Memory) -> None:
    """Telegram has one id for all anonymous administrators of all groups: no setting makes it anybody's role."""
    rules = access(
        memory, Askers(everyone=False, ids=frozenset((ANONYMOUS_ADMINISTRATOR,))),
        editors=frozenset((ANONYMOUS_ADMINISTRATOR,)),
    )  # fmt: skip
    assert not rules.is_editor(ANONYMOUS_ADMINISTRATOR)
    assert not rules.may_ask(ANONYMOUS_ADMINISTRATOR, GROUP)


def test_a_role_of_a_newer_version_gives_no_more_than_the_least(memory: Memory) -> None:
    parameter, _ = memory.people.invite("superhero", days=7)  # type: ignore[arg-type]  # what an older version may find
    assert memory.people.redeem(parameter, ADA)
    assert memory.people.all() == [Person(ADA, "reader", memory.people.all()[0].at)]


@pytest.mark.parametrize(
    ("written", "askers"),
    [
        ("everyone", Askers()),
        (" Everyone ", Askers()),
        ("invited", INVITED),
        ("42, -1001234567890", Askers(everyone=False, ids=frozenset((ADA, GROUP)))),
        ("invited;42", Askers(everyone=False, invited=True, ids=frozenset((ADA,)))),
    ],
)
def test_who_may_ask_is_a_word_or_a_list(written: str, askers: Askers) -> None:
    assert read_askers(written) == askers


@pytest.mark.parametrize("written", ["everybody", "everyone, 42", "@ada", "0", "12x", ","])
def test_what_is_neither_is_refused_rather_than_taken_for_everyone(written: str) -> None:
    with pytest.raises(SettingsError, match="IBID_ASKERS"):
        read_askers(written)
