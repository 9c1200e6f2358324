"""Who may ask, and who may do more: what the settings say, and the roles that invitations gave."""

from dataclasses import dataclass

from bot.memory import ROLES, Moves, People, Role
from bot.values import Askers

# Telegram's ids for whoever writes in the name of a group, of a channel, of Telegram: nobody has a role by them.
NOBODY = frozenset((1087968824, 136817688, 777000))


@dataclass(frozen=True, slots=True)
class Access:
    """The one place that knows who may do what. Safe to use from several threads."""

    people: People
    askers: Askers
    editors: frozenset[int]
    owners: frozenset[int]
    moves: Moves

    def role(self, user_id: int | None) -> Role | None:
        """The highest role that the settings or an invitation gave a person."""
        if user_id is None or user_id in NOBODY:
            return None
        if user_id in self.owners:
            return "owner"
        given = self.people.role(user_id)
        return max(given or "editor", "editor", key=ROLES.index) if user_id in self.editors else given

    def is_editor(self, user_id: int | None) -> bool:
        """Whether a person may see and change what is for editors; owners may, too."""
        return self.role(user_id) in ("editor", "owner")

    def may_ask(self, user_id: int | None, chat_id: int | None) -> bool:
        """Whether a person may ask in a chat; either is `None` where it is unknown or stands for many."""
        askers = self.askers
        if askers.everyone or (user_id in askers.ids and user_id not in NOBODY):
            return True
        if chat_id is not None and askers.ids & {chat_id, self.moves.former(chat_id)}:
            return True
        role = self.role(user_id)
        return askers.invited if role == "reader" else role is not None

    def all_editors(self) -> frozenset[int]:
        """The ids of all editors and owners, by the settings or by an invitation."""
        return self.fixed | {person.user_id for person in self.people.all() if person.role != "reader"}

    @property
    def fixed(self) -> frozenset[int]:
        """Those whom the settings name, whose role only the settings take."""
        return self.editors | self.owners
