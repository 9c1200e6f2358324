"""Who watches what, and what is still to be told of it? Questions that people asked to be told about, and what came.

Not for finding what answers, nor for telling it.
"""

from bot.memory.watching.findings import Batch, Finding, Findings, Found
from bot.memory.watching.watches import MOST_WATCHES, Watch, Watches

__all__ = ["MOST_WATCHES", "Batch", "Finding", "Findings", "Found", "Watch", "Watches"]
