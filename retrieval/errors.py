"""One small family of errors. Each message names the thing, the fault and the remedy."""

from pathlib import Path


class IbidError(Exception):
    """What a person can mend: shown as one sentence, without a traceback. `status` is that of the program which ends
    with it."""

    status = 2


class ReadError(IbidError):
    """A file could not be read as an article. `name` is the file, `reason` what is wrong with it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class Remark(ReadError):  # noqa: N818 — it is no error: the file was read
    """What is to be known of a file that was read all the same: pages left out, an order that may be another."""


class UnknownCitation(IbidError):  # noqa: N818 — it reads better than UnknownCitationError
    """No article of the library holds the sentence that a citation id names."""


class LibraryError(IbidError):
    """The library can't be opened or used; `address` is where it is, without a password."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class BrokenSnapshot(IbidError):  # noqa: N818 — it reads better than BrokenSnapshotError
    """A file of the index can't be trusted. `path` names it; the index is made anew from the library."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}; the index is made anew from the library")
        self.path = path


class ReaderError(IbidError):
    """A reader can't be used; `folder` is where its files are."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
        self.reason = reason


class SearchUnavailable(IbidError):  # noqa: N818 — it reads better than SearchUnavailableError
    """The index is on other machines, and no answer that is whole came from them in time. `address` is theirs, without
    a password. Nothing is lost: to ask again later helps."""

    status = 7

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: the search is unavailable ({reason}); ask again when the cluster is well")
        self.address = address
        self.reason = reason
