"""What does this message mean here? Whether it is meant for the bot, commands, questions, follow-ups, small talk.

Not for answers: it decides what is asked, not what is said.
"""

from bot.conversation.addressing import (
    Command,
    command_in,
    is_own,
    is_private,
    meant_for,
    pointed_at,
    replied,
    without_mentions,
    words_of,
)
from bot.conversation.asking import Asked, Exchange, ask_all, subject_in
from bot.conversation.bare import bare_command, only_points
from bot.conversation.examples import Example, Examples
from bot.conversation.followups import Reading, Subject, read_subject, subject_of, understand
from bot.conversation.smalltalk import friendly_line
from bot.conversation.splitting import asks
from bot.conversation.together import FULL, Albums, Paste, Pastes

__all__ = [
    "FULL", "Albums", "Asked", "Command", "Example", "Examples", "Exchange", "Paste", "Pastes", "Reading", "Subject",
    "ask_all", "asks", "bare_command", "command_in", "friendly_line", "is_own", "is_private", "meant_for",
    "only_points", "pointed_at", "read_subject", "replied", "subject_in", "subject_of", "understand",
    "without_mentions", "words_of",
]  # fmt: skip
