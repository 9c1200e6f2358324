"""What a library promises, on SQLite and on PostgreSQL alike."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from retrieval.answering.answering import answer
from retrieval.errors import UnknownCitation
from retrieval.index.index import bring_up_to_date, build_index
from retrieval.index.kept import KeptIndex
from retrieval.library import changes
from retrieval.library.arrivals import Arrival, Outcome
from retrieval.library.catalogue import history_of, list_entries
from retrieval.library.library import Library
from retrieval.types import Article, Block
from tests.common.databases import new_database, postgres_server
from tests.common.stories import BRIDGE, LIGHTHOUSE, article

QUESTION = "Quelle est la longueur du viaduc de Kerlan ?"
NUMBERS = count()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ibid.sqlite'}"
    return new_database(request.getfixturevalue("server"), f"library_{next(NUMBERS)}")


@pytest.fixture
def library(address: str) -> Iterator[Library]:
    made = Library(address=address)
    yield made
    made.close()


def add(library: Library, *articles: Article) -> list[Outcome]:
    return list(library.add(Arrival(one, f"/news/{one.id}", f"/news/{one.id}") for one in articles))


def kinds(outcomes: list[Outcome]) -> list[str]:
    return [outcome.kind for outcome in outcomes]


BRIDGE_STORY = article(BRIDGE, id="bridge", date="2023-05-16", source="La Gazette")
LONGER = article(BRIDGE.replace("412", "413"), id="bridge", date="2023-05-16", source="La Gazette")


def test_an_article_comes_back_as_it_was_given(library: Library, address: str) -> None:
    """Every field, every block with its kind and page, every sentence, also from a library opened again."""
    blocks = (Block(0, 5, "heading"), Block(7, 12, "caption", 3), Block(13, 30, page=4))
    given = Article(
        "é#1", "Ünïcode 🗼", "Titre\n\nImage\nDes mots.  Et fin.", "fr", blocks, "2023", "https://a.example", "A", "B"
    )
    given = replace(given, text=given.text[:30])
    add(library, given, article(LIGHTHOUSE, "en"))
    again = Library(address=address)
    assert list(again.articles()) == [given, article(LIGHTHOUSE, "en")]
    assert again.passages_of(given) == library.passages_of(given) == tuple(p for n, p in again.living() if n < 2)
    assert [passage.page for passage in again.passages_of(given)] == [3, 4]
    assert {passage.heading for passage in again.passages_of(given)} == {"Titre"}
    assert (len(again), sorted(again.languages), again.change) == (2, ["en", "fr"], 2)
    again.close()


def test_adding_again_changes_nothing(library: Library) -> None:
    """The same content is the same article, also when its file lies elsewhere now."""
    assert kinds(add(library, BRIDGE_STORY)) == ["added"]
    assert kinds(add(library, BRIDGE_STORY)) == ["unchanged"]
    assert kinds(list(library.add([Arrival(BRIDGE_STORY, "/moved/bridge", "/moved/bridge")]))) == ["unchanged"]
    assert (len(library), library.change) == (1, 1)


def test_other_content_from_the_same_place_is_a_new_version(library: Library) -> None:
    """The old citation shows the old text, marked as corrected, with the new passage beside it."""
    add(library, BRIDGE_STORY)
    old = answer(QUESTION, library, build_index(library)).citations[0]
    assert kinds(add(library, LONGER)) == ["updated"]
    source = library.source(old.id)
    assert (source.state, source.citation.text) == ("corrected", "Il mesure 412 mètres de long.")
    assert source.now is not None
    assert "Il mesure 413 mètres de long." in source.now.text
    new = answer(QUESTION, library, build_index(library)).citations[0]
    assert (new.text, library.source(new.id).state) == ("Il mesure 413 mètres de long.", "current")
    assert [event.kind for event in history_of(library.engine, 1)] == ["added", "corrected"]


def test_a_correction_that_is_taken_back_is_current_again(library: Library) -> None:
    """The text is the one that was cited, so the citation is of the current text."""
    add(library, BRIDGE_STORY)
    cited = answer(QUESTION, library, build_index(library)).citations[0]
    add(library, LONGER)
    assert kinds(add(library, BRIDGE_STORY)) == ["updated"]
    assert library.source(cited.id).state == "current"
    assert answer(QUESTION, library, build_index(library)).citations[0].id == cited.id


def test_when_a_text_was_read_is_known_also_after_it_was_corrected(library: Library) -> None:
    before = time.time()
    given = article(BRIDGE)
    list(library.add([Arrival(given, "a", "a")]))
    read = library.read_at(given)
    assert before <= read <= time.time()
    list(library.add([Arrival(replace(given, text=given.text.replace("412", "413")), "a", "a")]))
    assert library.read_at(given) == read


def test_another_title_or_date_leaves_citations_as_they_are(library: Library) -> None:
    """The sentence still stands where it stood; the new title is shown and searched for."""
    add(library, BRIDGE_STORY)
    index = build_index(library)
    cited = answer(QUESTION, library, index).citations[0]
    assert kinds(add(library, replace(BRIDGE_STORY, title="Zanzibar", date="2024"))) == ["updated"]
    bring_up_to_date(library, index)
    source = library.source(cited.id)
    assert (source.state, source.citation.text) == ("current", cited.text)
    found = answer("Zanzibar : quelle longueur ?", library, index)
    assert {(c.article.title, c.article.date) for c in (*found.citations, *found.nearest)} == {("Zanzibar", "2024")}


def test_a_removed_article_is_not_found_and_its_citations_say_so(library: Library) -> None:
    """It answers nothing any more, and adding its file again does not bring it back: restoring does."""
    add(library, BRIDGE_STORY, article(LIGHTHOUSE, "en"))
    index = build_index(library)
    cited = answer(QUESTION, library, index).citations[0]
    assert library.remove(1)
    bring_up_to_date(library, index)
    assert answer(QUESTION, library, index).citations == ()
    assert library.source(cited.id).state == "withdrawn"
    assert (len(library), sorted(library.languages)) == (1, ["en"])
    (outcome,) = add(library, BRIDGE_STORY)
    assert (outcome.kind, "ibid restore 1" in outcome.reason) == ("removed", True)
    assert not library.remove(1)
    assert library.restore(1)
    assert not library.restore(1)
    bring_up_to_date(library, index)
    assert answer(QUESTION, library, index).citations[0].id == cited.id
    assert library.source(cited.id).state == "current"


def test_an_addition_is_taken_back_unless_something_has_happened_since(library: Library) -> None:
    """What came is out and may come back; what was corrected says what it said; what has changed since is left."""
    outcomes = add(library, BRIDGE_STORY, article(LIGHTHOUSE, "en"))
    index = build_index(library)
    cited = answer(QUESTION, library, index).citations[0]
    (corrected,) = add(library, LONGER)
    first, second, correction = (one.change for one in (*outcomes, corrected))
    assert first is not None
    assert second == first + 1
    assert correction is not None
    assert library.undo([(first, first + 1)]) == 0
    assert library.undo([(correction, correction + 1), (first, second + 1)]) == 2
    bring_up_to_date(library, index)
    assert answer(QUESTION, library, index).citations[0].id == cited.id
    assert [one.id for one in library.articles()] == ["bridge"]
    assert library.undo([(first, correction + 1)]) == 0
    assert library.undo([]) == 0
    (again,) = add(library, article(LIGHTHOUSE, "en"))
    assert again.kind == "restored"
    assert again.change is not None
    assert library.undo([(again.change, again.change + 1)]) == 1
    assert [event.kind for event in history_of(library.engine, 2)] == ["added", "undone", "returned", "undone"]


def test_the_latest_come_first_and_the_dates_are_those_of_what_is_in(library: Library) -> None:
    """Those without a date come last; what is withdrawn counts no more."""
    dated = [replace(BRIDGE_STORY, id=str(year), date=str(year)) for year in (1990, 2020, 2001)]
    add(library, *dated, replace(BRIDGE_STORY, id="undated", date=None))
    page = library.page("", 1, 2)
    assert ([entry.id for entry in page.entries], page.total, page.offset) == (["2001", "1990"], 4, 1)
    assert [entry.id for entry in library.page("KERLAN undated").entries] == ["undated"]
    assert library.dates() == ("1990", "2020")
    library.remove(2)
    add(library, replace(BRIDGE_STORY, id="1990", date="1989-05"))
    assert library.dates() == ("1989-05", "2001")
    assert [entry.id for entry in library.page().entries] == ["2001", "1990", "undated"]


def test_numbers_are_never_given_again(library: Library) -> None:
    """Neither those of articles nor those of passages, whatever is removed."""
    add(library, BRIDGE_STORY)
    before = {number for number, _ in library.living()}
    library.remove(1)
    (outcome,) = add(library, article(LIGHTHOUSE, "en"))
    assert outcome.number == 2
    assert not before & {number for number, _ in library.living()}
    library.restore(1)
    assert not before & {number for number, _ in library.living()}
    assert library.find(sorted(before)) == {}


def test_two_files_of_one_name_are_two_articles(library: Library) -> None:
    """The second is named by its path; neither is taken for a new version of the other."""
    other = replace(article(LIGHTHOUSE, "en"), id="bridge")
    arrivals = [Arrival(BRIDGE_STORY, "/a/bridge", "/a/bridge"), Arrival(other, "/b/bridge", "/b/bridge")]
    assert kinds(list(library.add(arrivals))) == ["added", "added"]
    assert [one.id for one in library.articles()] == ["bridge", "/b/bridge"]
    assert kinds(list(library.add(arrivals))) == ["unchanged", "unchanged"]


def test_an_id_that_another_article_has_is_refused(library: Library) -> None:
    """Where the id is written in the file, only the file can be mended."""
    add(library, BRIDGE_STORY)
    other = Arrival(replace(article(LIGHTHOUSE, "en"), id="bridge"), "/x.jsonl#bridge", "/x.jsonl", named=True)
    (outcome,) = library.add([other])
    assert outcome.kind == "refused"
    assert '"bridge"' in outcome.reason
    assert len(library) == 1


def test_what_no_database_keeps_is_refused(library: Library) -> None:
    """A NUL or half of a surrogate pair, wherever it stands; the others of the batch are added."""
    bad = [
        replace(BRIDGE_STORY, id="bad 0", title="x\0"),
        replace(BRIDGE_STORY, id="bad 1", text="x\0"),
        replace(BRIDGE_STORY, id="bad 2\0"),
        replace(BRIDGE_STORY, id="bad 3", source="\ud83d"),
    ]
    assert kinds(add(library, *bad, BRIDGE_STORY)) == ["refused"] * 4 + ["added"]


def test_a_batch_that_breaks_off_leaves_nothing(library: Library) -> None:
    """Articles are added a batch at a time, each batch whole; what was told is in."""

    def arrivals() -> Iterator[Arrival]:
        for number in range(450):
            yield Arrival(replace(BRIDGE_STORY, id=str(number)), str(number), str(number))
        raise RuntimeError("the disk is full")

    told: list[Outcome] = []
    with pytest.raises(RuntimeError):
        told.extend(library.add(arrivals()))
    assert len(told) == len(library) == 400
    assert sum(1 for _ in library.living()) == 400 * len(library.passages_of(replace(BRIDGE_STORY, id="0")))


@pytest.mark.parametrize(("passages", "rows"), [(changes.PASSAGES_AT_ONCE, changes.CHANGES_AT_ONCE), (4, 3), (4, 100)])
def test_an_index_that_replays_the_log_is_like_one_made_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch, passages: int, rows: int
) -> None:
    """After additions, corrections, removals and restorations, whenever it was last brought up to date.

    It may be given all changes in one span, or a few at a time.
    """
    monkeypatch.setattr(changes, "PASSAGES_AT_ONCE", passages)
    monkeypatch.setattr(changes, "CHANGES_AT_ONCE", rows)
    behind = build_index(library)
    for step in range(12):
        add(library, *(replace(article(BRIDGE if i % 2 else LIGHTHOUSE), id=str(i + step)) for i in range(5)))
        add(library, replace(LONGER, id=str(step)))
        library.remove(step)
        library.restore(step // 2)
        if step % 3 == 0:
            bring_up_to_date(library, behind)
    bring_up_to_date(library, behind)
    made_anew = build_index(library)
    assert behind.corpus_size == made_anew.corpus_size == sum(1 for _ in library.living())
    for asked in (["s:viaduc"], ["s:lighthous", "s:buoy"], ["w:412", "w:413"]):
        assert dict(behind.top(asked, 200)) == pytest.approx(dict(made_anew.top(asked, 200)))
    assert bring_up_to_date(library, behind) == 0


def test_several_writers_lose_nothing(library: Library, address: str) -> None:
    """Threads with a library each, as processes have, add side by side; the log has each change once."""

    def work(name: str) -> None:
        own = Library(address=address)
        for number in range(15):
            add(own, replace(BRIDGE_STORY, id=f"{name} {number}"))
        own.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(library), library.change) == (45, 45)
    assert build_index(library).corpus_size == 45 * len(library.passages_of(replace(BRIDGE_STORY, id="one 0")))


def test_a_change_of_another_process_is_seen_by_the_next_question(
    library: Library, address: str, tmp_path: Path
) -> None:
    """An index that is in use replays what an `ibid add` elsewhere has done."""
    add(library, article(LIGHTHOUSE, "en"))
    kept = KeptIndex(library, tmp_path)
    assert kept.use(lambda index: answer(QUESTION, library, index)).citations == ()
    other = Library(address=address)
    add(other, BRIDGE_STORY)
    assert kept.use(lambda index: answer(QUESTION, library, index)).citations[0].text == "Il mesure 412 mètres de long."
    other.remove(2)
    assert kept.use(lambda index: answer(QUESTION, library, index)).citations == ()
    other.close()


def test_the_list_is_searched_without_regard_to_case_and_accents(library: Library) -> None:
    """All words must be in the title, source, author, date or id."""
    add(library, BRIDGE_STORY, article(LIGHTHOUSE, "en"))
    (found,) = list_entries(library.engine, "KERLÀN gazette 2023")
    assert (found.number, found.title, found.lang, found.versions, found.state) == (
        1,
        BRIDGE_STORY.title,
        "fr",
        1,
        "living",
    )
    assert found.passages == len(library.passages_of(BRIDGE_STORY))
    assert list(list_entries(library.engine, "kerlan skarn")) == []
    assert list(list_entries(library.engine, "100%_")) == []
    library.remove(1)
    assert [entry.number for entry in list_entries(library.engine)] == [2]
    assert [entry.number for entry in list_entries(library.engine, withdrawn=True)] == [1, 2]


def test_a_forged_citation_quotes_nothing(library: Library) -> None:
    """Neither half of a sentence, nor what no article has held."""
    add(library, BRIDGE_STORY)
    version = BRIDGE_STORY.version
    for forged in (f"{version}-0-9", "0" * 12 + "-0-9", "' OR 1=1 --", ""):
        with pytest.raises(UnknownCitation):
            library.source(forged)
