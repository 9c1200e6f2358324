"""What is done when somebody wants many articles surveyed: a quotation looked for, a timeline, who said what."""

from bot.handlers.surveys.lists import press_said, press_timeline, said, timeline
from bot.handlers.surveys.pasted import pasted_in, show_quotation

__all__ = ["pasted_in", "press_said", "press_timeline", "said", "show_quotation", "timeline"]
