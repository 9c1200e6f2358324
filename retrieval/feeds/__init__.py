"""What is new on the sites that are followed? Feeds are asked politely, their pages become articles.

Not for what a page says, nor for whether it is new: that are `intake` and `library`.
"""

from retrieval.feeds.fetching import Report, fetch_due, follow
from retrieval.feeds.manners import Clock, Manners
from retrieval.feeds.store import Feed, drop, faults, feeds

__all__ = ["Clock", "Feed", "Manners", "Report", "drop", "faults", "feeds", "fetch_due", "follow"]
