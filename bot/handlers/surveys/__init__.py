"""What is done when somebody wants many articles surveyed: a quotation looked for."""

from bot.handlers.surveys.pasted import pasted_in, show_quotation

__all__ = ["pasted_in", "show_quotation"]
