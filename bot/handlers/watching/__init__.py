"""What happens when somebody watches a question, when what they watch has come, and when an editor follows feeds?"""

from bot.handlers.watching.feeds import feeds, press_feed
from bot.handlers.watching.telling import Tellings, batch_in, give_up, update_of
from bot.handlers.watching.watches import press_watch, watch, watches

__all__ = [
    "Tellings", "batch_in", "feeds", "give_up", "press_feed", "press_watch", "update_of", "watch", "watches",
]  # fmt: skip
