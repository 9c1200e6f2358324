"""What does this message mean here? Commands, questions, follow-ups, small talk.

Not for answers: it decides what is asked, not what is said.
"""

from bot.conversation.asking import Asked, Exchange, ask_all, subject_in
from bot.conversation.bare import asks_why, bare_command, only_points
from bot.conversation.examples import Example, Examples
from bot.conversation.followups import Reading, Subject, read_subject, subject_of, understand
from bot.conversation.listing import listed, split_wanted
from bot.conversation.smalltalk import friendly_line
from bot.conversation.splitting import asks
from bot.conversation.together import FULL, Albums, Paste, Pastes

__all__ = [
    "FULL", "Albums", "Asked", "Example", "Examples", "Exchange", "Paste", "Pastes", "Reading", "Subject",
    "ask_all", "asks", "asks_why", "bare_command", "friendly_line", "listed", "only_points", "read_subject",
    "split_wanted", "subject_in", "subject_of", "understand",
]  # fmt: skip
