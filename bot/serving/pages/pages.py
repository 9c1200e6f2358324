"""The routes of the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.locales import LANGUAGES, Lang
from bot.references import FORMATS, gather
from bot.serving.faults import Refusal, language_of
from bot.serving.guard import COOKIE, Guard
from bot.serving.pages.conversation import Conversations, Said, read_carried
from bot.serving.pages.described import describe_routes, describe_shapes
from bot.serving.pages.rendering import FILES, file, page
from bot.serving.pages.views import prove
from bot.serving.threads import Threads
from bot.shapes import LONGEST
from bot.wording import NoSource
from retrieval.errors import UnknownCitation

# Fields of a form: those of a conversation, and no more.
MOST_FIELDS = 20
# Seconds that a browser keeps its key.
KEPT = 90 * 86_400


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a library. `show_withdrawn` is IBID_SHOW_WITHDRAWN."""

    conversations: Conversations
    threads: Threads
    guard: Guard
    show_withdrawn: bool

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False, dependencies=[Depends(_only_ours)])
        router.add_api_route("/", self.open, dependencies=[Depends(self.guard.lookup)])
        router.add_api_route("/", self.ask, methods=["POST"], dependencies=[Depends(self.guard.question)])
        router.add_api_route("/key", self.take_key, methods=["POST"])
        for path, deed in (("/s/{citation}", self.source), ("/s/{citation}/{form}", self.reference)):
            router.add_api_route(path, deed, dependencies=[Depends(self.guard.visit)])
        router.add_api_route("/docs", self.describe, dependencies=[Depends(self.guard.visit)])
        for name in FILES:
            router.add_api_route(f"/{name}", partial(_file, name))
        return router

    async def open(self, request: Request) -> HTMLResponse:
        """The page before the first question."""
        return await self._search(request, _lang(request), Said(), "")

    async def ask(self, request: Request) -> HTMLResponse:
        """The page with what is said to a message."""
        form = await _form(request)
        lang = _lang(request, form)
        message = form.get("question", [""])[0]
        if len(message) > LONGEST:
            raise Refusal(422, "serving.field_long", name="question", most=LONGEST)
        said = await self.threads.run(partial(self.conversations.take, message, read_carried(form), lang))
        return await self._search(request, lang, said, message)

    async def source(self, request: Request, citation: str) -> HTMLResponse:
        """A citation where it stands, for whoever has its address."""
        lang = _lang(request)
        try:
            found = await self.threads.run(partial(self.conversations.articles.source, citation))
        except UnknownCitation:
            raise Refusal(404, "serving.no_source") from None
        proof = prove(found, lang, show_withdrawn=self.show_withdrawn)
        forms = [(one.name, one.label) for one in FORMATS.values()] if proof.shown else []
        return page(request, "source", lang, 200 if proof.shown else 410, proof=proof, forms=forms)

    async def reference(self, request: Request, citation: str, form: str) -> Response:
        """A reference to a citation, as a file."""
        chosen = FORMATS.get(form)
        if chosen is None:
            raise Refusal(404, "serving.no_page")
        lang, library = _lang(request), self.conversations.articles.library
        shown = self.show_withdrawn
        try:
            found = await self.threads.run(partial(gather, [citation], library, lang, show_withdrawn=shown))
        except NoSource:
            raise Refusal(404, "serving.no_source") from None
        headers = {"Content-Disposition": f'inline; filename="{citation}{chosen.suffix}"'}
        body = chosen.render(found.references, lang)
        return Response(body, media_type="text/plain; charset=utf-8", headers=headers)

    async def describe(self, request: Request) -> HTMLResponse:
        """What `/v1` takes and gives, from its own description."""
        described: dict[str, Any] = request.app.openapi()
        routes, shapes = describe_routes(described), describe_shapes(described)
        return page(request, "docs", _lang(request), routes=routes, shapes=shapes)

    async def take_key(self, request: Request) -> Response:
        """Keeps a key in the browser, or, without one, forgets it."""
        key = (await _form(request)).get("key", [""])[0].strip()
        back = RedirectResponse("/", 303)
        if key:
            self.guard.visit(request)
            secure = request.url.scheme == "https"
            back.set_cookie(COOKIE, key, KEPT, httponly=True, secure=secure, samesite="lax")
        else:
            back.delete_cookie(COOKIE)
        return back

    async def _search(self, request: Request, lang: Lang, said: Said, message: str) -> HTMLResponse:
        library = self.conversations.articles.library
        articles = await self.threads.run(lambda: len(library))
        offered = () if said.carried.turns or message else self.conversations.examples.offered(lang)
        examples = [one.question for one in offered]
        return page(request, "search", lang, said=said, message=message, articles=articles, examples=examples)


async def _file(name: str) -> Response:
    return file(name)


def _lang(request: Request, form: Mapping[str, Sequence[str]] | None = None) -> Lang:
    """The language that was chosen on the page, or else that of the browser."""
    chosen = (form or {}).get("lang", [""])[0] or request.query_params.get("lang", "")
    return next((lang for lang in LANGUAGES if lang == chosen), language_of(request))


async def _form(request: Request) -> dict[str, list[str]]:
    """The fields of a form. Raises Refusal (422) where it is none of ours."""
    try:
        body = (await request.body()).decode("utf-8")
        return parse_qs(body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:  # not UTF-8, or more fields
        raise Refusal(422, "serving.no_form") from None


async def _only_ours(request: Request) -> None:
    """Refuses what a page of elsewhere sends (403)."""
    origin = request.headers.get("origin")
    if request.method == "POST" and origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Refusal(403, "serving.elsewhere")
