"""Which state of the library does the index on the cluster reflect? One document, which only its reader may change."""

import secrets
import time
from dataclasses import asdict, dataclass, replace

from retrieval.errors import SearchUnavailable
from retrieval.index.opensearch.nodes import ANSWERING, CONFLICT, UPDATING, Nodes

# Behind the name of an index: its words, and this document.
WORDS = "-words"
STATE = "state"


@dataclass(frozen=True, slots=True)
class State:
    """All changes up to `change` are there, and perhaps some of those up to `begun`. An index is `whole` once it has
    been up to date. Times are in seconds since 1970."""

    change: int = 0
    begun: int = 0
    whole: bool = False
    made: float = 0.0
    whole_at: float = 0.0
    writer: str = ""


class Stored:
    """The state of the index `name`, as it was last read or written. Safe to read from several threads."""

    def __init__(self, nodes: Nodes, name: str) -> None:
        self._nodes, self._path = nodes, f"{name}{WORDS}/_doc/{STATE}"
        self._known: tuple[State, dict[str, int] | None] = State(), None

    @property
    def state(self) -> State:
        return self._known[0]

    @property
    def exists(self) -> bool:
        """Whether there was such an index when it was last read."""
        return self._known[1] is not None

    def read(self, seconds: float = ANSWERING) -> State:
        """Raises SearchUnavailable."""
        found = self._nodes.get(self._path, seconds=seconds)
        if found is None or not found.get("found"):
            self._known = State(), None
        else:
            place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
            self._known = State(**found["_source"]), place
        return self.state

    def write(self, **changes: object) -> None:
        """Changes the state, unless somebody else has since it was read.

        Raises:
            SearchUnavailable: somebody has; or it could not be written.
        """
        state, place = self._known
        new = replace(state, writer=secrets.token_hex(8), made=state.made or time.time(), **changes)  # type: ignore[arg-type]  # fields
        parameters: dict[str, str | int] = {"op_type": "create"} if place is None else {**place}
        status, found = self._nodes.ask(
            "PUT", self._path, asdict(new), parameters=parameters, seconds=UPDATING, also=(CONFLICT,)
        )
        if status == CONFLICT:
            # Ours may have been written by a call whose answer was lost.
            if self.read(UPDATING).writer != new.writer:
                raise SearchUnavailable(str(self._nodes.cluster), "another worker is bringing it up to date")
            return
        self._known = new, {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}


def states_of(nodes: Nodes, pattern: str) -> dict[str, State]:
    """The states of all indices whose names fit `pattern` (with `*`), by name. Raises SearchUnavailable."""
    listed = nodes.get(f"{pattern}{WORDS}/_alias") or {}
    names = [name.removesuffix(WORDS) for name in listed]
    return {name: Stored(nodes, name).read() for name in names}
