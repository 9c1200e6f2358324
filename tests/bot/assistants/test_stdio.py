"""`ibid mcp` as a real process: asked by the SDK's own client, and by one written by hand."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from tests.common import ROOT
from tests.common.port_gwen import ARTICLES, LANDED, LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import PATIENCE, WORDS, ibid

Found = TypeVar("Found")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("mcp")
    (home / "articles").mkdir()
    for name, text in ARTICLES.items():
        (home / "articles" / name).write_text(text, encoding="utf-8")
    return home


def surroundings(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("IBID_", "TELEGRAM_"))}
    ours = {"HOME": str(folder), "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "IBID_DATA": str(folder / "data")}
    return kept | ours | WORDS | {"IBID_ARTICLES": str(folder / "articles")}


def converse(folder: Path, talk: Callable[[Client], Awaitable[Found]], *arguments: str) -> Found:
    """What a talk with the server finds, led by the SDK's client over the process's pipes."""

    async def led() -> Found:
        program = StdioServerParameters(
            command=sys.executable,
            args=["-m", "bot", "mcp", *arguments],
            env=surroundings(folder),
            cwd=folder,
        )
        with (folder / "errors.txt").open("ab") as errors:
            async with Client(stdio_client(program, errlog=errors)) as client:  # type: ignore[arg-type]  # any file
                return await talk(client)

    return asyncio.run(led())


@dataclass(frozen=True, slots=True)
class Talk:
    """What a talk with the server found, by the question."""

    tools: Mapping[str, Any]
    templates: set[str]
    instructions: str
    results: Mapping[str, Any]
    contents: Mapping[str, str]
    refused: int


async def look(client: Client) -> Talk:
    """A talk about all that can be looked up, and what goes wrong in it."""
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    templates = {one.uri_template for one in (await client.list_resource_templates()).resource_templates}
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "when": ("ask", {"question": WHEN_LIT}),
        "silent": ("ask", {"question": "Qui a peint la Joconde ?"}),
        "operator": ("ask", {"question": "Qui ? titrre:tour"}),
        "empty": ("ask", {"question": ""}),
        "search": ("search", {"query": TWO_SOURCES, "most": 2}),
        "articles": ("articles", {"search": "gazette"}),
        "many": ("articles", {"count": 1000}),
        "unknown": ("source", {"id": "000000000000-1-2"}),
    }
    results = {name: await client.call_tool(tool, arguments) for name, (tool, arguments) in calls.items()}
    found, listed = results["search"].structured_content, results["articles"].structured_content
    assert found
    assert listed
    cited, number = found["passages"][0]["best"]["id"], listed["articles"][0]["number"]
    results["source"] = await client.call_tool("source", {"id": cited})
    resources = (f"ibid://articles/{number}", f"ibid://citations/{cited}", "ibid://articles")
    read = [(await client.read_resource(one)).contents[0] for one in resources]
    with pytest.raises(MCPError) as refused:
        await client.read_resource("ibid://articles/99")
    contents = {name: getattr(one, "text", "") for name, one in zip(("article", "citation", "list"), read, strict=True)}
    return Talk(tools, templates, client.instructions or "", results, contents, refused.value.error.code)


@pytest.fixture(scope="module")
def talk(folder: Path) -> Talk:
    return converse(folder, look)


def test_the_tools_and_resources_say_what_they_are_for(talk: Talk) -> None:
    """There is one that adds only where it was allowed."""
    assert set(talk.tools) == {"ask", "search", "source", "articles"}
    assert all(tool.description and tool.annotations.read_only_hint for tool in talk.tools.values())
    assert "citations" in talk.tools["ask"].output_schema["properties"]
    assert talk.templates == {"ibid://articles/{number}", "ibid://citations/{id}"}
    assert "letter for letter" in talk.instructions


def test_an_answer_is_told_to_be_quoted_as_is(talk: Talk, folder: Path) -> None:
    """The same object as `ask --json` prints, and the exact sentence with those words."""
    result = talk.results["when"]
    printed = json.loads(ibid(folder, "ask", WHEN_LIT, "--json", "--articles", str(folder / "articles")).stdout)
    assert result.structured_content | {"milliseconds": 0} == printed | {"milliseconds": 0}
    words = result.content[0].text
    assert f"Quote as is, letter for letter:\n\n[1] “{LIT}”" in words
    assert printed["citations"][0]["id"] in words
    assert "La Gazette du Ponant" in words


def test_silence_is_told_to_be_said(talk: Talk) -> None:
    assert talk.results["silent"].structured_content["confidence"] == "none"
    assert talk.results["silent"].content[0].text.startswith("The articles do not answer.")


def test_passages_sources_and_articles_are_looked_up(talk: Talk) -> None:
    """By tools, and as resources."""
    source = talk.results["source"].structured_content
    passages = talk.results["search"].structured_content["passages"]
    assert [one["best"]["sentence"] for one in passages] == STEPS
    assert (source["state"], source["sentence"]) == ("current", STEPS[0])
    assert json.loads(talk.contents["citation"]) == source
    assert talk.results["articles"].structured_content["total"] == 1
    assert json.loads(talk.contents["list"])["total"] == len(ARTICLES)
    assert talk.contents["article"][source["start"] : source["end"]] == STEPS[0]


def test_what_is_wrong_is_an_error_that_says_what_to_do(talk: Talk) -> None:
    """Of a tool, a result that is one, which the assistant reads; of a resource, the protocol's own."""
    wrong = {name for name, result in talk.results.items() if result.is_error}
    assert wrong == {"empty", "many", "unknown"}
    assert "No article" in talk.results["unknown"].content[0].text
    assert "title:" in talk.results["operator"].content[0].text
    assert talk.refused == -32602


