"""A page's tree as a browser shows it: what is hidden or struck out is gone, and notes don't run into figures."""

import re
from functools import cache
from types import ModuleType
from typing import Any

# lxml ships no types, so its elements are Any here.
Element = Any

# No browser shows these, unless a dialog is open.
NEVER_SHOWN = frozenset({"template", "dialog"})
NOT_SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
# A page that is shown by its script hides what holds all of it; as much as this of the text is not hidden in earnest.
HIDDEN_MOST = 0.7
STRUCK = frozenset({"s", "strike", "del"})
STRUCK_STYLE = re.compile(r"line-through", re.I)

# What stands raised: digits, signs and a few letters have characters of their own.
RAISED = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
POWER = re.compile(r"[+\-−–]?\d{1,3}[+\-−–]?|[+\-−–]|n")
NOTE = re.compile(
    r"\W*(?:\d{1,3}|[ivxl]{1,5}|[a-z]|note \w{1,4}|n\. \w{1,4}|[*†‡§¶#]+)(?:\s?[,;–-]\s?(?:\d{1,3}|[a-z]))*\W*", re.I
)
BRACKETED = re.compile(r"\s*\[.{0,60}\]\s*", re.S)
MARKS = re.compile(r"[\s*†‡§¶#]+")
NOTED = re.compile(r"foot-?note|end-?note|noteref|\bfn|_ftn|\bnote|\breference|cite|appel", re.I)
# After these, a number above the line is a power: units, a single letter, ten.
POWERS_OF = re.compile(
    r"(?:(?<!\w)(?:10|\d|[^\W\d_]|[kcdhmµnfpMG]?m|[кдсм]м|[kMG]?pc|ft|in|yd|mi|sec|min|mol|kg|mc|[kMG]?Hz|sin|cos|tan)"
    r"|\([^()\s]{0,9}\s?[+−*/-]\s?[^()\s]{0,9}\))$"
)
LETTERED = re.compile(r"(?<![^\W\d_])[^\W\d_]{4,}$")


def open_tree(text: str) -> Element:
    """The tree of a page: without comments and instructions, which would end a paragraph for those who read it."""
    etree, html = libraries()
    tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    return tree


def keep_what_is_shown(tree: Element) -> None:
    """Takes out of `tree` what is hidden, struck out, or a mark that leads to a note; powers become characters."""
    for element in _dropped(tree):
        element.drop_tree()
    for element in list(tree.iter("sup", "a")):
        if element.tag == "a":
            if BRACKETED.fullmatch(text_of(element)) and _leads_to_note(element):
                element.drop_tree()
        elif _is_note(element):
            element.drop_tree()
        elif POWER.fullmatch(power := text_of(element).strip()):
            for child in list(element):
                child.drop_tag()
            element.text = raised(power)


def is_power(before: str) -> bool:
    """Whether a number that stands raised behind `before` is a power, and no mark of a note: "km", "10", "x"."""
    return bool(POWERS_OF.search(before))


def raised(power: str) -> str:
    """A power in the characters that stand above the line: `raised("-3")` is `"⁻³"`."""
    return power.translate(RAISED)


@cache
def libraries() -> tuple[ModuleType, ModuleType]:
    """lxml's trees and its HTML, imported only when a page is read."""
    import lxml.etree
    import lxml.html

    return lxml.etree, lxml.html


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def _dropped(tree: Element) -> list[Element]:
    """The outermost elements that are hidden or struck out."""
    etree, _ = libraries()
    whole = len(text_of(tree))
    found = []
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        if _is_struck(element) or (_is_hidden(element) and len(text_of(element)) <= HIDDEN_MOST * whole):
            found.append(element)
            walk.skip_subtree()
    return found


def _is_hidden(element: Element) -> bool:
    if element.tag in NEVER_SHOWN:
        return element.tag != "dialog" or element.get("open") is None
    return element.get("hidden") not in (None, "until-found") or bool(NOT_SHOWN.search(element.get("style") or ""))


def _is_struck(element: Element) -> bool:
    return element.tag in STRUCK or bool(STRUCK_STYLE.search(element.get("style") or ""))


def _is_note(element: Element) -> bool:
    """Whether what is raised leads to a note: it is linked or called so, a mark, or a number that is no power."""
    text, base = text_of(element).strip(), _before(element)
    if not text or not base.strip():
        return False
    if BRACKETED.fullmatch(text) or MARKS.fullmatch(text) or not text.strip(",;–- "):
        return True
    if not NOTE.fullmatch(text):
        return False
    if _leads_to_note(element) or any(map(_leads_to_note, element.iter("a"))):
        return True
    if text.isalpha():
        return len(text) == 1 and text.islower() and bool(LETTERED.search(base)) and base[-1].islower()
    if base[-1].isspace() and (element.tail or "")[:1].isalpha():  # ¹⁴C
        return False
    return text[0].isdigit() and text[-1].isdigit() and not is_power(base)


def _leads_to_note(element: Element) -> bool:
    """Whether its link goes to another place of a page, or its names say that it is a note's."""
    names = " ".join(filter(None, (element.get(name) for name in ("class", "id", "role", "rel", "href", "epub:type"))))
    return "#" in (element.get("href") or "") or bool(NOTED.search(names))


def _before(element: Element) -> str:
    """What stands right before an element, in its line."""
    above = element.getprevious()
    if above is None:
        return element.getparent().text or ""
    return above.tail or text_of(above)
