"""A web address → bytes, from public addresses only: checked when the connection is made, redirects included."""

import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

import httpcore
import httpx

from retrieval.errors import ReadError
from retrieval.intake.addresses import Fetched, Response
from retrieval.intake.media import MEDIA

# As many as the Bot API lets a bot download, and as many seconds as a person waits.
MOST_BYTES = 20_000_000
MOST_SECONDS = 30.0
MOST_REDIRECTS = 5
# Who asks, for servers and their robots.txt.
AGENT = "Ibid"


class Deadline(NamedTuple):
    """When all must have come (time.monotonic), and how many seconds that was from the beginning."""

    at: float
    seconds: float

    def left(self) -> float:
        left = self.at - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(f"it takes more than {self.seconds:.0f} seconds")
        return left


def fetch(url: str, *, private: bool = False) -> Fetched:
    """What stands at `url`. Only with `private` may it be on this machine or in its network. Raises ReadError."""
    response = _request(url, private, {}, MOST_SECONDS, MOST_REDIRECTS)
    if response.status != httpx.codes.OK:
        phrase = httpx.codes.get_reason_phrase(response.status)
        raise ReadError(url, f"the server answers {response.status} {phrase}; check the address")
    return recognised(response, url)


def get(url: str, *, private: bool, headers: Mapping[str, str], seconds: float) -> Response:
    """One request, whatever the status; redirects are not followed. Raises ReadError."""
    return _request(url, private, headers, seconds, 0)


def _request(url: str, private: bool, headers: Mapping[str, str], seconds: float, redirects: int) -> Response:
    transport = _Transport(private, Deadline(monotonic() + seconds, seconds))
    own = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    try:
        with (
            httpx.Client(
                transport=transport,
                trust_env=False,
                follow_redirects=bool(redirects),
                max_redirects=redirects,
                headers=own,
            ) as client,
            client.stream("GET", url, headers=dict(headers)) as response,
        ):
            whole = response.status_code == httpx.codes.OK
            data = b"".join(_limited(response.iter_bytes(), url)) if whole else b""
            return Response(str(response.url), response.status_code, dict(response.headers), data)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise ReadError(url, f"can't be fetched ({error or type(error).__name__}); check the address") from None


def _limited(chunks: Iterable[bytes], url: str) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise ReadError(url, f"is larger than {MOST_BYTES // 1_000_000} MB; save it and add the file")
        yield chunk


def recognised(response: Response, url: str) -> Fetched:
    """What was fetched for `url`, by the kind that the server declares, or else that of the address; text in the
    charset declared as UTF-8. Raises ReadError where no reader is for it."""
    data = response.data
    kind, _, rest = response.headers.get("content-type", "").partition(";")
    suffix = MEDIA.get(kind.strip().lower()) or PurePosixPath(urlsplit(response.url).path).suffix.lower()
    if suffix not in MEDIA.values():
        raise ReadError(url, f"is no page or document that can be read ({kind.strip() or 'of no kind'}); save its text")
    charset = rest.lower().partition("charset=")[2]
    if charset and suffix in (".html", ".txt", ".md", ".csv", ".vtt"):
        with contextlib.suppress(LookupError, ValueError):  # what the page itself declares may be right
            data = data.decode(charset.strip(" \"'").partition(";")[0]).encode()
    return Fetched(data, suffix)


class _Transport(httpx.BaseTransport):
    """httpx over a pool of httpcore whose connections are made by _Guard."""

    def __init__(self, private: bool, deadline: Deadline) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=_Guard(private, deadline)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        try:
            answered = self._pool.handle_request(
                httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
            )
        except (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
        ) as error:
            raise httpx.TransportError(str(error), request=request) from error
        return httpx.Response(
            answered.status, headers=answered.headers, stream=_Stream(answered), extensions=answered.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_stream()
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise httpx.TransportError(str(error)) from error

    def close(self) -> None:
        self._response.close()


class _Guard(httpcore.NetworkBackend):
    """Connects to the very address that was checked, so that a name can't lead elsewhere a moment later."""

    def __init__(self, private: bool, deadline: Deadline) -> None:
        self._backend = httpcore.SyncBackend()
        self._private = private
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} is not known: {error.strerror}") from error
        address = str(found[0][4][0])
        if not self._private and not is_public(address):
            raise httpcore.ConnectError(f"{host} is in a private network, where Ibid does not read")
        stream = self._backend.connect_tcp(address, port, self._deadline.left(), local_address, socket_options)
        return _Hasty(stream, self._deadline)


class _Hasty(httpcore.NetworkStream):
    """A connection whose every step ends at one deadline: a server that sends a byte now and then is not waited for."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Hasty(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def is_public(address: str) -> bool:
    """Whether an IP address can be reached from anywhere: not private, loopback, link-local, multicast or reserved.

    An IPv6 address that stands for an IPv4 address (mapped, 6to4, NAT64) is as public as that one.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast
