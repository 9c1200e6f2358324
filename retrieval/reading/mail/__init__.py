"""What does a mail say? Its own words, without what it answers, and what is attached to it."""

from retrieval.reading.mail.mails import read_mail, read_mailbox

__all__ = ["read_mail", "read_mailbox"]
