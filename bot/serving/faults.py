"""What went wrong with a request, in one form: `{"error": {"kind": "invalid", "message": "…"}}`."""

from collections.abc import Callable, Mapping, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from bot.locales import LANGUAGES, Lang, reader_language, say
from retrieval.errors import SearchUnavailable

# What makes a page of a request, a language, a status and a sentence.
FaultPage = Callable[[Request, Lang, int, str], Response]

KINDS = {
    400: "invalid", 401: "key", 403: "refused", 404: "unknown", 405: "method", 413: "too_large", 415: "invalid",
    422: "invalid", 429: "too_many", 503: "busy",
}  # fmt: skip
# What is said of a status that the framework gives.
WORDS = {404: "serving.no_page", 405: "serving.method", 413: "serving.too_large"}


# Seconds after which an index that is away may be asked again.
RETRY = "10"


class Refusal(Exception):  # noqa: N818 — it is the request's fault, or the moment's
    """A request that is not answered: with which status, and the id of the words that say why."""

    def __init__(self, status: int, words: str, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.headers = dict(headers or {})
        self.values = values


def language_of(request: Request) -> Lang:
    """The language of the bot's that the caller likes best."""
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> Lang:
    """The first language of ours in an Accept-Language header.

    >>> preferred("nl, fr-CA;q=0.8, en;q=0.5")
    'fr'
    """
    weighed: list[tuple[float, str]] = []
    for part in accepted.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.lower()))
        except ValueError:
            continue
    weighed.sort(key=lambda pair: -pair[0])
    codes = [tag for weight, tag in weighed if weight > 0 and tag.partition("-")[0] in LANGUAGES]
    return reader_language(codes[0] if codes else None)


def told(status: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The one form of an error."""
    body = {"error": {"kind": KINDS.get(status, "failed"), "message": message}}
    return JSONResponse(body, status, dict(headers or {}))


def handle_faults(app: FastAPI, page: FaultPage) -> None:
    """Every error of `app` in that form; for a browser, as the page that `page` makes of it."""

    def answered(status: int, message: str, request: Request, headers: Mapping[str, str] | None = None) -> Response:
        if request.url.path.startswith("/v1") or "text/html" not in request.headers.get("accept", ""):
            return told(status, message, headers)
        shown = page(request, language_of(request), status, message)
        shown.headers.update(headers or {})
        return shown

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)  # noqa: S101 — the handler of that class
        words = say(language_of(request), error.words, **error.values)
        return answered(error.status, words, request, error.headers)

    def failed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 — the handler of that class
        words = say(language_of(request), WORDS.get(error.status_code, "serving.failed"))
        return answered(error.status_code, words, request, error.headers)

    def unavailable(request: Request, _: Exception) -> Response:
        return answered(503, say(language_of(request), "search.away"), request, {"Retry-After": RETRY})

    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(SearchUnavailable, unavailable)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, failed)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 — the handler of that class
    return told(422, _sentence(error.errors(), language_of(request)))


def _sentence(errors: Sequence[Mapping[str, object]], lang: Lang) -> str:
    """Which field is wrong, and what is right. What was written there is not repeated: it may be a question."""
    first = errors[0]
    place = first.get("loc")
    names = [str(part) for part in place[1:]] if isinstance(place, tuple) else []
    name = ".".join(names) or "body"
    limits = first.get("ctx")
    limit = next(iter(limits.values()), "") if isinstance(limits, dict) else ""
    match first.get("type"):
        case "extra_forbidden":
            return say(lang, "serving.field_unknown", name=name)
        case "missing" | "string_too_short":
            return say(lang, "serving.field_missing", name=name)
        case "json_invalid":
            return say(lang, "serving.no_json")
        case "string_too_long":
            return say(lang, "serving.field_long", name=name, most=limit)
        case "greater_than_equal" | "less_than_equal":
            return say(lang, "serving.field_bound", name=name, limit=limit)
        case _:
            return say(lang, "serving.field_wrong", name=name)
