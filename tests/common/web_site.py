"""A web site on the loopback, with a few pages, good and bad."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.common.pdf_files import pdf
from tests.common.stories import BRIDGE

PAGE = "<html lang=fr><head><title>Le viaduc</title></head><body><article><h1>Le viaduc</h1>{}</article></body></html>"
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BRIDGE.split("\n\n")[1:])


class Site(BaseHTTPRequestHandler):
    """What stands at each address."""

    def do_GET(self) -> None:
        path, port = self.path, self.server.server_port  # type: ignore[attr-defined]  # an HTTPServer has it
        if path == "/story":
            self._say(PAGE.format(PARAGRAPHS).encode(), "text/html; charset=utf-8")
        elif path == "/latin":
            self._say(
                "Le café de Kerlan a fermé. Il était né en 1912.".encode("latin-1"), "text/plain; charset=latin-1"
            )
        elif path == "/report.pdf":
            self._say(pdf([["Le rapport annuel compte douze pages."]]), "application/pdf")
        elif path == "/moved":
            self._say(b"", "text/html", 302, Location=f"http://127.0.0.1:{port}/story")
        elif path == "/round":
            self._say(b"", "text/html", 302, Location="/round")
        elif path == "/file":
            self._say(b"", "text/html", 302, Location="file:///etc/passwd")
        elif path == "/huge":
            self._say(b"a" * 3_000_000, "text/plain")
        elif path == "/picture":
            self._say(b"\x89PNG", "image/png")
        else:
            self._say(b"no", "text/html", 404)

    def _say(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the name of the method's parameter
        """Nothing to standard error."""


@contextmanager
def web_site(pages: type[BaseHTTPRequestHandler] = Site) -> Iterator[str]:
    """The address of the site, which ends with the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), pages) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
