"""What is brought to the webhook is taken from Telegram alone, and 200 only once it is written down."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from bot.serving.app import build_app
from bot.serving.bounds import MOST_BYTES
from bot.serving.webhook import SECRET, Webhook

PATH, WORD = "/telegram", "abc123"


class Journal:
    """Takes what is brought, unless its disk is full."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self.full = False

    async def receive(self, update: dict[str, Any]) -> None:
        if self.full:
            raise OperationalError("INSERT", {}, Exception("disk full"))
        self.kept.append(update)


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture
def client(journal: Journal) -> TestClient:
    return TestClient(build_app([Webhook(PATH, WORD, journal.receive).router()]))


def test_an_update_is_answered_200_once_it_is_written_down(client: TestClient, journal: Journal) -> None:
    assert client.post(PATH, json={"update_id": 5}, headers={SECRET: WORD}).status_code == 200
    journal.full = True
    refused = client.post(PATH, json={"update_id": 6}, headers={SECRET: WORD})
    assert refused.status_code == 503
    assert refused.headers["Retry-After"].isdecimal()
    assert journal.kept == [{"update_id": 5}]


@pytest.mark.parametrize("headers", [{}, {SECRET: ""}, {SECRET: "abc12"}, {SECRET: "ABC123"}, {"X-Secret": WORD}])
def test_who_does_not_know_the_secret_is_refused(client: TestClient, journal: Journal, headers: dict[str, str]) -> None:
    assert client.post(PATH, json={"update_id": 5}, headers=headers).status_code == 403
    assert journal.kept == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"null", b'{"update_id": "5"}', b'{"update_id": true}', b'{"update_id": -1}',
             b'{"update_id": 9223372036854775808}', b'{"update_id": 1.5}', b"\xff\xfe", b"[" * 100_000]
)  # fmt: skip
def test_what_is_no_update_is_refused(client: TestClient, journal: Journal, body: bytes) -> None:
    assert client.post(PATH, content=body, headers={SECRET: WORD}).status_code == 400
    assert journal.kept == []


def test_a_body_is_bounded(client: TestClient, journal: Journal) -> None:
    body = b'{"update_id": 5, "x": "' + b"x" * MOST_BYTES + b'"}'
    assert client.post(PATH, content=body, headers={SECRET: WORD}).status_code == 413
    assert journal.kept == []


def test_nothing_else_is_there(client: TestClient) -> None:
    assert client.get(PATH).status_code == 405
    assert client.post("/elsewhere", json={"update_id": 5}, headers={SECRET: WORD}).status_code == 404
    assert PATH not in client.get("/openapi.json").text
