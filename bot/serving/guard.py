"""Who may ask over HTTP: with a key; without one from this machine, or as IBID_SERVE_KEYS says."""

from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import Request

from bot.memory import Keys
from bot.serving.faults import Refusal
from bot.serving.limits import Limit
from bot.values import Address

# The cookie in which a browser keeps its key.
COOKIE = "ibid_key"
# What a proxy adds to what it passes on: who is behind it is not on this machine, whatever the connection says.
PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
# Reading a source or a list costs a fraction of a question.
LIGHTER = 10


@dataclass(frozen=True, slots=True)
class Guard:
    """`keyed` is IBID_SERVE_KEYS; `rate` is how many questions a minute one caller gets answered."""

    keys: Keys
    keyed: str
    address: Address
    rate: int
    _questions: Limit = field(init=False)
    _lookups: Limit = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_questions", Limit(self.rate))
        object.__setattr__(self, "_lookups", Limit(self.rate * LIGHTER))

    async def question(self, request: Request) -> None:
        """Lets a question pass, or raises Refusal: 401 without a good key, 429 beyond the rate."""
        self._questions.count(await self.caller(request))

    async def lookup(self, request: Request) -> None:
        """Lets a request pass that asks nothing, or raises Refusal."""
        self._lookups.count(await self.caller(request))

    def visit(self, request: Request) -> None:
        """Counts a request that needs no key."""
        self._lookups.count(_host(request))

    async def caller(self, request: Request) -> str:
        """Who asks: the number of a key, or an address. Raises Refusal (401)."""
        if secret := _secret(request):
            key = await to_thread.run_sync(partial(self.keys.find, secret))
            if key is None:
                self._lookups.count(_host(request))  # so that trying costs as much as asking
                raise Refusal(401, "serving.key_unknown", {"WWW-Authenticate": "Bearer"})
            return f"key {key.number}"
        if self.keyed == "never" or (self.keyed == "elsewhere" and self.is_here(request)):
            return _host(request)
        raise Refusal(401, "serving.key_needed", {"WWW-Authenticate": "Bearer"})

    def is_here(self, request: Request) -> bool:
        """Whether a program or a person of this machine asks a server that only this machine reaches.

        A name of another host in the request is a page of elsewhere that had its name lead here (DNS rebinding).
        """
        named = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        passed_on = any(name in request.headers for name in PASSED_ON)
        return all(map(_is_loopback, (self.address.host, _host(request), named))) and not passed_on


def _secret(request: Request) -> str:
    """The key that comes with a request: a program's in its header, a browser's in its cookie."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else request.cookies.get(COOKIE, "")


def _host(request: Request) -> str:
    return request.client.host if request.client else ""


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
