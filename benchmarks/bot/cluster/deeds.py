"""What is done to workers, nodes and the database, in an order by chance."""

import random
from dataclasses import dataclass

KILLED, TOLD, RESTS, NODE, DATABASE = "SIGKILL", "SIGTERM", "rests", "node killed", "PostgreSQL restarted"


@dataclass(frozen=True, slots=True)
class Deeds:
    """How often workers are ended, PostgreSQL is restarted, and a node is killed."""

    kills: int = 0
    restarts: int = 0
    nodes: int = 0

    def drawn(self, chance: random.Random) -> list[str]:
        """Of the kills, a fifth is a SIGTERM and a fifth a long rest."""
        fifth = self.kills // 5
        drawn = [KILLED] * (self.kills - 2 * fifth) + [TOLD] * fifth + [RESTS] * fifth
        drawn += [DATABASE] * self.restarts + [NODE] * self.nodes
        chance.shuffle(drawn)
        return drawn
