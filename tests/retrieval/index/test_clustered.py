"""An index that several workers share is as their library is, whoever is killed, overtaken or late."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from retrieval.answering import answer
from retrieval.cluster import Cluster, read_cluster
from retrieval.errors import SearchUnavailable
from retrieval.index import clustered
from retrieval.index.clustered import ClusteredIndex
from retrieval.index.index import K1, B, Index, build_index
from retrieval.index.kept import keep_index, saved_change
from retrieval.index.opensearch import Nodes as Client
from retrieval.index.opensearch import OpenSearchIndex
from retrieval.library import Arrival, Library
from tests.common.opensearch import Nodes, open_cluster
from tests.common.stories import BRIDGE, LIGHTHOUSE, QUESTION, TOWER, article

pytestmark = pytest.mark.process

ANSWER = "Il mesure 412 mètres de long."
WORDS = [f"w:{word}" for word in ("kerlan", "viaduc", "mars", "metres", "skarn", "lighthouse", "tour", "note")]


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with open_cluster(3) as started:
        yield started


@pytest.fixture
def cluster(nodes: Nodes) -> Cluster:
    return read_cluster(nodes.address("clustered"))


@pytest.fixture
def library() -> Iterator[Library]:
    made = Library((article(BRIDGE, date="2023-05-16", source="La Gazette"), article(LIGHTHOUSE, "en")))
    yield made
    made.close()


@pytest.fixture
def kept(library: Library, cluster: Cluster) -> Iterator[ClusteredIndex]:
    with closing(ClusteredIndex(library, cluster)) as made:
        yield made


def arrival(text: str) -> Arrival:
    return Arrival(article(text), origin=text, file=text)


def notes(number: int, first: int = 0) -> list[Arrival]:
    """Short articles, all different."""
    texts = [f"Note {n}\n\nLa note {n} parle du viaduc et de {n * 7919} mètres." for n in range(first, first + number)]
    return [arrival(text) for text in texts]


def add(library: Library, *arrivals: Arrival) -> None:
    for _ in library.add(arrivals):
        pass


def answered(kept: ClusteredIndex) -> str:
    found = kept.use(lambda index: answer(QUESTION, kept.library, index))
    return found.citations[0].text if found.citations else ""


def check_like_new(index: Index, library: Library, *, scores: bool = True) -> None:
    """The index is what one is that was made from nothing. Scores are only once what was withdrawn is merged away."""
    made_anew = build_index(library)
    assert index.change == library.change
    assert index.counted(WORDS).corpus_size == made_anew.corpus_size
    assert dict(index.counted(WORDS).idf) == pytest.approx(dict(made_anew.counted(WORDS).idf))
    for word in WORDS:
        found, expected = index.top([word], 50), made_anew.top([word], 50)
        assert {number for number, _ in found} == {number for number, _ in expected}
        if scores:
            assert [score for _, score in found] == pytest.approx([score for _, score in expected], rel=1e-6), word


def test_what_is_added_or_removed_is_so_for_the_next_question(kept: ClusteredIndex) -> None:
    """As with the index of a laptop: nobody has to do anything."""
    library = kept.library
    kept.current()
    assert answered(kept) == ANSWER
    library.remove(1)
    assert answered(kept) == ""
    library.restore(1)
    assert answered(kept) == ANSWER
    check_like_new(kept.current(), library, scores=False)


def test_the_settings_address_is_all_that_it_takes(library: Library, cluster: Cluster) -> None:
    """Who looks from outside sees which change is there; before the first start there is none."""
    folder = library.folder
    assert folder is not None
    assert saved_change(library, folder, cluster) is None
    kept = keep_index(library, folder, cluster)
    assert isinstance(kept, ClusteredIndex)
    kept.current()
    assert saved_change(library, folder, cluster) == library.change == 2
    kept.close()


def test_while_another_worker_is_at_it_questions_are_answered_from_what_is_there(kept: ClusteredIndex) -> None:
    """The lock is the library's: who does not get it neither waits nor writes."""
    kept.current()
    add(kept.library, *notes(3))
    kept.library.remove(1)
    with kept.library.leading(kept._index.name) as alone:
        assert alone
        assert answered(kept) == ANSWER[:0]  # the library no longer has the article, whatever the index finds
        assert kept.use(lambda index: index.change) == kept.change == 2
    assert kept.use(lambda index: index.change) == kept.change == 6
    check_like_new(kept.current(), kept.library, scores=False)


def test_until_it_is_whole_nobody_is_answered_from_a_part(kept: ClusteredIndex) -> None:
    """The worker that makes it is at work elsewhere: the others say that the search is unavailable."""
    with (
        kept.library.leading(kept._index.name),
        pytest.raises(SearchUnavailable, match="is being made"),
    ):
        kept.current()
    assert kept.current().change == 2


