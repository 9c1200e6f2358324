"""Chromium without a window, led over its own protocol (CDP): what is shown, focused, and told to a screen reader."""

import asyncio
import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from tests.common.running_bot import PATIENCE

Found = TypeVar("Found")
CHROMIUM = shutil.which("chromium")
# What each key is to the browser.
KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " ")}


class Page:
    """A tab of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def call(self, method: str, **params: object) -> Any:
        """What the browser answers to a method of its protocol."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        while True:
            told = json.loads((await self._socket.receive(PATIENCE)).data)
            if told.get("id") == self._number:
                assert "error" not in told, told
                return told["result"]

    async def open(self, url: str) -> None:
        await self.call("Page.navigate", url=url)
        await self.loaded(url)

    async def loaded(self, part: str) -> None:
        """Waits until a page with this in its address is there, whole."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            state, address = await self.evaluate("[document.readyState, location.href]")
            if state == "complete" and part in address:
                return
            await asyncio.sleep(0.1)
        raise TimeoutError(part)

    async def evaluate(self, expression: str) -> Any:
        """The value of an expression, which the tests ask of the browser itself: pages hold no program."""
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    async def press(self, key: str) -> None:
        code, text = KEYS[key]
        typed = {"key": key, "windowsVirtualKeyCode": code}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        await self.call("Input.dispatchKeyEvent", **typed, **down)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **typed)

    async def type(self, text: str) -> None:
        await self.call("Input.insertText", text=text)

    async def names(self) -> list[tuple[str, str, bool]]:
        """Role and name of all that a screen reader is told, in its order, and whether it has the focus."""
        tree = await self.call("Accessibility.getFullAXTree")
        return [
            (
                node["role"]["value"],
                node.get("name", {}).get("value", ""),
                any(one["name"] == "focused" and one["value"]["value"] for one in node.get("properties", ())),
            )
            for node in tree["nodes"]
            if not node.get("ignored")
        ]

    async def focused(self) -> tuple[str, str]:
        """Role and name of what has the focus."""
        has = [(role, name) for role, name, focus in await self.names() if focus and role != "RootWebArea"]
        return has[-1] if has else ("", "")

    async def picture(self) -> bytes:
        """What is shown, as a PNG."""
        taken = await self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(taken["data"])


def browse(deed: Callable[[Page], Awaitable[Found]]) -> Found:
    """What somebody finds who uses a browser of their own, in which no page may run a program."""
    assert CHROMIUM
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        arguments = [
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
            f"--user-data-dir={folder}", "--lang=en", "about:blank",
        ]  # fmt: skip
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return asyncio.run(_led(_port(Path(folder) / "DevToolsActivePort"), deed))
        finally:
            process.kill()
            process.wait()


def _port(file: Path) -> int:
    """The port that the browser listens on, which it writes down once it does."""
    until = time.monotonic() + PATIENCE
    while not (file.is_file() and (written := file.read_text().split())):
        assert time.monotonic() < until, "Chromium did not start"
        time.sleep(0.1)
    return int(written[0])


async def _led(port: int, deed: Callable[[Page], Awaitable[Found]]) -> Found:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/json/list") as told:
            pages = [one for one in await told.json() if one["type"] == "page"]
        async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            page = Page(socket)
            await page.call("Emulation.setScriptExecutionDisabled", value=True)
            return await deed(page)