def test_an_editors_assistant_adds_what_it_then_quotes(folder: Path) -> None:
    async def add(client: Client) -> tuple[Any, Any, Any, Any]:
        text = "Le phare de Sarn\n\nLe phare de Sarn mesure 37 mètres."
        added = await client.call_tool("add", {"text": text})
        found = await client.call_tool("ask", {"question": "Combien mesure le phare de Sarn ?"})
        private = await client.call_tool("add", {"url": "http://127.0.0.1:9/"})
        return added, found, private, await client.call_tool("add", {})

    added, found, private, neither = converse(folder, add, "--editor")
    assert "added" in added.content[0].text
    assert found.structured_content["citations"][0]["sentence"] == "Le phare de Sarn mesure 37 mètres."
    assert private.is_error
    assert neither.is_error
    assert "either" in neither.content[0].text


class ByHand:
    """JSON-RPC over the pipes of the process, a line a message, without any library."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.errors = (folder / "by_hand.txt").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "mcp", *arguments],
            env=surroundings(folder),
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            encoding="utf-8",
        )
        self._number = 0

    def send(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def call(self, method: str, params: Mapping[str, object]) -> Any:
        """Sends a request; returns what is answered to it."""
        self._number += 1
        self.send(json.dumps({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}))
        assert self.process.stdout
        for line in self.process.stdout:
            told = json.loads(line)
            if told.get("id") == self._number:
                return told
        raise EOFError

    def begin(self) -> Any:
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "hand", "version": "1"}}
        told = self.call("initialize", hello)
        self.send('{"jsonrpc": "2.0", "method": "notifications/initialized"}')
        return told

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.errors):
            if pipe:
                pipe.close()


@pytest.fixture
def by_hand(folder: Path) -> Iterator[ByHand]:
    hand = ByHand(folder)
    yield hand
    hand.end()


def test_a_client_written_by_hand_is_answered(by_hand: ByHand) -> None:
    """What stands on the pipe is the protocol, and nothing else; the process ends with its input."""
    assert by_hand.begin()["result"]["serverInfo"]["name"] == "ibid"
    told = by_hand.call("tools/call", {"name": "ask", "arguments": {"question": "When did the Harrow rover land?"}})
    assert told["result"]["structuredContent"]["citations"][0]["sentence"] == LANDED
    assert "Quote as is" in told["result"]["content"][0]["text"]
    assert by_hand.call("tools/dance", {})["error"]["code"] == -32601
    unknown = by_hand.call("tools/call", {"name": "ask", "arguments": {"qestion": "Zanzibar?"}})
    assert unknown["result"]["isError"]
    by_hand.send("no JSON")
    assert by_hand.call("ping", {})["result"] == {}
    assert by_hand.process.stdin
    by_hand.process.stdin.close()
    assert by_hand.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_status_0(folder: Path, by_hand: ByHand, number: int) -> None:
    """Though its input stays open; and no question stands in what it said on standard error."""
    by_hand.begin()
    by_hand.call("tools/call", {"name": "ask", "arguments": {"question": "Zanzibar?"}})
    by_hand.process.send_signal(number)
    assert by_hand.process.wait(PATIENCE) == 0
    said = (folder / "by_hand.txt").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "Zanzibar" not in said
