"""What earlier versions kept is opened by this one: the files in tests/upgrades, each made by the version it names."""

import json
import zipfile
from pathlib import Path

import pytest

from bot.memory.memory import Memory
from bot.memory.preferences import Choice
from retrieval.answering.answering import answer
from retrieval.index.kept import KeptIndex
from retrieval.library.library import Library
from tests.common import ROOT
from tests.upgrades.make import CHAT, make

KEPT = sorted((ROOT / "tests" / "upgrades").glob("*.zip"))


@pytest.fixture(params=[*KEPT, None], ids=lambda file: file.stem if file else "this version")
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of an earlier version, with what it is to give beside it."""
    file = request.param or tmp_path / "now.zip"
    if request.param is None:
        make(file)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def test_a_library_and_its_index_give_the_same_answers_and_sources(kept: Path) -> None:
    """Every citation has its words and its state, also of texts that were corrected and withdrawn."""
    expected = json.loads((kept / "expected.json").read_text(encoding="utf-8"))
    library = Library(address=f"sqlite:///{kept / 'data' / 'ibid.sqlite'}")
    assert (len(library), library.change) == (expected["articles"], expected["change"])
    for cited, what in expected["citations"].items():
        source = library.source(cited)
        assert {"text": source.citation.text, "state": source.state} == what
    index = KeptIndex(library, kept / "data")
    for question, cited in expected["answers"].items():
        found = index.use(lambda now, question=question: answer(question, library, now))  # type: ignore[misc]  # of this turn
        assert [citation.id for citation in found.citations] == cited
    library.close()


def test_what_the_bot_remembered_is_still_known_and_can_be_forgotten(kept: Path) -> None:
    expected = json.loads((kept / "expected.json").read_text(encoding="utf-8"))
    with Memory(kept / "data") as memory:
        answered = memory.conversations.answer(CHAT, 7)
        assert answered is not None
        assert list(answered.citations) == next(iter(expected["answers"].values()))
        assert memory.conversations.source(CHAT, 8) == next(iter(expected["citations"]))
        assert [gap.question for gap in memory.gaps.open()[0]] == ["Qui a peint le viaduc ?"]
        assert memory.preferences.of(CHAT) == Choice("en", possible=False)
        assert memory.people.all() == []
        memory.forget(CHAT, CHAT)
        assert memory.gaps.open() == ([], [])
    held = b"".join(path.read_bytes() for path in (kept / "data").glob("conversations.sqlite*"))
    assert b"peint" not in held
