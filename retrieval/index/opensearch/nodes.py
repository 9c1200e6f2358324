"""Calls of a cluster that outlast a node's failure: another is asked, until a deadline."""

import json
import logging
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from itertools import count
from typing import Any, NoReturn

import httpx

from retrieval.cluster import Cluster
from retrieval.errors import SearchUnavailable

log = logging.getLogger(__name__)

# Seconds until a call is given up: of who looks whether it is there, of a question, and of what brings it up to date.
LOOKING, ANSWERING, UPDATING = 3.0, 10.0, 300.0
# Seconds for which a node that failed is left alone, and until one that does not take a connection has failed.
RESTING, CONNECTING = 5.0, 2.0
# Seconds between two calls of nodes that answer, though not with what was asked for.
PAUSE = 0.25
OVERLOADED, BROKEN = 429, 500
REFUSED = frozenset((401, 403))
BAD, NOT_THERE, CONFLICT = 400, 404, 409

Json = dict[str, Any]
Reply = tuple[int, Json]


class Nodes:
    """The nodes of a cluster. Safe to use from several threads. Every call may be made twice: those that change
    something are such that a repetition changes nothing."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._resting: dict[str, float] = {}
        self._turn = count()
        self._making = threading.Lock()
        self._client: httpx.Client | None = None

    def ask(
        self,
        method: str,
        path: str,
        body: Json | str | None = None,
        *,
        seconds: float = ANSWERING,
        parameters: Mapping[str, str | int] | None = None,
        also: Collection[int] = (),
    ) -> Reply:
        """The status and the body of the first answer that is one; a body that is a string is lines of JSON. Faults are
        told by their kind alone: OpenSearch's own words may repeat what was asked.

        Raises:
            SearchUnavailable: there was none within so many seconds; the user or the password was refused; the index is
                not there.
            RuntimeError: the call was not understood, and its status is not among those that are `also` expected.
        """
        until, reason = time.monotonic() + seconds, "no node answers"
        while (left := until - time.monotonic()) > 0:
            node = self._next()
            if node is None:
                time.sleep(min(left, PAUSE))
                continue
            try:
                status, found = self._call(node, method, path, body, parameters, left)
            except (httpx.HTTPError, ValueError) as error:  # no connection, or what answered is no OpenSearch
                self._resting[node] = time.monotonic() + RESTING
                reason = f"{node.partition('//')[2]}: {_reason_of(error)}"
                log.warning("A node of the index does not answer: %s", reason)
                continue
            if status in REFUSED:
                raise SearchUnavailable(str(self.cluster), f"refused: {kind_of(found) or status}")
            if not not_now(status) and not _is_partial(found):
                if status >= httpx.codes.BAD_REQUEST and status not in also:
                    self._refuse(status, found)
                return status, found
            reason = kind_of(found) or f"status {status}"
            time.sleep(min(PAUSE, max(0.0, until - time.monotonic())))
        raise SearchUnavailable(str(self.cluster), reason)

    def get(self, path: str, *, seconds: float = ANSWERING) -> Json | None:
        """What is at `path`; None where nothing is. Raises SearchUnavailable."""
        status, found = self.ask("GET", path, seconds=seconds, also=(NOT_THERE,))
        return found if status != NOT_THERE else None

    def close(self) -> None:
        if self._client:
            self._client.close()

    def _refuse(self, status: int, found: Json) -> NoReturn:
        if status == NOT_THERE:
            raise SearchUnavailable(str(self.cluster), "the index is not there any more")
        raise RuntimeError(f"OpenSearch did not understand a call: status {status}, {kind_of(found)}")

    def _next(self) -> str | None:
        """The nodes take turns, but for those that have failed just now."""
        now, nodes = time.monotonic(), self.cluster.nodes
        first = next(self._turn)
        order = [nodes[(first + place) % len(nodes)] for place in range(len(nodes))]
        return next((node for node in order if self._resting.get(node, 0.0) <= now), None)

    def _call(
        self,
        node: str,
        method: str,
        path: str,
        body: Json | str | None,
        parameters: Mapping[str, str | int] | None,
        left: float,
    ) -> Reply:
        content = body if isinstance(body, str) else None if body is None else json.dumps(body)
        kind = "application/x-ndjson" if isinstance(body, str) else "application/json"
        answer = self._connections().request(
            method,
            f"{node}/{path}",
            content=content,
            params=parameters,
            headers={"Content-Type": kind} if content is not None else None,
            timeout=httpx.Timeout(left, connect=min(left, CONNECTING)),
        )
        found = answer.json() if answer.content else {}
        return answer.status_code, found if isinstance(found, dict) else {"found": found}

    def _connections(self) -> httpx.Client:
        with self._making:
            if self._client is None:
                cluster = self.cluster
                trusted = ssl.create_default_context(cafile=cluster.ca) if cluster.nodes[0][:6] == "https:" else True
                login = (cluster.user, cluster.password) if cluster.user else None
                self._client = httpx.Client(auth=login, verify=trusted, trust_env=False)
            return self._client


def not_now(status: int) -> bool:
    """Whether a call may succeed later: the cluster is overloaded, or has no copy of something at the moment; the node
    asked one that has just gone (500, node_not_connected_exception); what answered is a proxy without a cluster."""
    return status == OVERLOADED or status >= BROKEN


def _reason_of(error: BaseException) -> str:
    """Why a node did not answer: what its certificate lacks, or the kind of error alone."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {cause.verify_message.rstrip('.')}; IBID_INDEX takes ?ca=FILE"
        if isinstance(cause, ssl.SSLError):
            return f"no TLS: {cause.reason}"
        cause = cause.__cause__ or cause.__context__
    return type(error).__name__


def kind_of(found: Json) -> str:
    """The kind of error that OpenSearch names in an answer; empty where it names none."""
    error = found.get("error")
    return str(error.get("type", "")) if isinstance(error, dict) else ""


def _is_partial(found: Json) -> bool:
    """Whether a part of the index did not answer."""
    shards = found.get("_shards")
    failed = shards.get("failed", 0) if isinstance(shards, dict) else 0
    return bool(failed or found.get("timed_out"))
