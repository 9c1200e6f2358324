"""How does a reply get there, once? Written down, paced, sent, and known by its id.

Not for what it says: that is `wording`.
"""

from bot.sending.delivery import (
    NO_PREVIEW,
    acknowledge,
    delete,
    edit,
    entities,
    meant_for,
    replied,
    send,
    topic,
    typing_meanwhile,
)
from bot.sending.introduction import introduce, introduce_editor
from bot.sending.once import IN_HAND, InHand, Place
from bot.sending.pacing import Pacing
from bot.sending.patience import PatientRequest, pauses
from bot.sending.slots import SLOTS, Slots, pause

__all__ = [
    "IN_HAND", "NO_PREVIEW", "SLOTS", "InHand", "Pacing", "PatientRequest", "Place", "Slots", "acknowledge",
    "delete", "edit", "entities", "introduce", "introduce_editor", "meant_for", "pause", "pauses", "replied",
    "send", "topic", "typing_meanwhile",
]  # fmt: skip
