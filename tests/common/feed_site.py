"""A site on the loopback with a feed, as good and as bad as one wants: its pages, its faults, what was asked of it."""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

PAGE = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


@dataclass(slots=True)
class Answered:
    """What stands at a path: status, kind, headers, and how long it takes (seconds)."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(slots=True)
class FeedSite:
    """The pages by their paths. `faults` are what is answered instead, each once, the first first; `asked` are all
    requests: (path, its headers, the status of the answer)."""

    pages: dict[str, Answered] = field(default_factory=dict)
    entries: list[tuple[str, str, str, str]] = field(default_factory=list)  # path, title, RFC 822 date, summary
    faults: dict[str, list[Answered]] = field(default_factory=lambda: defaultdict(list))
    asked: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    waits: Callable[[float], object] = lambda seconds: None

    def publish(self, path: str, title: str, text: str, at: float = 0.0, *, plain: bool = False) -> None:
        """A page, and an entry of the feed; again, and it is corrected. `plain` text is read sooner."""
        if plain:
            self.pages[path] = Answered(f"{title}\n\n{text}".encode(), "text/plain; charset=utf-8")
        else:
            body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
            self.pages[path] = Answered(PAGE.format(title=escape(title), body=body).encode())
        with self.lock:
            self.entries = [
                (path, title, formatdate(at), text),
                *(one for one in self.entries if one[0] != path),
            ]

    def rss(self) -> bytes:
        with self.lock:
            entries = list(self.entries)
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{path}</link><pubDate>{date}</pubDate>"
            f"<description>{escape(summary)}</description></item>"
            for path, title, date, summary in entries
        )
        channel = f"<channel><title>La Gazette</title>{items}</channel>"
        return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()

    def paths(self, status: int | None = None) -> list[str]:
        """What was asked for, in order; of those alone that were answered so."""
        return [path for path, _, answered in self.asked if status in (None, answered)]


@contextmanager
def feed_site() -> Iterator[FeedSite]:
    """A site with its feed at /feed, which ends with the block."""
    site = FeedSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with site.lock:
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
            try:
                self._answer()
            finally:
                with site.lock:
                    site.at_once -= 1

        def _answer(self) -> None:
            with site.lock:
                fault = site.faults[self.path].pop(0) if site.faults[self.path] else None
            found = fault or site.pages.get(self.path)
            if found is None and self.path == "/feed":
                found = Answered(site.rss(), "application/rss+xml")
            found = found or Answered(b"", status=404)
            etag = f'"{hash(found.body)}"'
            if found.status == 200 and self.headers.get("If-None-Match") == etag:
                found = Answered(b"", status=304)
            with site.lock:
                site.asked.append((self.path, dict(self.headers), found.status))
            site.waits(found.seconds)
            self.send_response(found.status)
            length = {"Content-Length": str(len(found.body)), "Content-Type": found.kind, "ETag": etag}
            for name, value in (length | found.headers).items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # nobody waits any more
                self.wfile.write(found.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the name of the method's parameter
            """Nothing to standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}"
        yield site
        server.shutdown()
