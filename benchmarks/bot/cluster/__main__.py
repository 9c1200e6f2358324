"""Several workers behind a webhook, of which one after the other is killed, and no question is lost or answered twice.

`python -m benchmarks.bot.cluster [--questions 2000] [--chats 100] [--workers 3] [--kills 30] [--restarts 2]
[--nodes 3] [--nodes-killed 3] [--seed N]` starts a PostgreSQL server, a cluster of OpenSearch nodes (a JDK and Maven;
`--nodes 0`: each worker has the index in a folder of its own) and as many `ibid serve`, behind the Bot API server of
the tests, which brings the questions of tests/questions.jsonl to one after the other, from so many chats, a fifth of
them groups. All the while workers are ended by SIGKILL (one in five by SIGTERM, one in five is stopped for longer than
its leases last, and goes on then), nodes are killed one after the other and revived over what they have on disk,
PostgreSQL is restarted as after a loss of power, and `ibid add` and `ibid remove` change the library. At the end each
question must have one answer, each quotation must be a sentence of the library under the id that its button carries, no
call may have been refused, and the index on the cluster must find what one finds that is made from nothing. Prints the
figures as JSON, the seed among them; the exit status is 1 where one is not as it must be. `--quiet` kills and restarts
nothing: then `answers a second` is what so many workers do.
"""

import argparse
import json
import sys
import time

from benchmarks.bot.cluster.deeds import Deeds
from benchmarks.bot.cluster.run import run_cluster
from benchmarks.bot.verdict import NEVER


def main() -> int:
    parser = argparse.ArgumentParser(description="Several workers, of which one after the other is killed.")
    numbers = {"questions": 2000, "chats": 100, "workers": 3, "kills": 30, "restarts": 2, "nodes": 3, "nodes-killed": 3}
    for name, number in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--quiet", action="store_true")
    given = parser.parse_args()
    print(f"seed {given.seed}", file=sys.stderr, flush=True)
    deeds = Deeds() if given.quiet else Deeds(given.kills, given.restarts, given.nodes_killed if given.nodes else 0)
    found = run_cluster(given.questions, given.chats, given.workers, given.nodes, deeds, given.seed)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return int(any(found[name] for name in NEVER) or found.get("index equal") is False)


if __name__ == "__main__":
    sys.exit(main())
