"""What stands at a web address, or was sent from anywhere, as articles; nothing of it is trusted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO

from retrieval.errors import ReadError
from retrieval.intake.paywalls import is_stub
from retrieval.packing import Read
from retrieval.reading import read_stream
from retrieval.types import Article

OK = 200


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at an address, and the suffix of the reader for it."""

    data: bytes
    suffix: str


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered at `url`. `headers` are by their names in small letters; `data` is empty unless the
    status is 200."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: bytes = field(default=b"", repr=False)


def get(url: str, *, private: bool, headers: Mapping[str, str], seconds: float) -> Response:
    """One request, whatever its status; redirects are not followed. Raises ReadError: no server answers, or with more
    than can be read, or not within `seconds`."""
    from retrieval.intake import fetching  # httpx takes a tenth of a second, which only a web address is worth

    return fetching.get(url, private=private, headers=headers, seconds=seconds)


def read_address(url: str, *, private: bool) -> Iterator[Read]:
    """The articles at an address, and what is wrong with it."""
    from retrieval.intake import fetching

    try:
        fetched = fetching.fetch(url, private=private)
    except ReadError as error:
        yield error
        return
    yield from _read_page(fetched, url)


def read_response(response: Response, url: str) -> Iterator[Read]:
    """The same of what was fetched before, as the page at `url`."""
    from retrieval.intake import fetching

    try:
        fetched = fetching.recognised(response, url)
    except ReadError as error:
        yield error
        return
    yield from _read_page(fetched, url)


def read_data(data: bytes, suffix: str, name: str) -> Iterator[Read]:
    """The articles of what somebody sent."""
    try:
        yield from read_stream(BytesIO(data), suffix, name, trusted=False)
    except ReadError as error:
        yield error


def _read_page(fetched: Fetched, url: str) -> Iterator[Read]:
    for read in read_data(fetched.data, fetched.suffix, url):
        if isinstance(read, Article) and is_stub(read, fetched.data):
            yield ReadError(url, "shows only the beginning of its article, the rest is for subscribers; add its text")
            continue
        yield replace(read, url=url) if isinstance(read, Article) and not read.url else read
