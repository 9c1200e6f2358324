"""The lists that the sentence rules read."""

from pathlib import Path

import pytest

from retrieval.language import orthography
from retrieval.language.words import words

LISTS = [
    path
    for kind in ("abbreviations", "openers", "speech")
    for path in sorted((Path(orthography.__file__).parent / "words" / kind).glob("*.txt"))
]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_lists_of_words_can_be_met(path: Path) -> None:
    """Every entry of a list is one that the rules can meet: its mark is known, and it is listed once."""
    entries = words(path.parent.name, path.stem)
    marks = {"abbreviations": ("", "?", "0"), "openers": ("", "?"), "speech": ("",)}[path.parent.name]
    assert all(entry.partition(" ")[2] in marks for entry in entries)
    assert len({entry.partition(" ")[0] for entry in entries}) == len(entries) > 0
    if path.parent.name == "abbreviations":
        assert all(entry.partition(" ")[0][-1] in ".!。" for entry in entries)
    else:
        assert all(entry.partition(" ")[0].isalpha() for entry in entries)
