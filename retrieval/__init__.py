"""From articles to a cited answer; knows nothing of chats."""
