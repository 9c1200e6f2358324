"""A command imports what it needs and no more: whoever asks waits for nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.common import ROOT

# Prints which modules a command has brought, as JSON on the last line.
PROGRAM = """
import json, sys
from bot.__main__ import main
try:
    main(sys.argv[1:])
finally:
    print(json.dumps(sorted(sys.modules)))
"""


def brought(folder: Path, *arguments: str, **settings: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    own = {"HOME": str(folder), "PYTHONPATH": str(ROOT), "LANG": "fr_FR.UTF-8", "PYTHONUTF8": "1"}
    environment = {**os.environ, **own, **settings}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["add", "--help"], ["dance"]])
def test_help_and_a_mistake_import_no_library(tmp_path: Path, arguments: list[str]) -> None:
    names = brought(tmp_path, *arguments)
    libraries = {"sqlalchemy", "numpy", "telegram", "babel", "rich", "regex", "fasttext", "retrieval.library"}
    assert "bot.arguments" in names
    assert names & libraries == set()


def test_a_question_imports_nothing_of_telegram_of_the_network_or_of_an_editor_of_lines(tmp_path: Path) -> None:
    (tmp_path / "pont.txt").write_text("Le pont de Sarn mesure 412 mètres de long.", encoding="utf-8")
    names = brought(tmp_path, "ask", "Combien mesure le pont de Sarn ?", "--articles", "pont.txt")
    others = {"telegram", "httpx", "requests", "urllib3", "prompt_toolkit", "numba", "rich.progress", "numpy.ma"}
    rooms = {"sqlalchemy.dialects.postgresql", "bot.shell.report_page", "retrieval.evaluation", "bot.access"}
    assert "retrieval.answering" in names
    assert names & (others | rooms) == set()


def test_a_question_to_a_library_that_has_not_changed_imports_no_reader(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "pont.txt").write_text("Le pont de Sarn mesure 412 mètres de long.", encoding="utf-8")
    os.utime(folder / "pont.txt", (0, 0))  # what was just written may be written again
    settings = {"IBID_ARTICLES": str(folder), "IBID_DATA": str(tmp_path / "data")}
    first, second = (brought(tmp_path, "ask", "Combien mesure le pont ?", **settings) for _ in range(2))
    assert "retrieval.reading.readers" in first
    assert "retrieval.reading.readers" not in second
    assert "alembic" not in second


@pytest.mark.parametrize("module", ["retrieval.language.analyst", "retrieval.reading.child"])
def test_the_processes_that_help_start_without_the_library(module: str) -> None:
    program = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    names = set(json.loads(done.stdout))
    assert module in names
    assert names & {"sqlalchemy", "retrieval.library", "retrieval.index", "rank_bm25"} == set()
