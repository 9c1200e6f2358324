"""`ibid mcp --http`: the same server over HTTP, for programs of this machine alone."""

import asyncio
import signal
import time
from pathlib import Path
from typing import Any

import httpx
from mcp import Client

from tests.common.port_gwen import ARTICLES, LIT, WHEN_LIT
from tests.common.running_bot import PATIENCE, ibid, start_process
from tests.common.served import free_port


def test_a_program_of_this_machine_asks_and_a_page_of_elsewhere_may_not(tmp_path: Path) -> None:
    """Also when the page had its name lead here; a signal ends the server with status 0."""
    (tmp_path / "phare.md").write_text(ARTICLES["phare.md"], encoding="utf-8")
    log, port = tmp_path / "output.txt", free_port()
    settings = {"IBID_DATA": str(tmp_path / "data"), "IBID_ARTICLES": str(tmp_path / "phare.md")}
    process = start_process(tmp_path, settings, log, "mcp", "--http", str(port))
    try:
        until = time.monotonic() + PATIENCE
        while "Listening on" not in log.read_text(encoding="utf-8"):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < until, log.read_text(encoding="utf-8")
            time.sleep(0.05)
        url = f"http://127.0.0.1:{port}/mcp"

        async def ask() -> Any:
            async with Client(url) as client:
                return await client.call_tool("ask", {"question": WHEN_LIT})

        found = asyncio.run(ask()).structured_content
        assert found["citations"][0]["sentence"] == LIT
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        accepted = {"Accept": "application/json, text/event-stream"}
        for header in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
            told = httpx.post(url, json=ping, headers=accepted | header, trust_env=False, timeout=PATIENCE)
            assert told.status_code in (403, 421)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in log.read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait()


def test_a_port_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "phare.md").write_text(ARTICLES["phare.md"], encoding="utf-8")
    done = ibid(tmp_path, "mcp", "--http", "0", "--articles", "phare.md", IBID_DATA=str(tmp_path / "data"))
    assert done.returncode == 2
    assert done.stderr.strip() == "ibid: --http 0 : un port va de 1 à 65535."
