"""`python -m benchmarks.pictures seeds docs`: what the bot's messages look like, photographed with headless Chromium.

Each scene is a conversation about the articles, rendered to HTML in Telegram's look from the replies that the bot
would send; light and dark, on a phone of 360 pixels and on a wider screen.
"""

import argparse
import html
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.examples import Examples
from bot.explaining import render_explanation
from bot.locales import Lang, say, say_number
from bot.messages import Button, Reply
from bot.proof import render_source
from bot.replies import ASK, render_answer
from retrieval.answering import answer
from retrieval.index import build_index
from retrieval.library import Library
from retrieval.readers import read_articles

WIDTHS = {"phone": 360, "wide": 720}
BOT = "ibid_bot"
STYLE = Path(__file__).with_name("pictures.css")
TAGS = {"bold": "b", "italic": "i", "pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote"}
HEIGHT = re.compile(r"<title>(\d+)</title>")


@dataclass(frozen=True, slots=True)
class Scene:
    """A conversation: what a person said, and the replies, in turn."""

    name: str
    turns: tuple[str | Reply, ...]


def scenes(folder: Path) -> Iterator[Scene]:
    """The main kinds of message, about the shipped articles."""
    library = Library(read_articles([folder]).articles)
    index = build_index(library)
    examples = Examples()
    examples.look_for(
        lambda question: answer(question, library, index), (passage for _, passage in library.living())
    ).join()
    lang: Lang = "fr"
    asked = "Quand Kim Jong Un et Poutine se sont-ils rencontrés ?"
    found = answer(asked, library, index)
    yield Scene("answer", (asked, *render_answer(found, lang, BOT)))
    cited = found.citations[0]
    yield Scene("source", (render_source(cited, library.passages_of(cited.article), lang, BOT),))
    vain = "Qui a gagné la Coupe du monde 2022 à la tour Eiffel ?"
    silent = answer(vain, library, index)
    near = [Button(one.question, ASK + one.key) for one in examples.closest(vain, silent.lang)]
    yield Scene("silence", (vain, *render_answer(silent, lang, BOT, closest=near)))
    welcome = say(lang, "about.welcome", articles=say_number(lang, "about.articles", len(library)))
    offers = tuple((Button(one.question, ASK + one.key),) for one in examples.offered(lang))
    yield Scene("start", ("/start", Reply(f"{welcome}\n{say(lang, 'about.try')}", rows=offers)))
    if found.explanation:
        yield Scene("why", (Reply(render_explanation(found, lang)),))


def page(scene: Scene, look: str, width: int) -> str:
    """A page of the scene, so many pixels wide; its title becomes its height."""
    turns = "".join(_bubble(turn) for turn in scene.turns)
    measure = (
        "<script>document.title = Math.ceil(document.querySelector('main').getBoundingClientRect().height)</script>"
    )
    main = f'<main style="width: {width}px">'  # Chromium's windows are never narrower than 500 pixels
    head = f'<meta charset="utf-8"><title></title><style>{STYLE.read_text(encoding="utf-8")}</style>'
    return f'<!doctype html><html class="{look}"><head>{head}</head><body>{main}{turns}</main>{measure}</body></html>'


def _bubble(turn: str | Reply) -> str:
    if isinstance(turn, str):
        return f'<div class="mine bubble">{html.escape(turn)}</div>'
    rows = "".join(
        '<div class="row">' + "".join(f"<span>{html.escape(button.label)}</span>" for button in row) + "</div>"
        for row in turn.rows
    )
    return f'<div class="theirs"><div class="bubble">{markup(turn)}</div>{rows}</div>'


def markup(reply: Reply) -> str:
    """The text with its entities as HTML; they nest, as Telegram demands."""
    units = reply.text.encode("utf-16-le")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in reply.entities:
        tag = "a" if entity.kind == "text_link" else TAGS[entity.kind]
        opening.setdefault(entity.offset, []).append(f"<{tag}>")
        closing.setdefault(entity.offset + entity.length, []).insert(0, f"</{tag}>")
    edges = sorted({0, len(units) // 2, *opening, *closing})
    parts = []
    for at, end in zip(edges, [*edges[1:], edges[-1]], strict=True):
        parts += [*closing.get(at, ()), *opening.get(at, ())]
        parts.append(html.escape(units[2 * at : 2 * end].decode("utf-16-le")))
    # A quotation is a block: the line end behind it is its own.
    return "".join(parts).replace("</blockquote>\n", "</blockquote>")


def photograph(browser: str, document: Path, picture: Path, width: int) -> None:
    """One picture, as high as the page is; twice as sharp on a phone, as phones are."""
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    size = f"--window-size={width},200"
    address = document.as_uri()
    dumped = subprocess.run([*command, size, "--dump-dom", address], capture_output=True, text=True, check=True)
    match = HEIGHT.search(dumped.stdout)
    if match is None:
        raise SystemExit(f"{browser} did not measure the page:\n{dumped.stderr}")
    size = f"--window-size={width},{match[1]}"
    scale = f"--force-device-scale-factor={2 if width == WIDTHS['phone'] else 1}"
    subprocess.run([*command, size, scale, f"--screenshot={picture}", address], capture_output=True, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("pictures", type=Path)
    given = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("Chromium is missing: install it (on Debian: apt install chromium)")
    given.pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for scene in scenes(given.articles):
            for look in ("light", "dark"):
                document = Path(folder) / "page.html"
                for size, width in WIDTHS.items():
                    document.write_text(page(scene, look, width), encoding="utf-8")
                    photograph(browser, document, given.pictures / f"{scene.name}-{look}-{size}.png", width)
            print(scene.name)


if __name__ == "__main__":
    main()
