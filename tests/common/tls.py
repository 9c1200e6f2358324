"""A proxy that speaks TLS on the loopback, as one stands before a server, and who vouches for it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import trustme

HOST = "localhost"
# Octets that are passed on at a time.
PART = 65_536


@dataclass(frozen=True, slots=True)
class Authority:
    """Who issues certificates, in files of a folder."""

    folder: Path
    _made: trustme.CA = field(default_factory=trustme.CA)

    @property
    def file(self) -> Path:
        """The certificate by which those that it has issued are trusted."""
        file = self.folder / "authority.pem"
        self._made.cert_pem.write_to_path(str(file))
        return file

    def issue(self, name: str = HOST) -> tuple[Path, Path]:
        """The files of a certificate for this host, and of its key."""
        issued, chain, key = self._made.issue_cert(name), self.folder / f"{name}.pem", self.folder / f"{name}.key"
        chain.unlink(missing_ok=True)
        for one in issued.cert_chain_pems:
            one.write_to_path(str(chain), append=True)
        issued.private_key_pem.write_to_path(str(key))
        return chain, key


@contextmanager
def tls_proxy(target: int, certificate: tuple[Path, Path]) -> Iterator[tuple[int, list[bytes]]]:
    """What comes by TLS is passed on to the port `target` of this machine, until the block ends; its own port, and what
    came, part by part."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with suppress(OSError):  # it was closed: that is the end
                while True:
                    connection, _ = listening.accept()
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()

        def serve(connection: socket.socket) -> None:
            with (
                suppress(OSError),  # who does not trust the certificate hangs up
                context.wrap_socket(connection, server_side=True) as near,
                socket.create_connection(("127.0.0.1", target)) as far,
            ):
                back = threading.Thread(target=_pass_on, args=(far, near, []), daemon=True)
                back.start()
                _pass_on(near, far, heard)
                back.join()

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1], heard
        listening.shutdown(socket.SHUT_RDWR)


def _pass_on(source: socket.socket, to: socket.socket, heard: list[bytes]) -> None:
    with suppress(OSError):
        while part := source.recv(PART):
            heard.append(part)
            to.sendall(part)
    with suppress(OSError):
        to.shutdown(socket.SHUT_WR)
