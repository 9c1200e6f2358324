"""The words of the passages on the cluster: those that may have been meant by another, and compounds.

Beside the passages, in an index of its own. Words are only added: whether a passage still holds one is asked there.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from retrieval.index.opensearch.nodes import Json, Nodes
from retrieval.index.opensearch.passages import make, settings
from retrieval.index.opensearch.state import WORDS
from retrieval.language import (
    Compounds,
    Speller,
    is_head,
    is_listed,
    is_looked_up,
    is_part,
    most_slips,
    skeletons_of,
    sounds_of,
)

# Words that were written lately, by their hashes, so that each is not written with every passage.
REMEMBERED = 500_000
# Words that are near one another are few; longer ones are none.
NEAR, LONGEST = 500, 100
# Compounds that are looked through: some of them may have gone.
LOOKED_THROUGH = 200


class Words:
    """The words beside the passages of the index `name`."""

    def __init__(self, nodes: Nodes, name: str) -> None:
        self._nodes, self.name = nodes, f"{name}{WORDS}"
        self._written: set[int] = set()

    def make(self) -> None:
        """Makes the index, unless it is there. It is small: one shard does."""
        fields = {"word": {"type": "keyword"}, "sound": {"type": "keyword"}, "back": {"type": "keyword"}}
        made: Json = {
            "settings": {**settings(self._nodes.cluster), "number_of_shards": 1},
            "mappings": {"dynamic": "false", "properties": fields},
        }
        make(self._nodes, self.name, made)

    def additions(self, terms: Iterable[str]) -> Iterator[str]:
        """What adds the words among these terms that were not added lately."""
        kept = [term for term in set(terms) if term[:2] in ("w:", "s:") and hash(term) not in self._written]
        if len(self._written) > REMEMBERED:
            self._written.clear()
        self._written.update(map(hash, kept))
        surfaces = [term[2:] for term in kept if term[0] == "w" and is_listed(term[2:]) and len(term) <= LONGEST]
        for word, sound in zip(surfaces, skeletons_of(surfaces), strict=True):
            yield _created(f"w:{word}", {"word": word, "sound": sound})
        for term in kept:
            if term[0] == "s" and is_part(term[2:]) and len(term) <= LONGEST:
                yield _created(term, {"back": term[:1:-1]})

    def forget(self) -> None:
        """What was written may be gone."""
        self._written.clear()

    def nearest(self, word: str, living: Callable[[Sequence[str]], Iterable[str]]) -> str | None:
        """The word that `word` was surely meant for; `living` tells which of some terms any passage holds."""
        if not is_looked_up(word) or len(word) > LONGEST:
            return None
        like: Json = {"value": word, "fuzziness": most_slips(word), "prefix_length": 1, "max_expansions": NEAR}
        either = [{"fuzzy": {"word": like}}, {"terms": {"sound": list(sounds_of(word))}}]
        found = self._search({"query": {"bool": {"should": either}}, "size": 2 * NEAR})
        return Speller(term[2:] for term in living(found)).nearest(word)

    def ending_in(self, stem: str, living: Callable[[Sequence[str]], Iterable[str]]) -> tuple[str, ...]:
        """The stems of the compounds that `stem` ends."""
        if not is_head(stem):
            return ()
        query = {"prefix": {"back": stem[::-1]}}
        found = self._search({"query": query, "sort": [{"back": "asc"}], "size": LOOKED_THROUGH})
        return Compounds(term[2:] for term in living(found)).ending_in(stem)

    def _search(self, body: Json) -> list[str]:
        """The terms that a query finds."""
        path = f"{self.name}/_search?allow_partial_search_results=false"
        _, found = self._nodes.ask("POST", path, body | {"_source": False, "track_total_hits": False})
        return [str(hit["_id"]) for hit in found["hits"]["hits"]]


def _created(name: str, document: Json) -> str:
    return f"{json.dumps({'create': {'_id': name}})}\n{json.dumps(document)}\n"
