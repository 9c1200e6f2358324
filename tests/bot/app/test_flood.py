"""Who asks too much is told once, then met with silence, and answered again when it is less; others notice nothing."""

from bot.app.flood import MINUTE, WATCHED, Flood
from bot.sending.pacing import A_CHAT, A_GROUP, CAREFUL, IN_ALL, Pacing

PERSON, GROUP = 7, -100


def busiest(times: list[float], span: float) -> int:
    """The most of these moments that lie within a span."""
    return max(sum(begin <= time < begin + span - 1e-6 for time in times) for begin in times)


def test_a_person_who_asks_too_much_is_told_once_and_answered_again_later() -> None:
    flood = Flood(of_person=3, of_chat=10)
    verdicts = [flood.verdict(PERSON, PERSON, now) for now in (0, 1, 2, 3, 4, 5, 59)]
    assert verdicts == ["pass", "pass", "pass", "tell", "silence", "silence", "silence"]
    assert flood.verdict(PERSON, PERSON, MINUTE) == "pass"
    assert flood.verdict(PERSON, PERSON, MINUTE + 0.5) == "tell"


def test_one_person_does_not_use_up_what_others_may_ask_but_a_group_has_its_own_limit() -> None:
    flood = Flood(of_person=3, of_chat=5)
    assert [flood.verdict(PERSON, GROUP, 0) for _ in range(4)] == ["pass", "pass", "pass", "tell"]
    assert [flood.verdict(8, GROUP, 0) for _ in range(4)] == ["pass", "pass", "tell", "silence"]
    assert flood.verdict(8, 8, 0) == "pass"


def test_the_quiet_ones_are_not_remembered() -> None:
    flood = Flood(of_person=1, of_chat=1)
    for number in range(3 * WATCHED):
        assert flood.verdict(number, number, float(number)) == "pass"
    assert len(flood._askers) <= WATCHED + 2


def test_messages_keep_telegrams_limits_in_a_chat_in_a_group_and_in_all() -> None:
    pacing = Pacing()
    alone = [pacing.reserve(PERSON, 0.0) for _ in range(20)]
    assert alone[: A_CHAT[0]] == [0.0] * A_CHAT[0]
    assert busiest(alone, A_CHAT[1]) <= A_CHAT[0]
    group = [pacing.reserve(GROUP, 0.0) for _ in range(50)]
    assert busiest(group, A_GROUP[1]) <= A_GROUP[0]
    together = [pacing.reserve_in_all(0.0) for _ in range(100)]
    assert busiest(together, IN_ALL[1]) <= IN_ALL[0]


def test_after_a_refusal_a_chat_waits_and_then_gets_one_message_a_second() -> None:
    import time

    pacing = Pacing()
    now = time.monotonic()
    pacing.slow_down(PERSON, 10.0)
    waits = [pacing.reserve(PERSON, now) for _ in range(5)]
    assert 9.9 < waits[0] < 10.1
    assert busiest(waits, CAREFUL[1]) <= CAREFUL[0]
    assert pacing.reserve(8, now) == 0.0
