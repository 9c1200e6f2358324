"""The server: HTTP in a thread of its own, the record of all calls, and waiting for what the bot does."""

import asyncio
import re
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple, Self

from aiohttp import web

from tests.bot_api.account import ACCOUNT
from tests.bot_api.bringing import Bringing
from tests.bot_api.description import Json, Upload, read_parameters
from tests.bot_api.errors import ApiError, NotYet
from tests.bot_api.faults import CUT, GARBLED, Fault, Faults, Rates
from tests.bot_api.messages import MESSAGES
from tests.bot_api.people import People
from tests.bot_api.world import Chat, Sent, World

METHODS: dict[str, Callable[[World, Json], Any] | None] = {**ACCOUNT, **MESSAGES, "getUpdates": None}
PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)")
FILE_PATH = re.compile(r"/file/bot(?P<token>[^/]+)/documents/(?P<file>[\w-]+)")
# Shaped as a real one is, and of no bot.
TOKEN = "6000000001:ThisIsNoToken_ItOpensNothing-012345"
REQUEST_LIMIT = 64_000_000
# The bot's mistakes. Others (401, 403, 409, 429 and faults ordered by the test) are no fault of the call.
MISTAKES = frozenset((400, 404, 501))
# Seconds to wait for the bot unless told otherwise: far more than it takes, so that only a failure waits.
PATIENCE = 60.0


class Call(NamedTuple):
    """A call as it came and how it was answered; `error` is None where all went well, `at` is time.monotonic()."""

    method: str
    parameters: Json
    status: int
    error: str | None
    at: float = 0.0


class Refused(NamedTuple):
    """A call that Telegram would not have taken, or not as it was meant."""

    method: str
    parameters: Json
    error: str


