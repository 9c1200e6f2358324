"""A window for monitoring: `/health` and `/metrics` over HTTP, on the address that the settings give."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.locales import say, terminal_language
from bot.operations.metrics import CONTENT, render_metrics
from bot.operations.tally import Tally
from bot.values import Address
from retrieval.errors import IbidError

# Seconds without a turn of the conversation's loop after which it counts as stuck: it turns every few.
STUCK = 60.0


@contextmanager
def watched(address: Address | None, tally: Tally, gauges: Callable[[], dict[str, float]]) -> Iterator[None]:
    """Serve both pages while the block lasts, in a thread; without an address, nothing.

    Raises:
        IbidError: the address can't be listened on, or what makes the metrics is not installed.
    """
    if address is None:
        yield
        return
    render_metrics(tally, {})  # what is missing is said now, not when somebody asks
    try:
        server = ThreadingHTTPServer((address.host, address.port), _pages(tally, gauges))
    except OSError as error:
        raise IbidError(
            say(terminal_language(), "monitor.taken", name="IBID_MONITOR", address=address, reason=error.strerror)
        ) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="monitor", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _pages(tally: Tally, gauges: Callable[[], dict[str, float]]) -> type[BaseHTTPRequestHandler]:
    class Pages(BaseHTTPRequestHandler):
        """Two pages, without parameters, that say nothing of what anybody asked."""

        server_version, sys_version = "ibid", ""

        def do_GET(self) -> None:
            if self.path == "/health":
                well = tally.silence < STUCK
                said = {"status": "ok" if well else "stuck", "silent_seconds": round(tally.silence, 1)}
                # As last seen: to ask the library now would tie this worker's health to that of the database.
                said |= {"index_change": tally.index_change, "index_lag": tally.lag}
                self._send(200 if well else 503, "application/json", json.dumps(said).encode())
            elif self.path == "/metrics":
                self._send(200, CONTENT, render_metrics(tally, gauges()))
            else:
                self._send(404, "text/plain", b"/health or /metrics\n")

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Whoever watches asks every few seconds: that is no event."""

    return Pages
