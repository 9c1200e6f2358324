"""What does one see in a terminal? The conversation, the commands on articles, reports.

Not for Telegram, and not for running the service.
"""

from bot.shell.display import plain_console, visible
from bot.shell.librarian import restore_article

__all__ = ["plain_console", "restore_article", "visible"]
