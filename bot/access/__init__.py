"""Who may ask, and who may do more? Roles, invitations, refusals.

Not for the gate that each update passes: that is a handler.
"""

from bot.access.access import Access, Refusals
from bot.access.invitations import DAYS, ROLE_WORDS, list_people, open_access, render_invitation

__all__ = ["DAYS", "ROLE_WORDS", "Access", "Refusals", "list_people", "open_access", "render_invitation"]
