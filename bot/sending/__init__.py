"""How does a reply get there, once? Written down, paced, sent, and known by its id.

Not for what it says: that is `wording`.
"""

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
from bot.sending.introduction import introduce, introduce_editor
from bot.sending.once import IN_HAND, InHand, Place, waiting
from bot.sending.pacing import Pacing
from bot.sending.patience import PatientRequest, pauses
from bot.sending.slots import SLOTS, Slots, pause

__all__ = [
    "IN_HAND", "NO_PREVIEW", "SLOTS", "InHand", "Pacing", "PatientRequest", "Place", "Slots", "acknowledge",
    "change", "delete", "edit", "entities", "introduce", "introduce_editor", "pause", "pauses", "replace_earlier",
    "replaces", "send", "topic", "typing_meanwhile", "waiting",
]  # fmt: skip
