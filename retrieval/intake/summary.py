"""What became of what was to come in, and what is known of it besides its bytes."""

from dataclasses import dataclass, field

from retrieval.errors import ReadError, Remark
from retrieval.library import Outcome

# So many of the articles are told one by one; of more, nobody reads a list.
TOLD = 100


@dataclass(slots=True)
class Summary:
    """How many articles were added, updated, unchanged; withdrawn because their file is gone; and what was skipped.

    `told` says what became of the first of them, also of those that a person had removed; `changes` are the numbers of
    the changes that can be taken back. `read` counts articles as they are read, before the library has them; `readmes`
    the README files passed over, `deleted` the files of living articles that folders do not have any more. It was
    `stopped` where somebody did not wait for the end. `remarks` are on what was read, but not whole or not surely.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    read: int = 0
    readmes: int = 0
    deleted: int = 0
    stopped: bool = False
    skipped: list[ReadError] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    told: list[Outcome] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        """Counts what became of an article."""
        if outcome.change is not None:
            self.changes.append(outcome.change)
        if outcome.number is not None and len(self.told) < TOLD:
            self.told.append(outcome)
        if outcome.kind in ("refused", "removed"):
            self.skipped.append(ReadError(outcome.name, outcome.reason))
            return
        self.added += outcome.kind == "added"
        self.updated += outcome.kind in ("updated", "restored")
        self.unchanged += outcome.kind == "unchanged"


@dataclass(frozen=True, slots=True)
class Sending:
    """What is known of something sent besides its bytes, for articles that don't say so themselves.

    `place` is where it comes from, if that is more than its name: what comes from there again with other words is a
    new version.
    """

    place: str = ""
    source: str | None = None
    date: str | None = None
    url: str | None = None
