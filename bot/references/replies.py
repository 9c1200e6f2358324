"""References as a message with a button for each format, or as a file where a message has no room."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locales import Lang, say, say_number
from bot.references.formats import FORMATS, Format, format_named
from bot.references.references import Reference
from bot.wording import MESSAGE, REFERENCE, Button, Document, Piece, Reply, compose, utf16

# Buttons side by side that a narrow phone shows whole.
ABREAST = 3
# In each of the bot's languages.
ALL = frozenset(("all", "tout", "tous", "toutes", "alle", "alles", "todo", "todas", "todos", "tutto", "tutte", "tudo"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `/cite` asks for: one citation of an answer by its number, `all` of the conversation, else the answer or the
    source that it is about; in which format."""

    format: Format
    number: str = ""
    all: bool = False


def read_wanted(written: str, lang: Lang) -> Wanted:
    """What stands behind `/cite`, in any order. Raises UnknownFormat.

    >>> read_wanted("2 BibTeX", "en").number, read_wanted("all", "en").all, read_wanted("ISO 690", "en").format.name
    ('2', True, 'iso690')
    """
    words = written.split()
    numbers = [word for word in words if word.strip("[]").isdecimal() and word != "690"]
    every = [word for word in words if word.lower() in ALL]
    named = " ".join(word for word in words if word not in (*numbers[:1], *every))
    number = numbers[0].strip("[]") if numbers else ""
    return Wanted(format_named(named, lang) if named else FORMATS["plain"], number, bool(every))


def render_references(
    references: Sequence[Reference], chosen: Format, lang: Lang, warnings: Sequence[str] = (), about: str = ""
) -> Reply:
    """The references in one stretch that a tap copies, below what is to be known of them.

    `about` is what the buttons for the other formats say behind the format; without it there are none.
    """
    head = [Piece("\n".join(warnings) + "\n\n")] if warnings else []
    text = chosen.render(references, lang).rstrip()
    if sum(utf16(piece.text) for piece in head) + utf16(text) > MESSAGE:
        return render_file(references, chosen, lang, warnings)
    return compose([*head, Piece(text, ("pre",))], _other_formats(chosen, lang, about) if about else ())


def render_file(references: Sequence[Reference], chosen: Format, lang: Lang, warnings: Sequence[str] = ()) -> Reply:
    """The references as a file, to be imported."""
    caption = say_number(lang, "cite.file", len(references), format=_label(chosen, lang))
    content = chosen.render(references, lang).encode("utf-8", "replace")
    name = f"{say(lang, 'cite.file_name')}{chosen.suffix}"
    return Reply("\n".join((caption, *warnings)), document=Document(name, content))


def _other_formats(chosen: Format, lang: Lang, about: str) -> list[list[Button]]:
    buttons = [
        Button(_label(one, lang), f"{REFERENCE}{one.name}:{about}") for one in FORMATS.values() if one is not chosen
    ]
    return [buttons[at : at + ABREAST] for at in range(0, len(buttons), ABREAST)]


def _label(one: Format, lang: Lang) -> str:
    return one.label or say(lang, "cite.plain")
