"""Everything that Ibid runs with may be used so, and is listed."""

import re

import pytest

from tests.common import ROOT
from tests.licences import allowed, dependencies, licence

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
ROW = re.compile(r"^\| ([a-z0-9-]+) \| (.+) \|$", re.MULTILINE)


def test_every_licence_is_known_and_allows_our_use() -> None:
    found = {name: licence(one) for name, one in dependencies().items()}
    assert len(found) > 40
    assert {name: said for name, said in found.items() if not allowed(said)} == {}
    assert found["python-telegram-bot"] == "LGPL-3.0-only"


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("MIT AND BSD-3-Clause", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR GPL-2.0-only)", True),
        ("", False),
        ("see the file", False),
    ],
)
def test_a_licence_is_allowed_only_where_all_that_binds_is(expression: str, may: bool) -> None:
    assert allowed(expression) is may


def test_all_are_listed_as_they_are_and_are_locked() -> None:
    """`python -m tests.licences > docs/licences.md` writes the list anew."""
    listed = dict(ROW.findall((ROOT / "docs" / "licences.md").read_text(encoding="utf-8")))
    found = {name: licence(one) for name, one in dependencies().items()}
    assert {name: said for name, said in listed.items() if name in found} == found
    pinned = "".join((ROOT / name).read_text() for name in ("requirements.lock", "requirements-fast.lock"))
    locked = {re.sub(r"[-_.]+", "-", name).lower() for name in LOCKED.findall(pinned)}
    assert set(listed) <= locked
