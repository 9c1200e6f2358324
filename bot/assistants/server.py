"""The tools and resources of the server, with the official SDK."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from typing import Annotated, Any, TypeVar

from anyio import CapacityLimiter, to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from bot import shapes
from bot.assistants.additions import add_article
from bot.assistants.telling import INSTRUCTIONS, tell_answer, tell_passages, tell_source
from bot.references import asked_as_json, passages_as_json, source_as_json
from retrieval.asking import Articles
from retrieval.errors import IbidError, SearchUnavailable, UnknownCitation
from retrieval.library import article_numbered, entry_of

Found = TypeVar("Found")
# Questions that are worked on at a time: more would only wait for one another.
AT_ONCE = 4
# Articles in the resource that lists them: the latest.
LISTED = 100

LOOKING = ToolAnnotations(read_only_hint=True, open_world_hint=False)
ADDING = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True)

Asked = Annotated[
    str,
    Field(
        min_length=1,
        max_length=shapes.LONGEST,
        description='A question in any language, as a person would ask it. Operators narrow it: "exact words", -word, '
        "source:NAME, author:NAME, title:WORD, lang:fr, after:2023-09, before:2024, in:12 (an article's number).",
    ),
]
Id = Annotated[str, Field(max_length=40, description="The id of a citation, such as 0k3v9x2m7qab-1f3-4k.")]


@dataclass(frozen=True, slots=True)
class Library:
    """What the tools do. `show_withdrawn` and `private` are the settings of these names."""

    articles: Articles
    show_withdrawn: bool
    private: bool
    limiter: CapacityLimiter

    async def ask(self, question: Asked) -> Annotated[CallToolResult, shapes.Answer]:
        """Answer a question with the articles' own sentences, or say that they do not answer. Quote as is."""
        told = await self._run(partial(asked_as_json, question, self.articles))
        return _result(tell_answer(told), told)

    async def search(
        self, query: Asked, most: Annotated[int, Field(ge=1, le=shapes.MOST_PASSAGES)] = 10
    ) -> Annotated[CallToolResult, shapes.Passages]:
        """Find the passages that come closest to a question or to words, best first. Quote as is."""
        told = passages_as_json(*await self._run(partial(self.articles.passages, query, most)))
        return _result(tell_passages(told), told)

    async def source(self, id: Id) -> Annotated[CallToolResult, shapes.Source]:  # noqa: A002 — the name that answers use
        """Open a citation by its id: the sentence, its paragraph, the article, and whether it still stands."""
        try:
            found = await self._run(partial(self.articles.source, id))
        except UnknownCitation as error:
            raise ToolError(f"{error} Ids are those of earlier answers, such as 0k3v9x2m7qab-1f3-4k.") from None
        told = source_as_json(found, show_withdrawn=self.show_withdrawn)
        return _result(tell_source(told), told)

    async def list_articles(
        self,
        search: Annotated[str, Field(max_length=200, description="Words of title, outlet, author, date or id.")] = "",
        offset: Annotated[int, Field(ge=0, le=shapes.FARTHEST)] = 0,
        count: Annotated[int, Field(ge=1, le=shapes.MOST_ARTICLES)] = 20,
    ) -> Annotated[CallToolResult, shapes.Articles]:
        """List the articles, latest first: number, title, outlet, date, language."""
        told = await self._run(partial(self._page, search, offset, count))
        lines = [
            f"{one['number']} · {' · '.join(filter(None, (one['title'], one['source'], one['date'], one['lang'])))}"
            for one in told["articles"]
        ]
        return _result("\n".join([f"{told['total']} articles.", *lines]), told)

    async def add(
        self,
        text: Annotated[str, Field(max_length=1_000_000, description="The article, its title on the first line.")] = "",
        url: Annotated[str, Field(max_length=2000, description="Or the address of a page to read instead.")] = "",
    ) -> str:
        """Add an article to the library, as a text or from the address of a page. Never add what you wrote yourself."""
        try:
            return await self._run(partial(add_article, self.articles, text, url, private=self.private))
        except IbidError as error:
            raise ToolError(str(error)) from None

    async def article(self, number: int) -> str:
        """An article as it stands, whole."""
        entry = await self._run(partial(entry_of, self.articles.library.engine, number))
        found = await self._run(partial(article_numbered, self.articles.library.engine, number))
        if not (entry and found) or entry.state != "living":
            raise ResourceNotFoundError(f"There is no article {number}; ibid://articles lists them.")
        return found.text

    async def citation(self, id: str) -> str:  # noqa: A002 — the name in the address
        """A citation and what became of it, as JSON."""
        try:
            found = await self._run(partial(self.articles.source, id))
        except UnknownCitation as error:
            raise ResourceNotFoundError(str(error)) from None
        return json.dumps(source_as_json(found, show_withdrawn=self.show_withdrawn), ensure_ascii=False)

    async def articles_list(self) -> str:
        """The latest articles, as JSON."""
        return json.dumps(await self._run(partial(self._page, "", 0, LISTED)), ensure_ascii=False)

    def _page(self, search: str, offset: int, count: int) -> dict[str, Any]:
        page = self.articles.library.page(search, offset, count)
        known = shapes.Entry.model_fields
        entries = [{name: value for name, value in asdict(entry).items() if name in known} for entry in page.entries]
        return {"total": page.total, "offset": page.offset, "articles": entries}

    async def _run(self, work: Callable[[], Found]) -> Found:
        try:
            return await to_thread.run_sync(work, limiter=self.limiter)
        except SearchUnavailable as error:
            raise ToolError(str(error)) from None


def build_server(articles: Articles, *, show_withdrawn: bool, private: bool, editor: bool) -> MCPServer[Any]:
    """The server of a library; only with `editor` is there a tool that adds to it."""
    server: MCPServer[Any] = MCPServer(
        "ibid", title="Ibid", version=version("ibid"), instructions=INSTRUCTIONS, log_level="WARNING"
    )
    library = Library(articles, show_withdrawn, private, CapacityLimiter(AT_ONCE))
    server.add_tool(library.ask, "ask", "Ask the articles", annotations=LOOKING)
    server.add_tool(library.search, "search", "Find passages", annotations=LOOKING)
    server.add_tool(library.source, "source", "Open a citation", annotations=LOOKING)
    server.add_tool(library.list_articles, "articles", "List the articles", annotations=LOOKING)
    if editor:
        server.add_tool(library.add, "add", "Add an article", annotations=ADDING)
    listed = server.resource("ibid://articles", name="articles", title="Articles", mime_type="application/json")
    listed(library.articles_list)
    whole = server.resource("ibid://articles/{number}", name="article", title="An article", mime_type="text/plain")
    whole(library.article)
    cited = server.resource("ibid://citations/{id}", name="citation", title="A citation", mime_type="application/json")
    cited(library.citation)
    return server


def _result(words: str, told: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=words)], structured_content=told)
