"""How does a reply get there, once? Which message it is for; written down, paced, sent, and known by its id.

Not for what it says: that is `wording`.
"""

from bot.sending.addressing import (
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
from bot.sending.delivery import (
    NO_PREVIEW,
    acknowledge,
    change,
    delete,
    edit,
    entities,
    replace_earlier,
    replaces,
    send,
    topic,
    typing_meanwhile,
)
from bot.sending.in_hand import IN_HAND, InHand, Place, waiting
from bot.sending.introduction import introduce, introduce_editor
from bot.sending.pacing import Pacing
from bot.sending.patience import LeaseLapsed, PatientRequest, out_of_reach, pauses
from bot.sending.slots import SLOTS, Slots, pause

__all__ = [
    "IN_HAND", "NO_PREVIEW", "SLOTS", "Command", "InHand", "LeaseLapsed", "Pacing", "PatientRequest", "Place",
    "Slots", "acknowledge", "change", "command_in", "delete", "edit", "entities", "introduce", "introduce_editor",
    "is_own", "is_private", "meant_for", "out_of_reach", "pause", "pauses", "pointed_at", "replace_earlier",
    "replaces", "replied", "send", "topic", "typing_meanwhile", "waiting", "without_mentions", "words_of",
]  # fmt: skip
