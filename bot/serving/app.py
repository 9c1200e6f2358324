"""The application: what is mounted, and what holds for all of it."""

from collections.abc import Iterable
from importlib.metadata import version

from fastapi import APIRouter, FastAPI

from bot.serving.bounds import Bounds
from bot.serving.faults import handle_faults
from bot.serving.pages import fault_page


def build_app(mounted: Iterable[APIRouter]) -> FastAPI:
    """An application with these routes, and `/health`. Its errors have one form, its bodies are bounded."""
    app = FastAPI(title="Ibid", version=version("ibid"), docs_url=None, redoc_url=None)
    handle_faults(app, fault_page)
    app.add_middleware(Bounds)
    app.add_api_route("/health", health, include_in_schema=False)
    for router in mounted:
        app.include_router(router)
    return app


async def health() -> dict[str, str]:
    """Whether the loop turns: a question that is being answered in a thread does not hold this up."""
    return {"status": "ok"}
