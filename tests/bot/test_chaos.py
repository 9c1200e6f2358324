"""Whatever goes wrong, and all at once: each question has one answer, and each quotation is the library's."""

from benchmarks.bot.chaos import run_chaos
from benchmarks.bot.verdict import NEVER


def test_under_kills_and_faults_each_question_has_one_answer() -> None:
    found = run_chaos(40, kills=2, terms=1, seed=7, hanging=2.0)
    assert found["questions"] == 40
    assert found["faults"]
    assert found["quotations checked"] > 0
    assert {name: found[name] for name in NEVER} == dict.fromkeys(NEVER, 0), found
