"""The questions in questions.jsonl, asked of the shipped articles, are answered as well as they were."""

import json

import pytest

from bot.shell.reports import ask_set
from retrieval.evaluation.evaluation import figures
from tests.common import ROOT
from tests.conftest import FIGURES

FLOOR = json.loads((ROOT / "tests" / "questions_floor.json").read_text(encoding="utf-8"))
AT_LEAST: dict[str, float] = FLOOR["at_least"]
AT_MOST: dict[str, float] = FLOOR["at_most"]


@pytest.fixture(scope="module")
def found(pytestconfig: pytest.Config) -> dict[str, float]:
    """The figures that have a limit, asked of all articles in one library; the test run prints them at its end."""
    measured = figures(ask_set(ROOT / "seeds", ROOT / "tests" / "questions.jsonl").outcomes)
    limited = {name: value for name in [*AT_LEAST, *AT_MOST] if isinstance(value := measured[name], float)}
    pytestconfig.stash[FIGURES] = limited
    return limited


@pytest.mark.parametrize("name", AT_LEAST)
def test_no_figure_falls(found: dict[str, float], name: str) -> None:
    """Right sentences, and answers where there are any, are not lost."""
    assert found[name] >= AT_LEAST[name]


@pytest.mark.parametrize("name", AT_MOST)
def test_silence_is_kept(found: dict[str, float], name: str) -> None:
    """No more questions than before are answered that the articles don't answer."""
    assert found[name] <= AT_MOST[name]
