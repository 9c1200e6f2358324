"""By https the cluster is asked as by http, if its certificate is trusted; if not, one sentence says so."""

import base64
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.cluster import read_cluster
from retrieval.errors import SearchUnavailable
from retrieval.index.clustered import ClusteredIndex
from retrieval.index.opensearch import Nodes as Client
from retrieval.library import Library
from tests.common.opensearch import Nodes, open_cluster
from tests.common.stories import BRIDGE, article
from tests.common.tls import Authority, tls_proxy

pytestmark = pytest.mark.process

# Seconds until a call is given up that can't succeed.
SHORT = 1.0


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with open_cluster(1) as started:
        yield started


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_whom_the_certificate_convinces_is_answered_as_the_user_it_names(nodes: Nodes, authority: Authority) -> None:
    """The index is made and asked, all of it encrypted; user and password come with each call."""
    library = Library((article(BRIDGE),))
    with tls_proxy(nodes.ports[0], authority.issue()) as (port, heard):
        cluster = read_cluster(f"opensearch+https://ibid:p%40ss@localhost:{port}/tls?ca={authority.file}")
        with closing(ClusteredIndex(library, cluster)) as kept:
            index = kept.current()
            assert index.change == library.change
            assert [number for number, _ in index.top(["w:viaduc"], 5)]
    library.close()
    calls = [line for line in b"".join(heard).splitlines() if line.startswith(b"Authorization:")]
    assert set(calls) == {b"Authorization: Basic " + base64.b64encode(b"ibid:p@ss")}
    assert len(calls) > 3


def test_a_certificate_of_an_unknown_authority_is_named_with_what_to_set(nodes: Nodes, tmp_path: Path) -> None:
    """With another authority's file, and with the system's alone; nothing of the call is said."""
    other = tmp_path / "other"
    other.mkdir()
    with tls_proxy(nodes.ports[0], Authority(tmp_path).issue()) as (port, heard):
        for parameters in (f"?ca={Authority(other).file}", ""):
            cluster = read_cluster(f"opensearch+https://ibid:secret@localhost:{port}/tls{parameters}")
            with closing(Client(cluster)) as client, pytest.raises(SearchUnavailable) as caught:
                client.ask("GET", "tls/_doc/state", seconds=SHORT)
            said = str(caught.value)
            assert f"localhost:{port}: its certificate is not trusted" in said
            assert "?ca=FILE" in said
            assert "secret" not in said
            assert "\n" not in said
    assert heard == []


def test_a_certificate_of_another_host_is_not_taken(nodes: Nodes, authority: Authority) -> None:
    with tls_proxy(nodes.ports[0], authority.issue("search.example.org")) as (port, heard):
        cluster = read_cluster(f"opensearch+https://localhost:{port}/tls?ca={authority.file}")
        with closing(Client(cluster)) as client, pytest.raises(SearchUnavailable, match="not valid for 'localhost'"):
            client.ask("GET", "tls/_doc/state", seconds=SHORT)
    assert heard == []


def test_a_node_that_speaks_no_tls_is_told_from_one_that_is_away(nodes: Nodes, authority: Authority) -> None:
    cluster = read_cluster(f"opensearch+https://localhost:{nodes.ports[0]}/tls?ca={authority.file}")
    with closing(Client(cluster)) as client, pytest.raises(SearchUnavailable, match="no TLS"):
        client.ask("GET", "tls/_doc/state", seconds=SHORT)
