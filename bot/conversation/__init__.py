"""What does this message mean here? Follow-ups, small talk, and what a newcomer could ask.

Not for answers: it decides what is asked, not what is said.
"""

from bot.conversation.examples import Example, Examples
from bot.conversation.followups import Reading, Subject, read_subject, subject_of, understand
from bot.conversation.smalltalk import friendly_line

__all__ = ["Example", "Examples", "Reading", "Subject", "friendly_line", "read_subject", "subject_of", "understand"]
