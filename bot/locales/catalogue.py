"""A gettext catalogue, read as it is written: what there is to know of the format for ids without context.

The programs of translators write and check it. Theirs reads it twenty times as long, and it is read at each start.
"""

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LINE = re.compile(r'(msgid|msgid_plural|msgstr|msgstr\[\d+\])? *"(.*)"')
ESCAPED = re.compile(r"\\(.)")
ESCAPES = {"n": "\n", "t": "\t"}
PLURAL = re.compile(r"plural=([^;\n]+)")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words under each id, one for each grammatical number of those that have several; `form` chooses by number."""

    texts: dict[str, tuple[str, ...]]
    form: Callable[[int], int]

    def words(self, identifier: str, number: int | None = None) -> str:
        """The words under an id, in the form that `number` takes. Raises KeyError for an id that is not there."""
        return self.texts[identifier][0 if number is None else self.form(number)]


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a file. Raises ValueError, with the line, where it is no catalogue."""
    entries: list[dict[str, str]] = [{}]
    key = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"{path}:{number}: is no line of a catalogue; mend it with a gettext editor")
        if found[1] == "msgid":
            entries.append({})
        key = found[1] or key
        entries[-1][key] = entries[-1].get(key, "") + ESCAPED.sub(lambda one: ESCAPES.get(one[1], one[1]), found[2])
    texts = {
        entry["msgid"]: tuple(words for name, words in entry.items() if name.startswith("msgstr"))
        for entry in entries[1:]
    }
    plural = PLURAL.search(texts.pop("")[0])
    if plural is None:
        raise ValueError(f"{path}: says not how to choose a plural; give its head a line Plural-Forms")
    return Catalogue(texts, gettext.c2py(plural[1]))
