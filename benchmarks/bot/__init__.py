"""How does the bot do as a whole? Load, endurance, chaos, and conversations to be read.

All of it talks to the Bot API server of the tests, which needs the development tools.
"""

from importlib.util import find_spec

if find_spec("aiohttp") is None:
    raise SystemExit(
        "The Bot API server of the tests needs aiohttp, which is not installed: `make test` installs the development "
        "tools first (so does `make .venv/developed` alone); then start this again with .venv/bin/python."
    )
