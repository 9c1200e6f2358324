"""`ibid serve` as a process: what it answers, what it refuses, how it ends."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.common.port_gwen import ARTICLES, LIT, WHEN_LIT
from tests.common.running_bot import ibid
from tests.common.served import Served, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), ARTICLES) as running:
        yield running


def test_a_question_is_answered_as_ask_json_prints_it(server: Served) -> None:
    """The same object, but for the time that it took."""
    told = server.client.post("/v1/ask", json={"question": WHEN_LIT})
    printed = ibid(server.folder, "ask", WHEN_LIT, "--json", "--articles", str(server.folder / "articles"))
    assert told.status_code == 200
    assert told.json()["citations"][0]["sentence"] == LIT
    answered, said = told.json(), json.loads(printed.stdout)
    assert answered | {"milliseconds": 0} == said | {"milliseconds": 0}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ('{"question": "Qui ?", "lnag": "fr"}', 422, "“lnag”: there is no such field"),
        ('{"lang": "fr"}', 422, "“question” is missing"),
        ('{"question": ', 422, "no JSON"),
        (f'{{"question": "{"a" * 300_000}"}}', 413, "too large"),
        (f'{{"question": "{"a" * 5_000}"}}', 422, "“question” is too long: 4096"),
    ],
)
def test_a_wrong_body_is_one_sentence_in_the_one_form(server: Served, body: str, status: int, said: str) -> None:
    told = server.client.post("/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert (told.status_code, set(told.json())) == (status, {"error"})
    assert said in told.json()["error"]["message"]


def test_a_body_of_unknown_length_is_bounded_too(server: Served) -> None:
    """Chunks that never end are not read to their end."""
    told = server.client.post("/v1/ask", content=iter([b"a" * 100_000] * 5))
    assert (told.status_code, told.json()["error"]["kind"]) == (413, "too_large")


def test_an_address_without_a_page_and_a_wrong_method_are_told_in_the_callers_language(server: Served) -> None:
    told = server.client.get("/nowhere", headers={"Accept-Language": "fr-CH, en;q=0.8"})
    assert (told.status_code, told.json()["error"]["kind"]) == (404, "unknown")
    assert "Il n’y a rien" in told.json()["error"]["message"]
    assert server.client.get("/v1/ask").status_code == 405


def test_no_question_stands_in_the_log(server: Served) -> None:
    """Neither one in a body, nor one that somebody puts into an address."""
    server.client.post("/v1/ask", json={"question": "Zanzibar?"})
    server.client.get("/v1/ask", params={"question": "Zanzibar?"})
    assert "Listening on http://127.0.0.1:" in server.output
    assert "Zanzibar" not in server.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_status_0(tmp_path: Path, number: int) -> None:
    with served(tmp_path, ARTICLES) as running:
        assert running.stop(number) == 0
        assert "Traceback" not in running.output


def test_a_taken_address_is_one_sentence(server: Served) -> None:
    done = ibid(server.folder, "serve", IBID_SERVE=server.url.removeprefix("http://"), IBID_DATA=str(server.folder))
    assert done.returncode == 2
    assert "IBID_SERVE" in done.stderr
    assert len(done.stderr.splitlines()) == 1
