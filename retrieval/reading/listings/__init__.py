"""What does a feed announce, and which feeds does a page name? Addresses, not articles.

Not for fetching them, nor for saved feeds, whose entries are articles: that are `feeds` and `exports`.
"""

from retrieval.reading.listings.listing import Announced, Listing, each_feed, listing_of

__all__ = ["Announced", "Listing", "each_feed", "listing_of"]
