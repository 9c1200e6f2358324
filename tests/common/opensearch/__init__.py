"""An OpenSearch cluster of the tests' own: some nodes on the loopback, each a process, of jars from Maven Central."""

from tests.common.opensearch.cluster import Nodes, open_cluster

__all__ = ["Nodes", "open_cluster"]
