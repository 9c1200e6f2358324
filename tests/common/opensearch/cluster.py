"""Starting, killing and reviving the nodes of a cluster."""

import fcntl
import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from platformdirs import user_cache_path

from tests.common.opensearch.java import QUICK, command, share_classes

# Seconds for a cluster to be well: far more than it takes.
PATIENCE = 180
# Below the ports that the system gives to clients: a revived node finds its own free.
PORTS = range(20_000, 32_000)
# Megabytes of heap; a node takes 300 in all.
HEAP = 256


class Nodes:
    """The nodes of one cluster, numbered from 1, with their data and logs in `folder`."""

    def __init__(self, folder: Path, number: int, heap: int = HEAP, flags: tuple[str, ...] = QUICK) -> None:
        self.folder, self._command = folder, command(heap, flags)
        ports = _free_ports(2 * number)
        self._http, self._transport = ports[:number], ports[number:]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def ports(self) -> list[int]:
        """Where each takes calls."""
        return self._http

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._http]

    def address(self, name: str, parameters: str = "") -> str:
        """What IBID_INDEX is set to, for an index whose name begins so."""
        return f"opensearch://{','.join(f'127.0.0.1:{port}' for port in self._http)}/{name}{parameters}"

    def start(self) -> None:
        for number in range(1, len(self._http) + 1):
            self.launch(number)
        self.wait()

    def launch(self, number: int) -> None:
        """Starts one, over the data that it had."""
        here = [self.folder / f"node-{number}", self._http[number - 1], self._transport[number - 1], *self._transport]
        with (self.folder / f"node-{number}.log").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                [*self._command, *map(str, here)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is meant for the tests
            )

    def kill(self, number: int) -> None:
        """As a machine that fails."""
        process = self._processes.pop(number)
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()

    def revive(self, number: int) -> None:
        self.launch(number)
        self.wait()

    def stall(self, number: int) -> None:
        """As a machine that hangs: connections are taken, and nothing is answered."""
        self._processes[number].send_signal(signal.SIGSTOP)

    def resume(self, number: int) -> None:
        self._processes[number].send_signal(signal.SIGCONT)

    def memory(self) -> list[int]:
        """What each node takes, in bytes."""
        statuses = [Path(f"/proc/{one.pid}/status").read_text() for one in self._processes.values()]
        return [1024 * int(status.split("VmRSS:")[1].split()[0]) for status in statuses]

    def processor(self) -> float:
        """Seconds of the processor that all of them have used."""
        ticks = 0
        for one in self._processes.values():
            fields = Path(f"/proc/{one.pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        for process in self._processes.values():
            if process.stdin:
                process.stdin.close()
        for number, process in list(self._processes.items()):
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            self.kill(number)

    def wait(self) -> None:
        """Until each node says that all are there and that nothing is missing."""
        until = time.monotonic() + PATIENCE
        asked = {"wait_for_nodes": len(self._processes), "wait_for_status": "green", "timeout": "5s"}
        for number in self._processes:
            while not self._is_well(number, asked):
                if time.monotonic() > until or self._processes[number].poll() is not None:
                    said = (self.folder / f"node-{number}.log").read_text()[-2000:]
                    raise RuntimeError(f"node {number} is not well: {said}")
                time.sleep(0.1)

    def _is_well(self, number: int, asked: dict[str, object]) -> bool:
        try:
            found = httpx.get(f"{self.urls[number - 1]}/_cluster/health", params=asked, timeout=10).json()  # type: ignore[arg-type]  # its own aliases
        except (httpx.HTTPError, ValueError):
            return False
        return bool(found.get("status") == "green" and not found.get("timed_out"))


@contextmanager
def open_cluster(number: int, heap: int = HEAP, flags: tuple[str, ...] = QUICK) -> Iterator[Nodes]:
    """A cluster of so many nodes, which ends with the block; one of several nodes is alone on this machine, as far as
    tests go. Skips the test where it can't run."""
    command(heap, flags)
    cache = user_cache_path("ibid-tests", ensure_exists=True)
    with (cache / "lock").open("a") as lock, tempfile.TemporaryDirectory(prefix="ibid-opensearch-") as made:
        share_classes(*_free_ports(2))
        fcntl.flock(lock, fcntl.LOCK_EX if number > 1 else fcntl.LOCK_SH)
        nodes = Nodes(Path(made), number, heap, flags)
        try:
            nodes.start()
            yield nodes
        finally:
            nodes.stop()


def _free_ports(number: int) -> list[int]:
    found: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == number:
            break
    return found
