"""Telegram's own parser agrees with what the Bot API server of the tests takes and refuses, and with the links."""

import itertools
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording.proof import host
from tests.bot_api.errors import ApiError
from tests.bot_api.tdlib import KINDS, check_as_tdlib, execute
from tests.bot_api.text import check_by_rules

# Where the tests run for everyone (CI is set there), TDLib must be; on one's own machine there may be no wheel of it.
pytestmark = pytest.mark.skipif(
    execute is None and not os.environ.get("CI"), reason="tdjson has no wheel for this system: TDLib checks no text"
)
HOSTS = st.text('aé1.-_:@[]%"\\<>?#/ü\u030a ', max_size=8)
TEXT = "ab😀cd*[_"
# Offsets and lengths: side by side, one in the other, across; one cuts the emoji in half, two leave the text.
PLACES = [(0, 2), (0, 4), (1, 1), (1, 2), (2, 2), (2, 4), (-1, 3), (5, 9)]


def entity(kind: str, place: tuple[int, int]) -> dict[str, Any]:
    link = {"url": "https://exemple.fr/a"} if kind == "text_link" else {}
    return {"type": kind, "offset": place[0], "length": place[1], **link}


def refused(text: str, *entities: dict[str, Any], by_rules: bool = False) -> str:
    """Why TDLib refuses or changes a text, or the rules of the tests refuse it; empty where they do not."""
    try:
        if by_rules:
            check_by_rules(text, list(entities))
        else:
            check_as_tdlib(text, entities)
    except ApiError as error:
        return str(error)
    return ""


def test_of_all_pairs_of_entities_the_rules_of_the_tests_refuse_those_that_tdlib_refuses_or_changes() -> None:
    """And those that overlap in part: TDLib cuts them where they meet, which looks the same if both are like bold."""
    every = [entity(kind, place) for kind in KINDS for place in PLACES]
    for pair in itertools.combinations_with_replacement(every, 2):
        ours, theirs = refused(TEXT, *pair, by_rules=True), refused(TEXT, *pair)
        assert bool(ours) == bool(theirs) or "overlaps" in ours, pair


def test_the_rules_of_the_tests_refuse_the_characters_that_tdlib_changes() -> None:
    for character in map(chr, range(0x3000)):
        text = f"a{character}b"
        assert bool(refused(text)) == bool(refused(text, by_rules=True)), hex(ord(character))


@pytest.mark.parametrize(
    ("text", "wrong", "error"),
    [
        ("a😀", entity("bold", (2, 1)), "entity begins in a middle of a UTF-16 symbol"),
        ("a\u202eb", None, "TDLib makes another text of it: 'ab'"),
        ("ab", entity("code", (0, 0)), "TDLib makes [] of the entities"),
        ("ab", entity("text_link", (0, 1)) | {"url": "http://intranet/"}, "Wrong HTTP URL"),
    ],
)
def test_tdlib_says_what_it_would_refuse_or_change(text: str, wrong: dict[str, Any] | None, error: str) -> None:
    assert error in refused(text, *filter(None, [wrong]))


@given(HOSTS, st.sampled_from(["", "/a", "/é?b#c", ":80/", ":0/"]))
def test_every_address_that_the_bot_makes_a_link_of_tdlib_takes(place: str, rest: str) -> None:
    if host(url := f"https://{place}{rest}"):
        assert refused("ab", entity("text_link", (0, 2)) | {"url": url}) == ""
