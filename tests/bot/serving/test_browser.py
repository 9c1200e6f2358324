"""The pages in a real browser whose scripts are off: by keyboard alone, and as a screen reader is told of them."""

import re
from collections.abc import Iterator

import pytest

from tests.common.browser import CHROMIUM, Page, browse
from tests.common.port_gwen import ARTICLES, LIT, WHEN_LIT
from tests.common.served import Served, served

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), ARTICLES) as running:
        yield running


def test_a_question_is_asked_and_its_source_opened_by_keyboard_alone(server: Served) -> None:
    """The field has the focus; Enter asks; the next Tab is within the answer, not before it."""

    async def use(page: Page) -> tuple[tuple[str, str], list[tuple[str, str, bool]], tuple[str, str], str]:
        await page.open(f"{server.url}/?lang=en")
        field = await page.focused()
        await page.type(WHEN_LIT)
        await page.press("Enter")
        await page.loaded("#answer")
        told = await page.names()
        await page.press("Tab")
        first = await page.focused()
        await page.press("Enter")
        await page.loaded("/s/")
        return field, told, first, await page.evaluate("document.querySelector('mark').textContent")

    field, told, first, marked = browse(use)
    assert field == ("textbox", "Your question")
    roles = {(role, name) for role, name, _ in told}
    assert {("heading", WHEN_LIT), ("button", "Ask"), ("main", ""), ("search", "")} <= roles
    assert ("region", "Answer") in roles
    assert any(role == "StaticText" and name == LIT for role, name, _ in told)
    assert first[0] == "link"
    assert "La Gazette du Ponant" in first[1]
    assert marked == LIT


def test_all_that_can_be_used_has_a_name_and_is_reached_in_its_order(server: Served) -> None:
    """A way past the head comes first; nothing holds the focus for ever."""

    async def walk(page: Page) -> tuple[list[tuple[str, str, bool]], list[tuple[str, str]]]:
        await page.open(f"{server.url}/docs?lang=en")
        await page.open(f"{server.url}/s/000000000000-1-2?lang=en")
        names = await page.names()
        walked = []
        for _ in range(6):
            await page.press("Tab")
            walked.append(await page.focused())
        return names, walked

    names, walked = browse(walk)
    usable = [(role, name) for role, name, _ in names if role in ("link", "button", "textbox", "DisclosureTriangle")]
    assert usable
    assert [role for role, name in usable if not name.strip()] == []
    assert walked[0] == ("link", "Skip to the content")
    assert [one for one in walked[:5] if one[1]] == walked[:5]
    assert len(set(walked[:5])) == 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(server: Served, scheme: str) -> None:
    """By 4.5 to 1 or more (WCAG 2.2, 1.4.3), light and dark, and no line is wider than a phone."""

    async def look(page: Page) -> tuple[list[tuple[str, str, str]], int]:
        await page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        await page.call("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)
        await page.open(f"{server.url}/?lang=en")
        await page.type(WHEN_LIT)
        await page.press("Enter")
        await page.loaded("#answer")
        wide = await page.evaluate("document.documentElement.scrollWidth")
        return await page.evaluate(COLOURS), wide

    colours, wide = browse(look)
    assert wide <= 360
    assert len(colours) > 10
    assert [one for one in colours if contrast(one[1], one[2]) < 4.5] == []


# Of each element with words of its own: what it is, its colour, and the first background behind it.
COLOURS = """
[...document.querySelectorAll("body *")].filter(one => one.getClientRects().length
    && [...one.childNodes].some(node => node.nodeType == 3 && node.textContent.trim())).map(one => {
  let behind = one;
  while (behind.parentElement && getComputedStyle(behind).backgroundColor == "rgba(0, 0, 0, 0)")
    behind = behind.parentElement;
  return [one.tagName, getComputedStyle(one).color, getComputedStyle(behind).backgroundColor];
})
"""


def contrast(one: str, other: str) -> float:
    """Of two colours as browsers write them (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
