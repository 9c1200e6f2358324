"""A bare client, for the tests of the server itself."""

from typing import Any

import httpx

from tests.bot_api.server import BotApi


def call(server: BotApi, method: str, **parameters: Any) -> tuple[int, Any]:
    """Calls a method with JSON parameters: (200, result) or (status, description)."""
    url = f"{server.url}/bot{server.token}/{method}"
    # verify=False: loading certificates takes longer than the call, and there is no TLS here.
    body = httpx.post(url, json=parameters, timeout=30, verify=False).json()  # noqa: S501 — plain HTTP on the loopback
    return (200, body["result"]) if body["ok"] else (body["error_code"], body["description"])
