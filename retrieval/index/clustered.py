"""The index of a library on a cluster, which several workers share: one of them brings it up to date, all ask it."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from retrieval.cluster import Cluster
from retrieval.errors import SearchUnavailable
from retrieval.index.index import K1, B, Index, Tell, bring_up_to_date
from retrieval.index.opensearch import LOOKING, UPDATING, Nodes, OpenSearchIndex, states_of
from retrieval.index.segments import VERSION
from retrieval.library import Library, passages_after

T = TypeVar("T")

log = logging.getLogger(__name__)

# To be raised with any change of what is stored on the cluster.
FORMAT = 1
# So many passages are added before a question is answered, which takes a second; more are added beside the questions.
SOON = 500
# Seconds after which what was withdrawn can be merged away: a shard keeps it until its copies have told, every half
# minute, that they have no use for it.
SETTLED = 40.0
# Seconds for which the index of an earlier version is kept once there is one of this version: its workers may go on.
KEPT = 86_400.0


class ClusteredIndex:
    """The index of `library` on `cluster`. Safe to use from several threads, and by many processes.

    Its name is made of the library's and of what it depends on besides: how words are cut, and the parameters. So a new
    version of Ibid makes its own beside the old one, and asks the old one until its own is whole. Every method raises
    SearchUnavailable.
    """

    def __init__(self, library: Library, cluster: Cluster) -> None:
        self.library = library
        self._cluster = cluster
        self._nodes = Nodes(cluster)
        self._base = f"{cluster.name}-{library.name}"
        name = f"{self._base}-{_digest(cluster)}"
        # What is asked, and what alone is changed, by one thread at a time: it must not see what others have read.
        self._index, self._changed = self._named(name), self._named(name)
        self._asking = self._index  # or the one of another version, until this one's is whole
        self._working = threading.Lock()
        self._tidying: threading.Timer | None = None

    @property
    def saved(self) -> int:
        """The change that the cluster's index reflected when it was last looked at."""
        return self._index.change

    @property
    def change(self) -> int:
        """The change that what is asked here reflected when it was last looked at."""
        return self._asking.change

    def use(self, work: Callable[[Index], T]) -> T:
        """What `work` makes of the index: with all changes up to now if they are few and no other worker is adding
        them, else as it is."""
        if self._is_behind():
            self._hasten()
        return work(self._asked())

    def current(self, tell: Tell | None = None) -> Index:
        """The index, with all changes up to now, unless another worker is adding them."""
        if self._is_behind():
            self._update(tell)
        self._tidy_later()
        return self._asked()

    def save(self) -> None:
        """It is kept as soon as it is changed."""

    def reflected(self, seconds: float) -> int | None:
        """The change that it reflects now; None where there is none yet."""
        state = self._index.look(seconds)
        return state.change if self._index.exists else None

    def close(self) -> None:
        if self._tidying:
            self._tidying.cancel()
        self._nodes.close()

    def _is_behind(self) -> bool:
        """Whether there is something to be added, or it was never whole."""
        state = self._index.look()  # first: the library only goes on
        return state.change != self.library.change or not state.whole

    def _asked(self) -> Index:
        """The index of this version or, until that is whole, the latest one of another version."""
        if self._index.state.whole:
            self._asking = self._index
            return self._index
        others = self._others()
        if not others:
            raise SearchUnavailable(str(self._cluster), "the index is being made")
        log.info("The index of this version is being made; the one before is asked meanwhile.")
        self._asking = max(others, key=lambda one: (one.state.made, one.name))
        return self._asking

    def _hasten(self) -> None:
        """Adds what is missing: at once if that is little, else beside the questions, in one thread."""
        if self._index.exists and passages_after(self.library.engine, self._index.change) <= SOON:
            self._work()
        elif not self._working.locked():
            threading.Thread(target=self._work, name="index update", daemon=True).start()

    def _work(self) -> None:
        """Where the cluster takes nothing, what is there may answer all the same."""
        if not self._working.acquire(blocking=False):
            return
        try:
            self._update(None)
        except SearchUnavailable as error:
            log.warning("%s", error)
        finally:
            self._working.release()
        self._tidy_later()

    def _update(self, tell: Tell | None) -> None:
        """Brings the index up to date, unless another thread or worker is at it. The lock is taken before the change is
        read: who gets it late sees what was done meanwhile."""
        index = self._changed
        with self.library.leading(index.name) as alone:
            if alone:
                index.look(UPDATING)
                if index.exists and index.change > self.library.change:
                    log.warning("The index knows more than the library, which was put back: it is made anew.")
                    index.delete()
                if not index.exists:
                    index.make()
                bring_up_to_date(self.library, index, tell)
                if not index.state.whole:
                    index.declare_whole()
        self._index.look()

    def _tidy_later(self) -> None:
        if self._tidying is None or not self._tidying.is_alive():
            self._tidying = threading.Timer(SETTLED, self.tidy)
            self._tidying.daemon = True
            self._tidying.start()

    def tidy(self) -> None:
        """Merges away what was withdrawn. The indices of versions before this one go once their workers have had a day
        to go, too. It is done by itself, some time after a start or a change."""
        try:
            self._index.expunge()
            state = self._index.look()
            if state.whole and time.time() - state.whole_at > KEPT:
                for other in self._others():
                    if other.state.made < state.made:
                        other.delete()
        except SearchUnavailable as error:
            log.warning("%s", error)

    def _others(self) -> list[OpenSearchIndex]:
        """The whole indices that other versions have made of this library."""
        found = states_of(self._nodes, f"{self._base}-*")
        others = [self._named(name) for name, state in found.items() if name != self._index.name and state.whole]
        for other in others:
            other.look()
        return others

    def _named(self, name: str) -> OpenSearchIndex:
        return OpenSearchIndex(self._nodes, name, K1, B)


def reflected_change(library: Library, cluster: Cluster) -> int | None:
    """The change of `library` that its index on `cluster` reflects; None where there is none yet."""
    index = ClusteredIndex(library, cluster)
    try:
        return index.reflected(LOOKING)
    finally:
        index.close()


def _digest(cluster: Cluster) -> str:
    """Eight characters for how words are cut, what is stored of them, and how."""
    return hashlib.sha256(f"{VERSION} {K1} {B} {FORMAT} {cluster.shards}".encode()).hexdigest()[:8]
