import pytest

from retrieval.errors import ReadError
from retrieval.reading.markdown import read_markdown
from retrieval.types import Article

CLIPPED = """---
title: "A dry year for the weir of Holm"
source: "https://courier.example/dry-year"
author:
  - "[[Ana Roy]]"
  - "[[People/Tom Blake|Tom Blake]]"
published: 2024-05-14
created: 2024-06-01
tags:
  - "clippings"
---
"""


def read(text: str) -> Article:
    return read_markdown(text.encode(), "note.md")


def lines(text: str) -> list[str]:
    """The blocks of a note."""
    article = read(text)
    return [article.text[block.start : block.end] for block in article.blocks]


def test_a_clipped_page_is_known_as_the_page() -> None:
    """Its address, authors and day of publication, not the day of the clipping."""
    article = read(f"{CLIPPED}The weir was dry in May.")
    assert (article.title, article.url) == ("A dry year for the weir of Holm", "https://courier.example/dry-year")
    assert (article.author, article.source, article.date) == ("Ana Roy, Tom Blake", None, "2024-05-14")


@pytest.mark.parametrize(
    ("matter", "title", "source", "date"),
    [
        ("---\ntitle: Holm: the weir is dry\ndate: 2024-05-14\n---", "Holm: the weir is dry", None, "2024-05-14"),
        ("---\ntitle: Holm\nsource:\n  - Courier\n  - Post: news\n---", "Holm", "Courier, Post: news", None),
        ('+++\ntitle = "Holm: dry"\ndate = 2024-05-14\nauthor = ["Ana"]\n+++', "Holm: dry", None, "2024-05-14"),
        ("title:: Holm\nsource:: Courier\ndate:: 2024-05-14\n", "Holm", "Courier", "2024-05-14"),
    ],
)
def test_what_stands_above_a_note_is_read(matter: str, title: str, source: str | None, date: str | None) -> None:
    """In YAML as people write it, colons and lists included, in TOML, and in the fields of Dataview."""
    article = read(f"{matter}\n\nThe weir was dry in May.")
    assert (article.title, article.source, article.date) == (title, source, date)
    assert article.text == "The weir was dry in May."


def test_broken_toml_is_refused() -> None:
    """With the fault that its parser names."""
    with pytest.raises(ReadError, match="front matter is no TOML"):
        read("+++\ntitle = \n+++\nThe weir was dry.")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The weir of [[Holm]] was [[Dry years|dry]] in [[Diary/May]].", ["The weir of Holm was dry in May."]),
        ("It is ==very== old. ^block-1", ["It is very old."]),
        ("It is old. %%ask Tom: is it?%%", ["It is old."]),
        ("It is old.\n\n%%\nSecret plans\n\nof the mayor\n%%\n\nIt holds.", ["It is old.", "It holds."]),
        ("It is old. %%never closed\n\nSecret.", ["It is old."]),
        ("It cost ~~40~~ 45 crowns, ~~they say~~.", ["It cost 45 crowns,."]),
        ("It cost <s>40</s> 45 crowns and <del>a</del> <b>more</b>.", ["It cost 45 crowns and more."]),
        ("It is old.[^1] It holds.^[So they say.]\n\n[^1]: Courier, May 2.\n    And more.", ["It is old. It holds."]),
        ("> [!warning]- Closed\n> The weir is closed.", ["Closed", "The weir is closed."]),
        ("> [!note]\n> The weir is closed.", ["The weir is closed."]),
        ("- [ ] Call Tom\n- [x] Read it ^a1", ["Call Tom", "Read it"]),
        ("It weighs 40 kg. #weir #holm/river", ["It weighs 40 kg."]),
        ("The #weir is old, said no. 5.", ["The #weir is old, said no. 5."]),
        ("![[weir.png|300]]\n\nIt is old.", ["It is old."]),
        ("```dataview\nTABLE file.mtime\n```\n\nIt is old.", ["It is old."]),
        ("```\na == b == c %d\n```", ["a == b == c %d"]),
        ("Type `[[x]]` and `~~y~~`.", ["Type [[x]] and ~~y~~."]),
        ("It has $10^6$ rivets, 3 km^2^ and H~2~O.", ["It has 10⁶ rivets, 3 km² and H2O."]),
        ("It has 12 km<sup>2</sup> and 4,120<sup>5</sup> stones.", ["It has 12 km² and 4,120 stones."]),
        ("It costs $5 and $6.", ["It costs $5 and $6."]),
    ],
)
def test_a_note_is_read_as_it_is_shown(written: str, shown: list[str]) -> None:
    """Without the signs of Obsidian; what is private, struck out, or made by plug-ins is no text."""
    assert lines(written) == shown
