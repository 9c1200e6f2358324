"""A conversation in front of the retrieval: Telegram, terminal, command line."""
