"""`python -m benchmarks.bot.pictures seeds docs [NAME…]`: pictures of the bot's messages, by headless Chromium.

The conversations are those of scenes.py, played by the real program and rendered to HTML in Telegram's look; light and
dark, on a phone of 360 pixels and on a wider screen.
"""

import argparse
import html
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.bot import heard, scenes
from benchmarks.bot.markup import markup
from benchmarks.bot.scenes import Scene, play
from benchmarks.bot.stage import Turn
from tests.bot_api import Sent
from tests.bot_api.description import Json

WIDTHS = {"phone": 360, "wide": 720}
STYLE = Path(__file__).with_name("pictures.css")
HEIGHT = re.compile(r"<title>(\d+)</title>")
# Each picture: a scene, and which of its turns.
PICTURES: dict[str, tuple[Scene, slice]] = {
    "start": (scenes.start, slice(0, 1)),
    "answer": (scenes.verify, slice(0, 1)),
    "source": (scenes.verify, slice(1, 2)),
    "walk": (scenes.verify, slice(2, 3)),
    "followup": (heard.follow_ups, slice(0, 2)),
    "possible": (scenes.doubt, slice(0, 1)),
    "silence": (scenes.silence, slice(0, 1)),
    "why": (scenes.why, slice(1, 3)),
    "agreement": (scenes.agreement, slice(0, 1)),
    "group": (scenes.group, slice(0, 4)),
    "inline": (scenes.inline, slice(0, 1)),
}


def page(turns: Iterable[Turn], look: str, width: int) -> str:
    """A page of what happened, so many pixels wide; its title becomes its height."""
    shown = "".join(map(_turn, turns))
    measured = (
        "<script>document.title = Math.ceil(document.querySelector('main').getBoundingClientRect().height)</script>"
    )
    main = f'<main style="width: {width}px">'  # Chromium's windows are never narrower than 500 pixels
    head = f'<meta charset="utf-8"><title></title><style>{STYLE.read_text(encoding="utf-8")}</style>'
    return f'<!doctype html><html class="{look}"><head>{head}</head><body>{main}{shown}</main>{measured}</body></html>'


def _turn(turn: Turn) -> str:
    said = "".join(_bubble(one, grouped=bool(turn.where)) for one in turn.said)
    if turn.results:
        found = "".join(map(_result, turn.results))
        return f'<div class="results">{found}</div><div class="typed">{html.escape(turn.text)}</div>'
    if turn.deed == "presses":
        return f'<div class="deed">{html.escape(turn.text)}</div>{said}'
    reaction = f'<span class="reaction">{turn.reaction}</span>' if turn.reaction else ""
    name = f'<div class="name">{html.escape(turn.person)}</div>' if turn.where else ""
    side = "others" if turn.where else "mine"
    return f'<div class="{side} bubble">{name}{html.escape(turn.text)}{reaction}</div>{said}'


def _bubble(sent: Sent, *, grouped: bool) -> str:
    rows = (sent.reply_markup or {}).get("inline_keyboard", [])
    keys = "".join(f'<div class="row">{"".join(map(_key, row))}</div>' for row in rows)
    name = '<div class="name bot">Ibid</div>' if grouped else ""
    shown = markup(sent.text, sent.entities)
    return f'<div class="theirs"><div class="bubble">{name}{shown}</div>{keys}</div>'


def _key(button: Json) -> str:
    return f"<span>{html.escape(button['text'])}</span>"


def _result(result: Json) -> str:
    title, description = html.escape(result["title"]), html.escape(result["description"])
    return f'<div class="result"><b>{title}</b><div>{description}</div></div>'


def photograph(browser: str, document: Path, picture: Path, width: int, height: str) -> None:
    """One picture, in few colours, which are enough; twice as sharp on a phone, as phones are."""
    scale = f"--force-device-scale-factor={2 if width == WIDTHS['phone'] else 1}"
    shot = [*command(browser, width, height), scale, f"--screenshot={picture}", document.as_uri()]
    subprocess.run(shot, capture_output=True, check=True)
    subprocess.run([needed("pngquant"), "--force", "--ext", ".png", "--speed", "1", "48", picture], check=True)


def measure(browser: str, document: Path, width: int) -> str:
    """The height of a page in pixels."""
    dump = [*command(browser, width, "200"), "--dump-dom", document.as_uri()]
    dumped = subprocess.run(dump, capture_output=True, text=True, check=True)
    match = HEIGHT.search(dumped.stdout)
    if match is None:
        raise SystemExit(f"{browser} did not measure the page:\n{dumped.stderr}")
    return match[1]


def command(browser: str, width: int, height: str) -> list[str]:
    return [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--window-size={width},{height}",
    ]


def needed(*programs: str) -> str:
    """Where the first of these programs is that is there."""
    found = next(filter(None, map(shutil.which, programs)), None)
    if found is None:
        raise SystemExit(f"{programs[0]} is missing: install it (on Debian: apt install {programs[0]})")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PICTURES))
    given = parser.parse_args()
    wanted = {name: PICTURES[name] for name in given.names or PICTURES}
    browser = needed("chromium", "google-chrome")
    given.pictures.mkdir(exist_ok=True)
    scenes_needed = dict.fromkeys(scene for scene, _ in wanted.values())
    played = {scene: tuple(turns) for scene, turns in play(given.articles, scenes_needed)}
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "page.html"
        for name, (scene, part) in wanted.items():
            for size, width in WIDTHS.items():
                document.write_text(page(played[scene][part], "light", width), encoding="utf-8")
                height = measure(browser, document, width)
                for look in ("light", "dark"):
                    document.write_text(page(played[scene][part], look, width), encoding="utf-8")
                    photograph(browser, document, given.pictures / f"{name}-{look}-{size}.png", width, height)
            print(name)


if __name__ == "__main__":
    main()