def test_a_worker_that_was_killed_half_way_leaves_no_trace(kept: ClusteredIndex, cluster: Cluster) -> None:
    """Some passages were added, their change was not written down, and then their article was removed: the log, which
    leaves out what came and went, names them no more."""
    kept.current()
    library = kept.library
    add(library, *notes(4))

    def killed() -> Iterator[tuple[int, list[str]]]:
        for number, passage in library.living([(5, 100)]):
            if number > 8:
                raise KeyboardInterrupt
            yield number, ["w:viaduc", "w:note", f"w:{passage.paragraph}"]

    client = Client(cluster)
    half = OpenSearchIndex(client, kept._index.name, K1, B)
    half.look()
    with pytest.raises(KeyboardInterrupt):
        half.apply(library.change, killed(), ())
    assert half.look().begun == 6
    client.close()
    library.remove(4)
    library.remove(5)
    assert kept.current().change == 8
    check_like_new(kept.current(), library, scores=False)
    assert not kept.current().unfinished


def test_workers_that_are_all_at_it_make_one_index(library: Library, cluster: Cluster) -> None:
    """Each adds, removes and asks; in the end the index is what one is that was made from nothing."""
    workers = [ClusteredIndex(library, cluster) for _ in range(3)]
    workers[0].current()
    faults: list[BaseException] = []

    def work(place: int, worker: ClusteredIndex) -> None:
        try:
            for turn in range(4):
                add(library, *notes(2, first=100 * place + 10 * turn))
                assert answered(worker) == ANSWER
        except BaseException as error:  # noqa: BLE001 — told by the test, below
            faults.append(error)

    threads = [threading.Thread(target=work, args=one) for one in enumerate(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    check_like_new(workers[1].current(), library)
    for worker in workers:
        worker.close()


def test_a_library_that_was_put_back_gets_its_index_anew(kept: ClusteredIndex, cluster: Cluster) -> None:
    """The index knows changes that the library never had."""
    kept.current()
    client = Client(cluster)
    other = OpenSearchIndex(client, kept._index.name, K1, B)
    other.look()
    other.apply(99, [(1, ["w:viaduc"]), (77, ["w:viaduc", "w:note"])], [0])
    client.close()
    assert kept.current().change == 2
    check_like_new(kept.current(), kept.library)
    assert answered(kept) == ANSWER


def test_an_index_that_was_deleted_is_made_again(kept: ClusteredIndex, cluster: Cluster) -> None:
    """Somebody has tidied up: nothing is lost, and nothing is made with other fields."""
    kept.current()
    client = Client(cluster)
    client.ask("DELETE", f"{kept._index.name},{kept._index.name}-words")
    client.close()
    assert kept.current().change == 2
    check_like_new(kept.current(), kept.library)


def test_a_new_version_asks_the_old_index_until_its_own_is_whole(
    kept: ClusteredIndex, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And when it is, takes its own; the old one goes when its workers have had time to go."""
    kept.current()
    monkeypatch.setattr(clustered, "FORMAT", clustered.FORMAT + 1)
    with closing(ClusteredIndex(kept.library, cluster)) as newer:
        with kept.library.leading(newer._index.name):
            assert newer.current() is not newer._index
            assert answered(newer) == ANSWER
        assert newer.current() is newer._index
        assert answered(newer) == answered(kept) == ANSWER
        monkeypatch.setattr(clustered, "KEPT", 0.0)
        newer.tidy()
        client = Client(cluster)
        assert not Client.get(client, f"{kept._index.name}/_settings")
        client.close()


def test_passages_that_were_withdrawn_are_merged_away(kept: ClusteredIndex) -> None:
    """They would count in the scores: when they are more than a tenth, they go, and the scores are exact again. A shard
    keeps them until its copies have said, every half minute, that they have no use for them; each copy is merged by
    itself, and any of them may be asked."""
    add(kept.library, *notes(60))
    kept.current()
    for number in range(10, 40):
        kept.library.remove(number)
    index, expected = kept.current(), build_index(kept.library).top(["w:kerlan"], 1)
    for _ in range(120):
        kept.tidy()
        asked = [index.top(["w:kerlan"], 1)[0][1] for _ in range(20)]
        if asked == pytest.approx([expected[0][1]] * len(asked), rel=1e-6):
            break
        time.sleep(1)
    check_like_new(index, kept.library)


def test_a_node_that_is_killed_or_hangs_changes_no_answer(kept: ClusteredIndex, nodes: Nodes) -> None:
    """The others have a copy of all; what is added meanwhile is there when the node is back."""
    add(kept.library, arrival(TOWER))
    kept.current()
    nodes.wait()  # a new index has its copies a moment later
    for number in (1, 2, 3):
        nodes.kill(number)
        assert answered(kept) == ANSWER
        add(kept.library, *notes(2, first=10 * number))
        assert answered(kept) == ANSWER
        nodes.revive(number)
    check_like_new(kept.current(), kept.library)
