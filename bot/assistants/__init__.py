"""How does an assistant ask? A server of the Model Context Protocol, with tools and resources.

Assistants generate; what they get from here is to be quoted without altering it, and each result says so.
"""

from bot.assistants.running import run_assistants

__all__ = ["run_assistants"]
