"""Does an index on a cluster find what one finds that is made from nothing?"""

import math
import time
from collections.abc import Sequence

from retrieval.answering import search
from retrieval.cluster import Cluster
from retrieval.index.clustered import ClusteredIndex
from retrieval.index.index import build_index
from retrieval.index.opensearch import Nodes
from retrieval.library import Library

# Relative, of scores: the rounding of a 32-bit number.
ROUNDING = 1e-6
# Questions that are asked, and passages that are looked at of each.
ASKED, TENS = 100, 10
# Seconds in which the cluster merges away what was withdrawn: a shard keeps it until its copies have told, every half
# minute, that they have no use for it. And between two looks.
MERGED, LOOKED = 180.0, 5.0


def differences(library: Library, cluster: Cluster, questions: Sequence[str]) -> list[str]:
    """In what the index of `library` on `cluster` is unlike one made from nothing, once what was withdrawn is merged
    away: the last change, the numbers of passages with each term, the first ten and their scores, of up to ASKED of the
    questions. Empty: in nothing."""
    kept = ClusteredIndex(library, cluster)
    try:
        index, anew = kept.current(), build_index(library)
        found = [] if index.change == anew.change else [f"change {index.change} instead of {anew.change}"]
        if not merge(cluster, f"{cluster.name}-{library.name}-*"):
            found.append("what was withdrawn is still there")
        for text in questions[:ASKED]:
            terms = search(text, library, anew)[0].terms
            if index.counted(terms) != anew.counted(terms):
                found.append(f"{text!r}: other numbers of passages")
            if (far := apart(index.top(terms, TENS), anew.top(terms, TENS))) > ROUNDING:
                found.append(f"{text!r}: the first ten differ by {far:.1e}")
        return found
    finally:
        kept.close()


def merge(cluster: Cluster, name: str) -> bool:
    """Merge away all that was withdrawn, which counts in Lucene's statistics until then; whether it is gone."""
    nodes, until = Nodes(cluster), time.monotonic() + MERGED
    try:
        while time.monotonic() < until:
            for call in ("_flush", "_forcemerge?max_num_segments=1", "_refresh"):
                nodes.ask("POST", f"{name}/{call}", seconds=MERGED)
            stats = nodes.get(f"{name}/_stats/docs") or {}
            if not stats["_all"]["total"]["docs"]["deleted"]:
                return True
            time.sleep(LOOKED)
        return False
    finally:
        nodes.close()


def apart(found: Sequence[tuple[int, float]], expected: Sequence[tuple[int, float]]) -> float:
    """How far scores differ, relatively; infinitely where the passages do."""
    if {number for number, _ in found} != {number for number, _ in expected}:
        close = min(len(found), len(expected))
        tied = len(found) == len(expected) and math.isclose(found[-1][1], expected[-1][1], rel_tol=ROUNDING)
        return math.inf if not (close and tied) else ROUNDING
    scores = dict(expected)
    return max((abs(score - scores[number]) / scores[number] for number, score in found), default=0.0)
