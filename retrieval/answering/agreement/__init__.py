"""Who else says so, and who says otherwise?

Not for which sentence answers: those that are compared come ranked.
"""

from retrieval.answering.agreement.comparing import agreement

__all__ = ["agreement"]
