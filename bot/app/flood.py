"""How much one person and one chat may want in a minute. Questions are counted by themselves: beyond their limit there
is one friendly word, then silence until they are less. Presses of buttons are each answered, and commands cost as
little; both have a limit of their own. What editors add is not counted: it queues."""

from dataclasses import dataclass

from bot.app.wants import Want
from bot.journal import Entry, Journal, Verdict

# Presses and commands a minute: more than a person makes who leafs through an article, and less than would hold up
# others. A chat has as many as four such persons.
OF_PERSON, OF_CHAT = 60, 240


@dataclass(frozen=True, slots=True)
class Flood:
    """`of_person` and `of_chat` are how many questions a minute are answered; what is not answered does not count."""

    journal: Journal
    of_person: int
    of_chat: int

    def verdict(self, want: Want, entry: Entry) -> Verdict:
        """What to do with an update. Whoever writes it down is counted, whichever process does."""
        if want.kind == "addition":
            return "pass"
        asked = want.kind == "question"
        of_person, of_chat = (self.of_person, self.of_chat) if asked else (OF_PERSON, OF_CHAT)
        return self.journal.wishes.weigh(
            entry.update_id,
            entry.at,
            want.kind,
            want.who,
            want.chat_id,
            of_person=of_person,
            of_chat=of_chat,
            once=want.kind != "press",
        )
