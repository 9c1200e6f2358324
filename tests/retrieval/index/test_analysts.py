"""Passages get the same terms from one process as from several."""

from dataclasses import replace

import pytest

from retrieval.index import analysts
from retrieval.index.index import bring_up_to_date, build_index
from retrieval.library.library import Library
from tests.common.stories import BRIDGE, LIGHTHOUSE, article


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Analysts even for a small library, on any machine."""
    monkeypatch.setattr(analysts, "WORTH", 0)
    monkeypatch.setattr(analysts, "AT_ONCE", 3)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


@pytest.fixture
def library() -> Library:
    return Library(replace(article(text), id=str(n)) for n, text in enumerate([BRIDGE, LIGHTHOUSE] * 8))


@pytest.mark.usefixtures("several")
def test_an_index_made_on_all_cores_is_the_same(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every term and every score, abbreviations and titles among them."""
    made = build_index(library)
    monkeypatch.setattr(analysts, "WORTH", 10**9)
    alone = build_index(library)
    assert dict(made.idf) == dict(alone.idf)
    for asked in (["w:kerlan"], ["w:ccpk", "s:commun"], ["s:lighthous", "p:ligh"]):
        assert made.top(asked, 100) == alone.top(asked, 100) != []


def test_how_far_it_is_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """While an index is made, one hears how many of how many passages are done."""
    monkeypatch.setattr("retrieval.index.index.TOLD_EVERY", 5)
    told: list[tuple[int, int]] = []
    index = build_index(library, lambda done, awaited: told.append((done, awaited)))
    assert told == [(done, index.corpus_size) for done in range(5, index.corpus_size + 1, 5)]
    assert bring_up_to_date(library, index, lambda done, awaited: told.append((done, awaited))) == 0


@pytest.mark.usefixtures("several")
def test_an_analyst_that_ends_is_an_error(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a process can't do its work, no index without its passages is passed off as whole."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(ChildProcessError, match="memory"):
        build_index(library)
