"""The documents name what is there, and stay short where they promise it. Their links are held by `make docs`."""

import re
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.common import ROOT

# CHANGELOG.md is not among them: it names what was there.
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "seeds/README.md")),
    *(ROOT / "docs").glob("*.md"),
]
SOURCES = [file for folder in ("bot", "retrieval", "benchmarks") for file in (ROOT / folder).rglob("*.py")]
NAMED_FILE = re.compile(r"`((?:bot|retrieval|benchmarks|tests|docs|deploy|seeds)/[\w./-]*)`")
NAMED_PROGRAM = re.compile(r"python -m ((?:retrieval|benchmarks|tests)[\w.]*\w)")
PICTURE = re.compile(r'\b(?:src|srcset)="([^"]+)"')


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_the_documents_name_what_is_there(file: Path) -> None:
    """Files and folders by their paths, programs by their modules, pictures beside the page."""
    text = file.read_text(encoding="utf-8")
    assert _missing(text) == []
    assert [name for name in PICTURE.findall(text) if not (file.parent / name).exists()] == []


def test_the_sources_name_what_is_there() -> None:
    found = {str(file.relative_to(ROOT)): _missing(file.read_text(encoding="utf-8")) for file in SOURCES}
    assert {name: missing for name, missing in found.items() if missing} == {}


@pytest.mark.parametrize(("name", "most"), [("README.md", 160), ("ARCHITECTURE.md", 200)])
def test_what_is_read_first_is_short(name: str, most: int) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= most


@pytest.mark.parametrize("package", ["bot", "retrieval", "benchmarks"])
def test_no_folder_has_more_modules_than_one_can_survey(package: str) -> None:
    modules = Counter(file.parent for file in (ROOT / package).rglob("*.py") if file.name != "__init__.py")
    assert {str(folder): number for folder, number in modules.items() if number > 16} == {}


def _missing(text: str) -> list[str]:
    files = [name for name in NAMED_FILE.findall(text) if not (ROOT / name).exists()]
    return files + [name for name in NAMED_PROGRAM.findall(text) if not find_spec(name)]
