"""What a person does to the library in a terminal, each command in an empty home."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.common import ROOT
from tests.common.pdf_files import pdf
from tests.common.running_bot import PATIENCE
from tests.common.stories import BRIDGE, LIGHTHOUSE, QUESTION


@dataclass(frozen=True, slots=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Ibid = Callable[..., Done]


@pytest.fixture
def ibid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ibid:
    """A command line; `data` is the folder of another library than the first."""
    for key in [key for key in os.environ if key.startswith(("IBID_", "TELEGRAM_", "LC_"))]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, data: str = "data") -> Done:
        monkeypatch.setenv("IBID_DATA", str(tmp_path / data))
        status = main(arguments)
        return Done(status, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    made.mkdir()
    (made / "viaduc.txt").write_text(BRIDGE, encoding="utf-8")
    (made / "phare.txt").write_text(LIGHTHOUSE, encoding="utf-8")
    return made


def test_articles_are_added_listed_shown_removed_and_restored(ibid: Ibid, folder: Path) -> None:
    """An answer is from the library as it is; adding again changes nothing; what is skipped is named."""
    (folder / "film.mp4").write_bytes(b"\0\0")
    added = ibid("add", str(folder))
    assert (added.returncode, added.stdout) == (
        0,
        "Ajoutés : 2, mis à jour : 0, inchangés : 0, retirés : 0, écartés : 1.\n",
    )
    assert "film.mp4: is a .mp4 file" in added.stderr
    assert "inchangés : 2" in ibid("add", str(folder)).stdout
    listed = ibid("articles", "--search", "KERLAN").stdout.split("\t")
    assert listed[1] == "Le viaduc de Kerlan rouvre au trafic"
    number = listed[0]
    cited = json.loads(ibid("ask", QUESTION, "--json").stdout)["citations"][0]
    assert cited["sentence"] == "Il mesure 412 mètres de long."
    assert "retiré" in ibid("remove", number).stdout.lower()
    assert json.loads(ibid("ask", QUESTION, "--json").stdout)["citations"] == []
    assert ibid("restore", number).returncode == 0
    shown = ibid("show", number).stdout
    assert [word in shown for word in ("ajouté", "retiré", "remis", "412 mètres")] == [True] * 4
    assert json.loads(ibid("ask", QUESTION, "--json").stdout)["citations"][0]["id"] == cited["id"]


def test_an_export_makes_the_same_library_elsewhere(ibid: Ibid, folder: Path) -> None:
    """The same answers with the same ids, pages included."""
    (folder / "rapport.pdf").write_bytes(pdf([["Le rapport annuel."], ["Il compte douze pages sur le port de Brest."]]))
    ibid("add", str(folder))
    assert ibid("export", "all.jsonl").returncode == 0
    here = json.loads(ibid("ask", "Combien de pages compte le rapport ?", "--json").stdout)
    assert "Ajoutés : 3" in ibid("add", "all.jsonl", data="elsewhere").stdout
    there = json.loads(ibid("ask", "Combien de pages compte le rapport ?", "--json", data="elsewhere").stdout)
    assert there["citations"] == here["citations"]
    assert here["citations"][0]["page"] == 2


def test_a_number_that_nothing_has_and_a_file_that_is_not_there_are_said(ibid: Ibid) -> None:
    """With exit status 2 and one sentence."""
    for arguments in (
        ("show", "7"),
        ("remove", "7"),
        ("restore", "7"),
        ("add", "nowhere.txt"),
        ("export", "no/such/file"),
    ):
        done = ibid(*arguments)
        assert done.returncode == 2, arguments
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("ibid: ")


def test_the_shipped_articles_do_not_join_a_library_of_ones_own(ibid: Ibid, folder: Path) -> None:
    """They are for a start: who has added articles is answered from these alone."""
    ibid("add", str(folder))
    ibid("ask", "Combien mesure la tour Eiffel ?")
    assert len(ibid("articles").stdout.splitlines()) == 2


def test_a_watched_folder_is_followed(tmp_path: Path, folder: Path) -> None:
    """What is added, changed and deleted while it runs is so in the library a moment later."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("IBID_", "TELEGRAM_", "LC_"))}
    surroundings = {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LANG": "en_GB.UTF-8", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "add", "--watch", str(folder)],
        env=kept | surroundings,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    overdue = threading.Timer(PATIENCE, process.kill)  # a line that never comes ends the test, not the machine
    overdue.start()
    try:
        assert process.stdout.readline().startswith("2 added")
        (folder / "new.txt").write_text("A new article came in this morning.")
        assert process.stdout.readline().startswith("1 added")
        (folder / "new.txt").write_text("The new article was corrected at noon.")
        assert process.stdout.readline().startswith("0 added, 1 updated")
        (folder / "new.txt").unlink()
        assert "1 withdrawn" in process.stdout.readline()
    finally:
        overdue.cancel()
        process.kill()
        process.wait(PATIENCE)
        process.stdout.close()
