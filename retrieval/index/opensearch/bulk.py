"""Many documents at a time, each of which is looked at: what could not be written now is written again."""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from retrieval.errors import SearchUnavailable
from retrieval.index.opensearch.nodes import BAD, CONFLICT, NOT_THERE, PAUSE, UPDATING, Json, Nodes, kind_of, not_now

# Behind the name of an index: another name, by which alone it is written to.
WRITING = "-writing"
# Operations, and characters, of one call.
MOST, LARGEST = 1_000, 4_000_000
# Calls under way at a time: while a node writes one, the next is being made.
AT_ONCE = 3


def write(nodes: Nodes, index: str, operations: Iterable[str]) -> None:
    """Carries out `operations`, each a line of what to do and, where it takes one, a line with the document.

    They are such that an older one changes nothing. Raises SearchUnavailable; then some may have been carried out.
    """
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="bulk") as threads:
        waiting: deque[Future[None]] = deque()
        for batch in _batches(operations):
            if len(waiting) == AT_ONCE:
                waiting.popleft().result()
            waiting.append(threads.submit(_write, nodes, index, batch))
        for one in waiting:
            one.result()


def _batches(operations: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for operation in operations:
        if batch and (len(batch) == MOST or size + len(operation) > LARGEST):
            yield batch
            batch, size = [], 0
        batch.append(operation)
        size += len(operation)
    if batch:
        yield batch


def _write(nodes: Nodes, index: str, batch: list[str]) -> None:
    until = time.monotonic() + UPDATING
    while batch:
        left = until - time.monotonic()
        path = f"{index}{WRITING}/_bulk?require_alias=true"  # or an index that has gone would be made anew, unlike it
        _, found = nodes.ask("POST", path, "".join(batch), seconds=max(left, PAUSE))
        results = [next(iter(item.values())) for item in found["items"]]
        if any(result["status"] == NOT_THERE and "error" in result for result in results):
            raise SearchUnavailable(str(nodes.cluster), "the index is not there any more")
        batch = [operation for operation, result in zip(batch, results, strict=True) if not _is_done(result)]
        if batch and left <= 0:
            raise SearchUnavailable(str(nodes.cluster), "it takes no more documents")
        if batch:
            time.sleep(PAUSE)


def _is_done(result: Json) -> bool:
    """Whether it needs no repetition. What never will be written is no passage of ours: an error that must be seen."""
    status = result["status"]
    if status < BAD or status in (NOT_THERE, CONFLICT):  # it is gone already, or there already
        return True
    if not_now(status):
        return False
    raise RuntimeError(f"OpenSearch refused a document: status {status}, {kind_of(result)}")
