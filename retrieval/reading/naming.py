"""What files say of themselves, and whether a person or a program wrote it there."""

import re
from pathlib import PurePosixPath

# What programs write for a title where nobody gave one.
JUNK = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b.*|untitled.*|sans titre.*|unbenannt.*|sin título.*|(?:document|dokument"
    r"|documento?|présentation|presentation|präsentation|slide|layout|book|classeur)[ _-]?\d*|powerpoint.presentation"
    r"|présentation powerpoint|title|titre|titel|(?:no|none|null|n/?a|test|scan|template)\b|.*\.(?:docx?|dotx?|odt|rtf"
    r"|pptx?|ppsx?|xlsx?|indd|qxd|qxp|tex|dvi|pdf|pub|pages|wpd|p65|pm\d|html?|eps|ai|psd|jpe?g|tiff?|png|fm|cdr|txt)"
    r"|[\W\d_]*|(?:https?|file):\S+|\S{1,3}|\S*[_\\/]\S*",
    re.I | re.S,
)
NOBODY = re.compile(
    r"(?:user|admin|administrator|administrateur|utilisateur|unknown(?: author)?|owner|root|guest|default)\d*", re.I
)


def given_title(given: str) -> str | None:
    """The title that a file gives itself; None where a program wrote it, or nobody."""
    return None if JUNK.fullmatch(given.strip()) else given


def author_of(given: str) -> str | None:
    """Who the file says wrote it, unless that is the name of an account that anybody has."""
    return None if NOBODY.fullmatch(given.strip()) else given


def file_title(name: str) -> str:
    """What a file is called, for one that holds no title: its name without folder and suffix, with blanks."""
    stem = PurePosixPath(name.replace("#", "/")).stem
    return " ".join(re.sub(r"[_]+", " ", stem).split()) or name
