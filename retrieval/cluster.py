"""Where is the index that several machines share? `opensearch://HOST:PORT,HOST:PORT/NAME`."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = {"opensearch": "http", "opensearch+https": "https"}
PORT = 9200
# What OpenSearch takes for the beginning of a name.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# A password goes unencrypted to this machine alone.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
MOST_SHARDS, MOST_REPLICAS = 1024, 100


@dataclass(frozen=True, slots=True)
class Cluster:
    """`nodes` are the beginnings of their URLs, `name` that of the index's name. Of each of the `shards` there are so
    many `replicas` besides; None: one as soon as there are two nodes. `ca` is a file of certificates to be trusted."""

    nodes: tuple[str, ...]
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    shards: int = 1
    replicas: int | None = None

    def __str__(self) -> str:
        return f"OpenSearch at {', '.join(node.partition('//')[2] for node in self.nodes)}"


def read_cluster(written: str) -> Cluster:
    """`opensearch+https://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME?ca=FILE&shards=3&replicas=1`; all but the hosts and
    the name may be left out. Raises ValueError."""
    parts = urlsplit(written.strip())
    login, _, hosts = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    if parts.scheme not in SCHEMES or not hosts or re.search(r"\s", written.strip()):
        raise ValueError("no address of a cluster")
    scheme, name = SCHEMES[parts.scheme], parts.path.strip("/")
    if not NAME.fullmatch(name):
        raise ValueError("no name of an index")
    given = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    if given.keys() - {"ca", "shards", "replicas"}:
        raise ValueError("unknown parameters")
    ca = Path(given["ca"]).expanduser() if "ca" in given else None
    if ca and (scheme == "http" or not ca.is_file()):
        raise ValueError("no file of certificates")
    places = [_place(host) for host in hosts.split(",")]
    if login and scheme == "http" and any(host not in LOOPBACK for host, _ in places):
        raise ValueError("a password needs https")
    return Cluster(
        nodes=tuple(f"{scheme}://{host}:{port}" for host, port in places),
        name=name,
        user=unquote(user),
        password=unquote(password),
        ca=ca,
        shards=_number(given.get("shards", "1"), 1, MOST_SHARDS),
        replicas=_number(given["replicas"], 0, MOST_REPLICAS) if "replicas" in given else None,
    )


def _place(written: str) -> tuple[str, int]:
    parts = urlsplit(f"//{written}")
    host = parts.hostname
    if not host or parts.path or parts.query or "@" in written:
        raise ValueError("no host")
    return (f"[{host}]" if ":" in host else host), parts.port or PORT


def _number(written: str, least: int, most: int) -> int:
    if not written.isdecimal() or not least <= int(written) <= most:
        raise ValueError("no such number")
    return int(written)
