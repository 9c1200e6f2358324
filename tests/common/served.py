"""`ibid serve` as a process on the loopback, and a client of it that is not ours."""

import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.common.running_bot import PATIENCE, Process, start_process


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, a client that begins there, and all that it has printed."""

    url: str
    client: httpx.Client
    process: Process
    log: Path
    folder: Path

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Sends the signal; returns the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def served(folder: Path, articles: Mapping[str, str], **settings: str) -> Iterator[Served]:
    """The server on these articles; it ends with the block."""
    library, log, port = folder / "articles", folder / "output.txt", free_port()
    library.mkdir()
    for name, text in articles.items():
        (library / name).write_text(text, encoding="utf-8")
    at = {"IBID_DATA": str(folder / "data"), "IBID_ARTICLES": str(library), "IBID_SERVE": str(port)} | settings
    process, url = start_process(folder, at, log, "serve"), f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
            _wait(client, process, log)
            yield Served(url, client, process, log, folder)
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait(client: httpx.Client, process: Process, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            client.get("/health")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The server did not begin to listen:\n{log.read_text(encoding='utf-8')}")
