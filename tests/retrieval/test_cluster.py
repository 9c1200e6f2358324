"""The address of a cluster is read as it was written, or refused; its password is not shown."""

from pathlib import Path

import pytest

from retrieval.cluster import Cluster, read_cluster


def test_hosts_and_a_name_are_enough() -> None:
    """The port is OpenSearch's own unless it is written; there is one shard, with a copy where there is a place."""
    found = read_cluster(" opensearch://search1,search2:9201,[::1]:9202/ibid-news ")
    assert found == Cluster(("http://search1:9200", "http://search2:9201", "http://[::1]:9202"), "ibid-news")
    assert (found.shards, found.replicas) == (1, None)
    assert str(found) == "OpenSearch at search1:9200, search2:9201, [::1]:9202"


def test_with_https_come_a_user_and_certificates(tmp_path: Path) -> None:
    """A password with a sign that has a meaning in addresses is written as %40; it is never shown."""
    trusted = tmp_path / "ca.pem"
    trusted.write_text("certificates")
    found = read_cluster(f"opensearch+https://ibid:p%40ss@search1:9200/ibid?ca={trusted}&shards=3&replicas=2")
    assert (found.nodes, found.user, found.password) == (("https://search1:9200",), "ibid", "p@ss")
    assert (found.ca, found.shards, found.replicas) == (trusted, 3, 2)
    assert "p@ss" not in f"{found!r} {found}"


@pytest.mark.parametrize(
    "written",
    [
        "http://search1:9200/ibid",
        "opensearch://search1:9200",
        "opensearch:///ibid",
        "opensearch://search1:9200/Ibid",
        "opensearch://search1:port/ibid",
        "opensearch://search1:9200,/ibid",
        "opensearch://search1:9200/ibid?shard=3",
        "opensearch://search1:9200/ibid?shards=0",
        "opensearch://search1:9200/ibid?replicas=-1",
        "opensearch+https://search1:9200/ibid?ca=/nowhere/ca.pem",
        "opensearch://ibid:secret@search1:9200/ibid",
        "opensearch://search1:9200/ib id",
        "",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    """A slip, an unknown parameter, a file that is not there, a password that would go over the network as it is."""
    with pytest.raises(ValueError, match=r"^(?!.*secret)"):
        read_cluster(written)


def test_to_this_machine_a_password_may_go_as_it_is() -> None:
    """Nobody else sees it there."""
    assert read_cluster("opensearch://ibid:secret@127.0.0.1:9200/ibid").user == "ibid"
