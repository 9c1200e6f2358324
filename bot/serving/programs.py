"""`/v1`: what programs ask, and what they are told."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.security import HTTPBearer

from bot import shapes
from bot.references import asked_as_json, passages_as_json, source_as_json
from bot.serving.faults import Refusal
from bot.serving.guard import Guard
from bot.serving.threads import Threads
from retrieval.asking import Articles
from retrieval.errors import UnknownCitation

Json = dict[str, Any]
# What any route may answer besides.
FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": shapes.Failure, "description": words}
    for status, words in (
        (401, "A key is needed, or is not good."),
        (413, "The body is too large."),
        (422, "A field is wrong, missing or unknown."),
        (429, "Too many in a minute; Retry-After says when to come again."),
        (503, "Too many wait; Retry-After says when to come again."),
    )
}
UNKNOWN: dict[int | str, dict[str, Any]] = {404: {"model": shapes.Failure, "description": "There is none such."}}


@dataclass(frozen=True, slots=True)
class Programs:
    """The routes of a library. `show_withdrawn` is IBID_SHOW_WITHDRAWN."""

    articles: Articles
    threads: Threads
    guard: Guard
    show_withdrawn: bool

    def router(self) -> APIRouter:
        described = HTTPBearer(auto_error=False, description="A key made by `ibid key new NAME`.")
        router = APIRouter(prefix="/v1", responses=FAILURES, dependencies=[Depends(described)])
        asking, looking = [Depends(self.guard.question)], [Depends(self.guard.lookup)]
        for path, deed, methods, passed, shape in (
            ("/ask", self.ask, ["POST"], asking, shapes.Answer),
            ("/search", self.search, ["POST"], asking, shapes.Passages),
            ("/sources/{citation}", self.source, ["GET"], looking, shapes.Source),
            ("/articles", self.list_articles, ["GET"], looking, shapes.Articles),
        ):
            more = UNKNOWN if "{" in path else None
            router.add_api_route(
                path,
                deed,
                methods=methods,
                dependencies=passed,
                response_model=shape,
                response_model_exclude_unset=True,
                responses=more,
            )
        return router

    async def ask(self, asked: shapes.Question) -> Json:
        """The answer, as `ibid ask --json` prints it: the articles' own sentences, or none."""
        return await self.threads.run(partial(asked_as_json, asked.question, self.articles, asked.ranking))

    async def search(self, asked: shapes.Search) -> Json:
        """The passages that come closest, each with its best sentence; whether they answer is not said."""
        found, passages = await self.threads.run(partial(self.articles.passages, asked.query, asked.most))
        return passages_as_json(found, passages)

    async def source(self, citation: str) -> Json:
        """The sentence that an id names, its paragraph, and what became of its article since."""
        try:
            found = await self.threads.run(partial(self.articles.source, citation))
        except UnknownCitation:
            raise Refusal(404, "serving.no_source") from None
        return source_as_json(found, show_withdrawn=self.show_withdrawn)

    async def list_articles(
        self,
        search: Annotated[str, Query(max_length=200, description="Words of title, outlet, author, date or id.")] = "",
        offset: Annotated[int, Query(ge=0, le=shapes.FARTHEST, description="How many to pass over.")] = 0,
        count: Annotated[int, Query(ge=1, le=shapes.MOST_ARTICLES)] = 20,
    ) -> Json:
        """The articles, latest first."""
        page = await self.threads.run(partial(self.articles.library.page, search, offset, count))
        known = shapes.Entry.model_fields
        entries = [{name: value for name, value in asdict(entry).items() if name in known} for entry in page.entries]
        return {"total": page.total, "offset": page.offset, "articles": entries}
