"""A call outlasts nodes that fail, hang or answer in part, until its deadline; then the search is unavailable."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from retrieval.cluster import Cluster
from retrieval.errors import SearchUnavailable
from retrieval.index.opensearch import nodes as module
from retrieval.index.opensearch.nodes import Nodes

WELL = (200, {"_shards": {"total": 2, "failed": 0}, "hits": {}})
PARTIAL = (200, {"_shards": {"total": 2, "failed": 1}, "hits": {}})
GONE = (500, {"error": {"type": "node_not_connected_exception", "reason": "[127.0.0.1:9301] Node not connected"}})
RED = (503, {"error": {"type": "search_phase_execution_exception", "reason": "Qui est Choigou ?"}})
# Seconds: a deadline that is reached, and one that is not.
SHORT, LONG = 0.2, 60.0


class Server:
    """What listens as a node does. It gives `answers` one after the other, the last one for ever."""

    def __init__(self, *answers: tuple[int, object]) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                server.calls.append((self.command, self.path, self.headers.get("Authorization") or ""))
                self.rfile.read(length)
                status, body = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
                content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = _answer  # noqa: N815 — the names that http.server calls

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked again is at once, nearly."""
    monkeypatch.setattr(module, "PAUSE", 0.02)


Listening = Callable[..., tuple[Nodes, list[Server]]]


@pytest.fixture
def listening() -> Iterator[Listening]:
    """Makes nodes of lists of answers; a node that is None does not listen."""
    with ExitStack() as until_the_end:

        def start(*given: tuple[tuple[int, object], ...] | None) -> tuple[Nodes, list[Server]]:
            servers = [Server(*(answers or (WELL,))) for answers in given]
            for server, answers in zip(servers, given, strict=True):
                if answers is None:
                    server.http.server_close()
                else:
                    until_the_end.enter_context(_served(server.http))
            nodes = Nodes(Cluster(tuple(server.url for server in servers), "ibid", "ibid", "secret"))
            until_the_end.callback(nodes.close)
            return nodes, servers

        yield start


@contextmanager
def _served(http: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def test_nodes_take_turns(listening: Listening) -> None:
    """Each is asked as often as the others, as the user that the address names."""
    nodes, servers = listening((WELL,), (WELL,), (WELL,))
    for _ in range(6):
        assert nodes.ask("POST", "ibid/_search", {"size": 1}, seconds=LONG) == WELL
    assert [len(server.calls) for server in servers] == [2, 2, 2]
    assert servers[0].calls[0] == ("POST", "/ibid/_search", "Basic aWJpZDpzZWNyZXQ=")


@pytest.mark.parametrize("failed", [None, ((200, "<html>a proxy</html>"),)])
def test_a_node_that_fails_is_left_alone_for_a_while(listening: Listening, failed: tuple[object] | None) -> None:
    """It is asked once; meanwhile the others answer, and later it is asked again."""
    nodes, servers = listening(failed, (WELL,))
    for _ in range(5):
        assert nodes.ask("GET", "", seconds=LONG) == WELL
    if failed:
        assert len(servers[0].calls) == 1
    assert len(servers[1].calls) == 5
    [(node, until)] = nodes._resting.items()
    assert node == servers[0].url
    assert 0 < until - time.monotonic() <= module.RESTING


def test_what_comes_from_a_part_of_the_index_is_no_answer(listening: Listening) -> None:
    """A red cluster, one that has no room, a node whose neighbour is gone, a shard that is missing: asked again."""
    nodes, [server] = listening((RED, (429, {}), GONE, PARTIAL, (200, {"timed_out": True}), WELL))
    assert nodes.ask("POST", "ibid/_search", {}, seconds=LONG) == WELL
    assert len(server.calls) == 6


@pytest.mark.parametrize("answers", [(RED,), (PARTIAL,), None])
def test_at_the_deadline_the_search_is_unavailable(listening: Listening, answers: tuple[object] | None) -> None:
    """The error names the cluster and why, and neither the password nor what was asked."""
    nodes, servers = listening(answers)
    with pytest.raises(SearchUnavailable) as caught:
        nodes.ask("POST", "ibid/_search", {}, seconds=SHORT)
    assert str(servers[0].url).removeprefix("http://") in str(caught.value)
    assert caught.value.status == 7
    assert not any(word in str(caught.value) for word in ("secret", "Choigou"))


def test_a_refused_password_is_said_at_once(listening: Listening) -> None:
    """To wait would not help."""
    nodes, [server] = listening(((401, {"error": {"type": "security_exception"}}),))
    with pytest.raises(SearchUnavailable, match="refused: security_exception"):
        nodes.ask("GET", "ibid/_doc/state", seconds=LONG)
    assert len(server.calls) == 1


def test_a_call_that_is_not_understood_is_a_fault_of_ours(listening: Listening) -> None:
    """It is raised with its kind alone, since OpenSearch's words may repeat the question."""
    nodes, _ = listening(((400, {"error": {"type": "parsing_exception", "reason": "Qui est Choigou ?"}}),))
    with pytest.raises(RuntimeError, match=r"status 400, parsing_exception$"):
        nodes.ask("POST", "ibid/_search", {}, seconds=LONG)


def test_what_is_not_there_is_told_from_what_does_not_answer(listening: Listening) -> None:
    """Who looks whether something is there is told that it is not."""
    missing = (404, {"error": {"type": "index_not_found_exception"}})
    nodes, _ = listening((missing,))
    assert nodes.get("ibid/_doc/state", seconds=LONG) is None
    with pytest.raises(SearchUnavailable, match="not there any more"):
        nodes.ask("POST", "ibid/_search", {}, seconds=LONG)
