"""Who may ask, and who may do more? Roles, invitations, refusals.

Not for the gate that each update passes: that is a handler.
"""

from bot.access.access import Access
from bot.access.invitations import DAYS, ROLE_WORDS, list_people, open_access, render_invitation

__all__ = ["DAYS", "ROLE_WORDS", "Access", "list_people", "open_access", "render_invitation"]
