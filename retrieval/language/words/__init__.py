"""Word lists, one text file a language and kind: `words/<kind>/<language>.txt`.

One entry a line; blank lines and what follows a `#` are not read. Anyone can correct them with a text editor.
"""

from functools import cache
from importlib.resources import files


@cache
def words(kind: str, lang: str) -> tuple[str, ...]:
    """The entries of a list in their order; empty where the language has none of that kind."""
    file = files(__package__) / kind / f"{lang}.txt"
    if not lang.isalpha() or not file.is_file():
        return ()
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


@cache
def groups(kind: str, lang: str) -> dict[str, tuple[str, ...]]:
    """A list whose lines are `name: entry; entry; …`, as name → entries."""
    found: dict[str, tuple[str, ...]] = {}
    for line in words(kind, lang):
        name, _, entries = line.partition(":")
        found[name.strip()] = tuple(entry.strip() for entry in entries.split(";") if entry.strip())
    return found
