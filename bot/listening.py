"""An application behind a socket, within the event loop that is there."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from uvicorn import Config, Server

from bot.locales import say, terminal_language
from bot.values import Address
from retrieval.errors import IbidError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

# Seconds in which the requests in hand may end.
GRACE = 10
# Connections at a time; whoever comes then is answered 503 at once.
MOST_CONNECTIONS = 256


class _Listener(Server):
    """Signals belong to whoever runs the loop: told from outside, by `should_exit`, it ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def listening(app: "ASGIApp", address: Address, setting: str = "IBID_SERVE") -> AsyncIterator[None]:
    """Answer requests while the block lasts; at its end, those in hand are answered first, for GRACE seconds at most.

    No request is logged: an address may hold what somebody asks. Raises IbidError, which names the `setting`, where the
    address is taken.
    """
    listener = _Listener(
        Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=["127.0.0.1", "::1"],
            ws="none",
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=GRACE,
        )
    )
    socket_ = _bound(address, setting)
    serving = asyncio.create_task(listener.serve([socket_]))
    try:
        yield
    finally:
        listener.should_exit = True
        await serving


def _bound(address: Address, setting: str = "IBID_SERVE") -> socket.socket:
    """Bound and listening: who connects from now on is answered, if only in a moment."""
    try:
        family, *_, place = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(place[:2], family=family, backlog=MOST_CONNECTIONS)
    except OSError as error:
        reason = error.strerror
        said = say(terminal_language(), "monitor.taken", name=setting, address=address, reason=reason)
        raise IbidError(said) from error
