"""`python -m benchmarks.bot.transcripts seeds docs/transcripts.md`: what the bot says and calls, scene by scene.

The real program plays against the Bot API server of the tests, which takes no call that Telegram would refuse.
"""

import argparse
import html
from collections.abc import Sequence
from inspect import cleandoc
from pathlib import Path

from benchmarks.bot.markup import markup
from benchmarks.bot.scenes import Scene, play
from benchmarks.bot.stage import Turn
from tests.bot_api import Call, Sent
from tests.bot_api.description import Json

HEAD = """# Conversations

What people and the bot say to each other on Telegram, as the Bot API server of the tests saw it: a strict one, which \
takes no call that Telegram would refuse or change. Written by `make transcripts`; a test holds that some of it is \
still so. The articles are those of `seeds/`, and a few that were made up for this (`benchmarks/bot/scenes.py`).
"""


def transcript(scene: Scene, turns: Sequence[Turn]) -> str:
    """One scene as a section of Markdown."""
    title, _, about = cleandoc(scene.__doc__ or "").partition("\n")
    return "\n\n".join([f"## {title}", *filter(None, [about.strip()]), *map(_turn, turns)]) + "\n"


def _turn(turn: Turn) -> str:
    if not turn.deed:
        return f"*{turn.text}*"
    where = f" ({turn.where})" if turn.where else ""
    said = f": {html.escape(turn.text, quote=False)}" if turn.text else "."
    lines = [f"**{turn.person}**{where} {turn.deed}{said}"]
    lines += [_bubble(one) for one in turn.said]
    lines += [f"The bot reacts: {turn.reaction}"] if turn.reaction else []
    lines += [f"For a moment it says: {turn.notice}"] if turn.notice else []
    lines += [_result(result["title"], result["description"]) for result in turn.results]
    calls = " · ".join(map(_call, turn.calls)) or "no call"
    return "\n\n".join([*lines, f"<sub>{calls}</sub>"])


def _bubble(sent: Sent) -> str:
    shown = markup(sent.text, sent.entities).replace("\n", "<br>\n").replace("</blockquote>", "</blockquote>\n")
    file = f"📄 {sent.document}<br>\n" if sent.document else ""
    rows = (sent.reply_markup or {}).get("inline_keyboard", [])
    keys = "".join("<br>\n" + " ".join(map(_key, row)) for row in rows)
    return f"<blockquote>\n{file}{shown.strip()}{keys}\n</blockquote>"


def _key(button: Json) -> str:
    return f"<kbd>{html.escape(button['text'], quote=False)}</kbd>"


def _result(title: str, description: str) -> str:
    return f"<blockquote>\n<b>{html.escape(title)}</b><br>\n{html.escape(description, quote=False)}\n</blockquote>"


def _call(call: Call) -> str:
    given = call.parameters
    counted = {
        "entity": len(given.get("entities", ())) + len(given.get("caption_entities", ())),
        "button": sum(map(len, given.get("reply_markup", {}).get("inline_keyboard", ()))),
        "result": len(given.get("results", ())),
    }
    told = [f"replies to {given['reply_parameters']['message_id']}"] if "reply_parameters" in given else []
    told += [f"topic {given['message_thread_id']}"] if "message_thread_id" in given else []
    told += [f"{number} {_plural(name, number)}" for name, number in counted.items() if number]
    return call.method + (f" ({', '.join(told)})" if told else "")


def _plural(name: str, number: int) -> str:
    return name if number == 1 else {"entity": "entities"}.get(name, f"{name}s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    sections = [transcript(scene, turns) for scene, turns in play(given.articles)]
    given.file.write_text("\n".join([HEAD, *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
