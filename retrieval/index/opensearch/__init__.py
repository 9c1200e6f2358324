"""An index on an OpenSearch cluster: the same terms, the same scores, on machines that several workers share.

Not for when it is brought up to date, nor by whom: it is told what to add and to withdraw.
"""

from retrieval.index.opensearch.index import OpenSearchIndex
from retrieval.index.opensearch.nodes import ANSWERING, LOOKING, UPDATING, Nodes
from retrieval.index.opensearch.state import Stored, states_of

__all__ = ["ANSWERING", "LOOKING", "UPDATING", "Nodes", "OpenSearchIndex", "Stored", "states_of"]
