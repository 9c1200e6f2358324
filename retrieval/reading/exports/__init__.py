"""What do the exports of other programs say? Feeds, blogs, wikis, chats, what was kept to be read later, highlights.

Not for fetching what they only name.
"""

from retrieval.reading.exports.structured import read_csv, read_html, read_json, read_texts, read_xml

__all__ = ["read_csv", "read_html", "read_json", "read_texts", "read_xml"]
