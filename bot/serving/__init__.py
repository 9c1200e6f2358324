"""How do programs and browsers ask? An HTTP server: routes for programs (/v1), pages for people.

Not for Telegram, though what Telegram sends to an address may be mounted here; not for what an answer says.
"""

from bot.listening import listening
from bot.serving.app import build_app
from bot.serving.running import run_server, served_with_webhook
from bot.serving.threads import Threads

__all__ = ["Threads", "build_app", "listening", "run_server", "served_with_webhook"]
