"""What does a web page say? The lines of its article, and what it declares of itself.

Not for fetching it.
"""

from retrieval.reading.pages.webpage import read_webpage

__all__ = ["read_webpage"]