class BotApi(People):
    """`with BotApi(token) as server:` serves `{server.url}/bot<token>/METHOD` and files at `{server.url}/file/bot…`."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__(World(token))
        self.token = token
        self.revoked = False
        self.calls: list[Call] = []
        self.refused: list[Refused] = []
        self.faults = Faults()
        self.rates = Rates()
        self.bringing = Bringing(self.world.updates)
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bot-api", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.updates.closing = True
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    # What a test orders and asks

    def fail_next(
        self,
        method: str,
        status: int,
        description: str = "",
        retry_after: int | None = None,
        *,
        after_delivery: bool = False,
    ) -> None:
        """Answers the next call of this method so; status CUT cuts the connection. Several queue up."""
        self.faults.waiting.append(Fault(method, status, description, retry_after, after_delivery))

    def pass_time(self, seconds: float) -> None:
        """Moves the server's clock on: queries grow too old, undelivered updates expire."""
        self.world.skew += seconds

    def sent(self, chat: Chat) -> list[Sent]:
        """The bot's messages in a chat so far, in order."""
        with self.world.lock:
            return chat.sent()

    def wait_for(self, chat: Chat, what: int | Callable[[list[Sent]], object], timeout: float = PATIENCE) -> list[Sent]:
        """The bot's messages in a chat, once there are `what` of them or `what(messages)` is true."""
        condition = (lambda messages: len(messages) >= what) if isinstance(what, int) else what
        self.wait_until(lambda: condition(chat.sent()), timeout)
        return self.sent(chat)

    def wait_until(self, condition: Callable[[], object], timeout: float = PATIENCE) -> None:
        """Waits until a condition on the server holds; it is looked at after every call and deed."""
        with self.world.lock:
            if not self.world.lock.wait_for(condition, timeout):
                last = "\n".join(str(call)[:500] for call in self.calls[-12:])
                raise TimeoutError(f"Not within {timeout} s. Refused: {self.refused}. The last calls:\n{last}")

    def go_away(self) -> None:
        """Hangs up on everyone, and takes no calls until it comes back to the same address."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()

    def come_back(self) -> None:
        port = int(self.url.rpartition(":")[2])
        asyncio.run_coroutine_threadsafe(self._listen(port), self._loop).result()

    # HTTP

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        application = web.Application(client_max_size=REQUEST_LIMIT)
        application.router.add_route("*", "/{path:.*}", self._respond)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await self._listen(0)
        self.url = "http://{}:{}".format(*self._runner.addresses[0][:2])
        self._ready.set()
        bringing = asyncio.create_task(self.bringing.run())
        await self._stop.wait()
        await bringing
        self.world.updates.wake()
        await self._runner.cleanup()

    async def _listen(self, port: int) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()

    async def _hang_up(self) -> None:
        await self._site.stop()
        for connection in self._runner.server.connections if self._runner.server else ():
            if connection.transport:
                connection.transport.abort()

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        if found := FILE_PATH.fullmatch(request.path):
            return self._download(found["token"], found["file"])
        found = PATH.fullmatch(request.path)
        if found is None:
            return failure(ApiError(404, "Not Found"))
        try:
            raw = await read_body(request)
        except ConnectionResetError:  # the bot was killed while it wrote
            return web.Response()
        try:
            result = await self._call(found["token"], found["method"], raw)
        except ApiError as error:
            if error.status == CUT:
                if request.transport:
                    request.transport.abort()
                return web.Response()
            if error.status == GARBLED:
                return web.Response(text="<html><body>Please log in</body></html>", content_type="text/html")
            return failure(error)
        return web.json_response({"ok": True, "result": result})

    def _download(self, token: str, file_id: str) -> web.Response:
        if token != self.token or self.revoked:
            return failure(ApiError(401, "Unauthorized"))
        if file_id not in self.world.files:
            return failure(ApiError(404, "Not Found"))
        return web.Response(body=self.world.files[file_id])

    async def _call(self, token: str, method: str, raw: Json) -> Any:
        """The result of a call, which is recorded whatever comes of it."""
        fault = self.faults.take(method)
        try:
            self._admit(token)
            if fault and not fault.after_delivery:
                await self._break(fault)
            raw = read_parameters(method, raw)
            result = await self._carry_out(method, raw)
        except ApiError as error:
            # That a group has moved is told by refusing a call: nobody can know it before.
            told = isinstance(error, NotYet) or "migrate_to_chat_id" in error.parameters
            mistake = error.status in MISTAKES and not fault and not told
            self._record(Call(method, raw, error.status, error.description), refused=mistake)
            raise
        if fault:
            self._record(Call(method, raw, fault.status, fault.description), refused=False)
            await self._break(fault)
        self._record(Call(method, raw, 200, None), refused=False)
        return result

    async def _break(self, fault: Fault) -> None:
        await asyncio.sleep(fault.seconds)
        raise fault.error()

    def _admit(self, token: str) -> None:
        if token != self.token or self.revoked:
            raise ApiError(401, "Unauthorized")
        if self.world.logged_out:
            raise ApiError(400, "Logged out")

    async def _carry_out(self, method: str, parameters: Json) -> Any:
        act = METHODS[method]
        if act is None:
            return await self.world.updates.poll(parameters)
        with self.world.lock:
            if "chat_id" in parameters:
                self.rates.spend(method, self.world.chat(parameters["chat_id"]).id, self.world.now())
            return act(self.world, parameters)

    def _record(self, call: Call, *, refused: bool) -> None:
        with self.world.lock:
            self.calls.append(call._replace(at=time.monotonic()))
            if refused:
                self.refused.append(Refused(call.method, call.parameters, call.error or ""))
            self.world.lock.notify_all()


async def read_body(request: web.Request) -> Json:
    """The parameters of a request: query string, form, multipart or JSON."""
    raw: Json = dict(request.query)
    if request.content_type == "application/json":
        raw.update(await request.json())
        return raw
    for name, value in (await request.post()).items():
        raw[name] = Upload(value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    return raw


def failure(error: ApiError) -> web.Response:
    """An error as Telegram words it."""
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.status)
