"""Does it live, and is it well? Status, doctor, backup, monitoring, logs, upkeep.

Not for answering: it looks at what is kept, and at the process.
"""

from bot.operations.condition import gauges
from bot.operations.logs import Redaction, set_up_logging, trace
from bot.operations.monitor import watched
from bot.operations.stopping import told_to_stop
from bot.operations.systemd import notify
from bot.operations.tally import Tally, measured
from bot.operations.upkeep import keep_up

__all__ = [
    "Redaction", "Tally", "gauges", "keep_up", "measured", "notify", "set_up_logging", "told_to_stop", "trace",
    "watched",
]  # fmt: skip
