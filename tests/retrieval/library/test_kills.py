"""A process that is killed at any moment leaves a library and an index that are right."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.index.kills import kill_repeatedly
from tests.common.databases import new_database, postgres_server


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ibid.sqlite'}"
        return
    with postgres_server() as server:
        yield new_database(server, "kills")


def test_killed_writers_leave_a_library_and_an_index_that_are_right(address: str, tmp_path: Path) -> None:
    """Two processes at a time, killed while they add, correct, remove and restore: nothing is lost or half there."""
    *_, tally = kill_repeatedly(6, address, tmp_path, seed=1)
    assert tally.kills == 6
    assert tally.changes > 0
