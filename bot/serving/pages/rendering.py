"""Pages from templates, which escape all that is put into them."""

from functools import partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.locales import LANGUAGES, Lang, say, say_number
from bot.serving.guard import COOKIE
from bot.wording import NAMES, Reply

FOLDER = Path(__file__).parent / "templates"
# A page holds no program, loads nothing from elsewhere, sends forms to nobody else, and is in nobody else's frame.
# With Referrer-Policy "no-referrer" a browser would not say of a form that it is ours (its Origin would be "null").
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
FILES = {"style.css": "text/css", "icon.svg": "image/svg+xml"}
# What each kind of formatting is in HTML; quotations are blocks, see `marked`.
TAGS = {"bold": "strong", "italic": "em"}

_templates = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def page(request: Request, template: str, lang: Lang, status: int = 200, **values: object) -> HTMLResponse:
    """The page that a template makes of `values`."""
    others = [other for other in LANGUAGES if other != lang]
    html = _templates.get_template(f"{template}.html").render(
        lang=lang,
        others=others,
        names=NAMES,
        say=partial(say, lang),
        say_number=partial(say_number, lang),
        version=version("ibid"),
        path=request.url.path if request.method == "GET" else "/",
        has_key=COOKIE in request.cookies,
        **values,
    )
    return HTMLResponse(html, status, headers=HEADERS)


def fault_page(request: Request, lang: Lang, status: int, message: str) -> HTMLResponse:
    """What went wrong, as a page; where a key is missing, with a form for it."""
    return page(request, "fault", lang, status, message=message, code=status)


def file(name: str) -> Response:
    """What a page loads besides itself."""
    return Response((FOLDER / name).read_bytes(), media_type=FILES[name], headers={"Cache-Control": "max-age=3600"})


def marked(reply: Reply) -> Markup:
    """The text of a reply with its formatting: quotations as blocks, what is between them as it is."""
    units = reply.text.encode("utf-16-le")
    edges = {0, len(units) // 2}
    for entity in reply.entities:
        edges |= {entity.offset, entity.offset + entity.length}
    html, inside = "", False
    for start, end in pairwise(sorted(edges)):
        kinds = {one.kind for one in reply.entities if one.offset <= start and end <= one.offset + one.length}
        quoted = "blockquote" in kinds or "expandable_blockquote" in kinds
        if quoted != inside:
            html += "<blockquote>" if quoted else "</blockquote>"
            inside = quoted
        text = str(escape(units[2 * start : 2 * end].decode("utf-16-le")))
        for kind in sorted(kinds & TAGS.keys()):
            text = f"<{TAGS[kind]}>{text}</{TAGS[kind]}>"
        html += text
    return Markup(html + ("</blockquote>" if inside else ""))  # noqa: S704 — each part of it is escaped above
