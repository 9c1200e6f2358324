"""What does one see in a terminal? The conversation, the commands on articles, reports.

Not for Telegram, and not for running the service.
"""

from bot.shell.display import plain_console, visible

__all__ = ["plain_console", "visible"]
