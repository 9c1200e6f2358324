"""`ibid digest`: what has come that answers, as a person's mail would bring it."""

from pathlib import Path

import pytest

from bot.shell.digest import read_since
from retrieval.errors import IbidError
from tests.common.running_bot import ibid

ASKED = "Combien de marches compte le phare de Morvan ?"
LIGHTHOUSE = "Le phare de Morvan\n\nLe phare de Morvan compte 214 marches. Il est en granit.\n"


def test_what_has_come_is_printed_with_its_source_and_what_came_before_is_not(tmp_path: Path) -> None:
    """The exit status tells a script whether there is anything to send; without a question nothing could come."""
    article = tmp_path / "phare.txt"
    article.write_text(LIGHTHOUSE, encoding="utf-8")
    assert ibid(tmp_path, "add", str(article)).returncode == 0
    questions = tmp_path / "questions.txt"
    questions.write_text(f"# le phare\n{ASKED}\nQui a peint la Joconde ?\n", encoding="utf-8")
    done = ibid(tmp_path, "digest", "--file", str(questions))
    assert done.returncode == 0
    assert done.stdout.count("Le phare de Morvan compte 214 marches.") == 1
    assert "Joconde" not in done.stdout
    done = ibid(tmp_path, "digest", ASKED, "--since", "2099-01-01")
    assert (done.returncode, done.stdout) == (1, "")
    done = ibid(tmp_path, "digest")
    assert done.returncode == 2
    assert "/watch" in done.stderr


def test_since_when_is_read_as_hours_days_or_a_day() -> None:
    assert read_since("24h", 200_000.0) == 200_000.0 - 86_400
    assert read_since("7d", 1_000_000.0) == read_since("7j", 1_000_000.0) == 1_000_000.0 - 604_800
    with pytest.raises(IbidError, match="hier"):
        read_since("hier", 0.0)
