"""What is said of what is watched, of what came, and of the feeds that are followed?"""

from bot.wording.watching.feeds import UNFOLLOW, describe_feed, render_feeds
from bot.wording.watching.news import News, plain_news, render_news
from bot.wording.watching.watches import (
    END,
    HOURS,
    LIST,
    NOW,
    PAUSE,
    RESUME,
    WATCH,
    Wanted,
    read_wanted,
    render_hours,
    render_watch,
    render_watches,
)

__all__ = [
    "END", "HOURS", "LIST", "NOW", "PAUSE", "RESUME", "UNFOLLOW", "WATCH", "News", "Wanted", "describe_feed",
    "plain_news", "read_wanted", "render_feeds", "render_hours", "render_news", "render_watch", "render_watches",
]  # fmt: skip
