"""Who gets in: from this machine without a key, from elsewhere with one, and nobody more often than they may."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.memory import Memory
from bot.serving.faults import Refusal
from bot.serving.limits import Limit
from tests.common.port_gwen import ARTICLES, WHEN_LIT
from tests.common.running_bot import ibid
from tests.common.served import Served, served

QUESTION = {"question": WHEN_LIT}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), ARTICLES, IBID_SERVE_RATE="4") as running:
        yield running


def ask(server: Served, **headers: str) -> httpx.Response:
    return server.client.post(
        "/v1/ask", json=QUESTION, headers={name.replace("_", "-"): headers[name] for name in headers}
    )


def new_key(server: Served, name: str = "newsroom") -> str:
    said = ibid(server.folder, "key", "new", name, IBID_DATA=str(server.folder / "data")).stdout
    return next(word for word in said.split() if word.startswith("ibid_"))


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:8765"},
        {"x_forwarded_for": "203.0.113.9"},
        {"x_forwarded_for": "127.0.0.1"},
        {"forwarded": "for=203.0.113.9"},
        {"via": "1.1 proxy"},
    ],
)
def test_who_only_seems_to_be_on_this_machine_needs_a_key(server: Served, headers: dict[str, str]) -> None:
    """A page of elsewhere whose name was led here, and whoever is behind a proxy on this machine."""
    told = ask(server, **headers)
    assert (told.status_code, told.json()["error"]["kind"]) == (401, "key")
    assert told.headers["www-authenticate"] == "Bearer"


def test_no_page_of_elsewhere_may_read_an_answer(server: Served) -> None:
    """CORS is off: a browser that asks whether it may is told nothing that would let it."""
    preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert not [
        name for name in server.client.options("/v1/ask", headers=preflight).headers if "access-control" in name
    ]


def test_a_key_is_shown_once_lets_in_and_is_revoked(tmp_path: Path) -> None:
    """It holds from the moment it is made, and until the moment it is revoked, while the server runs."""
    with served(tmp_path, ARTICLES, IBID_SERVE_KEYS="always") as running:
        assert ask(running).status_code == 401
        key = new_key(running)
        assert ask(running, authorization=f"Bearer {key}").status_code == 200
        assert ask(running, authorization=f"Bearer {key}x").status_code == 401
        assert ask(running, authorization=f"Basic {key}").status_code == 401
        data = str(tmp_path / "data")
        listed = ibid(tmp_path, "key", "list", IBID_DATA=data).stdout
        assert "1 · newsroom · depuis le" in listed
        assert key not in listed
        assert ibid(tmp_path, "key", "revoke", "1", IBID_DATA=data).returncode == 0
        assert ask(running, authorization=f"Bearer {key}").status_code == 401
        assert ibid(tmp_path, "key", "revoke", "1", IBID_DATA=data).returncode == 2
        assert "ibid key new" in ibid(tmp_path, "key", "list", IBID_DATA=data).stdout
        kept = b"".join(file.read_bytes() for file in (tmp_path / "data").glob("conversations*"))
        assert key.encode() not in kept
        assert key not in running.output


def test_without_keys_everybody_is_let_in_where_that_is_set(tmp_path: Path) -> None:
    with served(tmp_path, ARTICLES, IBID_SERVE_KEYS="never") as running:
        assert ask(running, host="ibid.example", x_forwarded_for="203.0.113.9").status_code == 200


def test_who_asks_too_often_is_told_when_to_come_again(server: Served) -> None:
    """Each key, and each address without one, by itself."""
    key = new_key(server)
    told = [ask(server, authorization=f"Bearer {key}") for _ in range(5)]
    assert [one.status_code for one in told] == [200, 200, 200, 200, 429]
    assert 0 < int(told[-1].headers["retry-after"]) <= 60
    assert told[-1].json()["error"]["kind"] == "too_many"
    assert ask(server, authorization=f"Bearer {new_key(server, 'other')}").status_code == 200


def test_a_limit_counts_what_passed_in_the_last_minute() -> None:
    """What was refused does not count, so that insisting does not lock out."""
    now = [0.0]
    limit = Limit(2, lambda: now[0])
    limit.count("a")
    now[0] = 30.0
    limit.count("a")
    limit.count("b")
    with pytest.raises(Refusal) as refused:
        limit.count("a")
    assert refused.value.headers == {"Retry-After": "30"}
    now[0] = 60.0
    limit.count("a")


def test_the_digest_alone_of_a_key_is_kept(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        made, secret = memory.keys.make("script")
        assert memory.keys.find(secret) == made
        assert memory.keys.find(secret[:-1]) is None
        assert memory.keys.make("other")[0].number == made.number + 1
        assert [key.name for key in memory.keys.all()] == ["script", "other"]
