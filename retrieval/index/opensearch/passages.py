"""The passages on the cluster: which match best, and how many hold a term?"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence

from retrieval.cluster import Cluster
from retrieval.index.opensearch.bulk import WRITING
from retrieval.index.opensearch.nodes import BAD, LOOKING, UPDATING, Json, Nodes, kind_of

# The server takes 1,024 clauses of a question.
MOST_TERMS = 1_000
# Passages of one answer; the server gives 10,000.
MOST = 10_000
# Terms that are counted by one call.
COUNTED = 2_000
# Lucene refuses terms of 32,766 octets; what is longer than this stands there by its digest.
LONGEST = 8_000
# A passage is added with the version 1 and withdrawn with 2, so that whatever comes late, or twice, changes nothing.
# What was withdrawn is known for so long.
REMEMBERED = "1h"
# Withdrawn passages count in Lucene's statistics until they are merged away: above this share they are.
WITHDRAWN = 0.1


def settings(cluster: Cluster) -> Json:
    """What an index is made with, besides its fields. Nothing is seen before it is refreshed."""
    return {
        "number_of_shards": cluster.shards,
        "refresh_interval": "-1",
        "replication.type": "DOCUMENT",  # with segment replication a copy may be behind
        **_replicas(cluster),
    }


def _replicas(cluster: Cluster) -> Json:
    if cluster.replicas is None:
        return {"auto_expand_replicas": "0-1"}
    return {"auto_expand_replicas": "false", "number_of_replicas": cluster.replicas}


class Passages:
    """The index `name`, with BM25's parameters `k1` and `b`."""

    def __init__(self, nodes: Nodes, name: str, k1: float, b: float) -> None:
        self._nodes, self.name, self._k1, self._b = nodes, name, k1, b

    def make(self) -> None:
        """Makes the index, unless it is there."""
        field = {"type": "text", "analyzer": "keyword", "index_options": "freqs"}
        made = {
            "settings": {
                **settings(self._nodes.cluster),
                "gc_deletes": REMEMBERED,
                "similarity": {"default": {"type": "BM25", "k1": self._k1, "b": self._b}},
            },
            "mappings": {
                "dynamic": "false",
                "_source": {"enabled": False},  # the library has it
                "properties": {"number": {"type": "long"}, "terms": field},
            },
        }
        make(self._nodes, self.name, made)

    def addition(self, number: int, terms: Sequence[str]) -> str:
        """What adds a passage."""
        what = f'{{"index":{{"_id":"{number}","version":1,"version_type":"external"}}}}'
        return f"{what}\n{json.dumps({'number': number, 'terms': [_shortened(term) for term in terms]})}\n"

    def withdrawal(self, number: int) -> str:
        """What withdraws one."""
        return f'{{"delete":{{"_id":"{number}","version":2,"version_type":"external"}}}}\n'

    def top(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` best passages for at most MOST_TERMS different terms, ties by number."""
        asked = Counter(map(_shortened, terms))
        # Lucene leaves out the factor k1 + 1 of the formula, since it changes no order.
        clauses = [
            {"term": {"terms": {"value": term, "boost": often * (self._k1 + 1)}}} for term, often in asked.items()
        ]
        found: list[tuple[int, float]] = []
        body: Json = {
            "query": {"bool": {"should": clauses}},
            "sort": [{"_score": "desc"}, {"number": "asc"}],
            "track_total_hits": False,
            "_source": False,
        }
        while clauses and len(found) < k:
            wanted = min(k - len(found), MOST)
            hits = self._search(body | {"size": wanted})["hits"]["hits"]
            found += [(int(hit["_id"]), float(hit["sort"][0])) for hit in hits]
            if len(hits) < wanted:
                break
            body["search_after"] = hits[-1]["sort"]
        return found

    def counted(self, terms: Iterable[str]) -> tuple[int, dict[str, int]]:
        """How many passages there are, and how many hold each term."""
        asked, found = list(terms), dict[str, int]()
        size = 0
        for start in range(0, max(1, len(asked)), COUNTED):
            some = asked[start : start + COUNTED]
            body: Json = {"size": 0, "track_total_hits": True}
            if some:
                filters = {str(place): {"term": {"terms": _shortened(term)}} for place, term in enumerate(some)}
                body["aggs"] = {"of": {"filters": {"filters": filters}}}
            answer = self._search(body)
            size = int(answer["hits"]["total"]["value"])
            if some:
                buckets = answer["aggregations"]["of"]["buckets"]
                found |= {term: int(buckets[str(place)]["doc_count"]) for place, term in enumerate(some)}
        return size, found

    def expunge(self) -> bool:
        """Merges away what was withdrawn, if that is much; tells whether it was."""
        found = self._nodes.get(f"{self.name}/_stats/docs", seconds=LOOKING) or {}
        docs = found.get("_all", {}).get("primaries", {}).get("docs", {})
        gone, living = int(docs.get("deleted", 0)), int(docs.get("count", 0))
        if gone <= WITHDRAWN * (gone + living):
            return False
        for call in ("_flush", "_forcemerge?only_expunge_deletes=true", "_refresh"):
            self._nodes.ask("POST", f"{self.name}/{call}", seconds=UPDATING)
        return True

    def _search(self, body: Json) -> Json:
        # Rarity over all shards, not of each; and no answer rather than that of a part.
        how = "search_type=dfs_query_then_fetch&allow_partial_search_results=false"
        return self._nodes.ask("POST", f"{self.name}/_search?{how}", body)[1]


def make(nodes: Nodes, name: str, body: Json) -> None:
    """Makes an index; of one that is there, sets the number of replicas."""
    made = body | {"aliases": {f"{name}{WRITING}": {}}}
    status, found = nodes.ask("PUT", name, made, seconds=UPDATING, also=(BAD,))
    if status == BAD and kind_of(found) == "resource_already_exists_exception":
        nodes.ask("PUT", f"{name}/_settings", {"index": _replicas(nodes.cluster)}, seconds=UPDATING)
    elif status == BAD:
        raise RuntimeError(f"OpenSearch did not make an index: {kind_of(found)}")


def refresh(nodes: Nodes, name: str) -> None:
    """What was written is seen from now on."""
    nodes.ask("POST", f"{name}/_refresh", seconds=UPDATING)


def _shortened(term: str) -> str:
    """The term as it stands there; one that Lucene or UTF-8 can't hold, by its digest."""
    if len(term) <= LONGEST and (term.isascii() or not _has_surrogates(term)):
        return term
    return f"#:{hashlib.sha256(term.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _has_surrogates(term: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in term)
