"""Which passages are the best, without looking at all of them? Compiled where numba is installed.

Not for files or statistics: it is given lists and weights.
"""

from retrieval.index.kernel.compiled import installed, loaded
from retrieval.index.kernel.pruning import Prepared, best, prepare

__all__ = ["Prepared", "best", "installed", "loaded", "prepare"]
