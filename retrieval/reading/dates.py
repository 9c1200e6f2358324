"""A date as people, programs and agencies write it → ISO, as precise as it was written. Nothing is guessed."""

import re
from datetime import date
from functools import cache

# Year first: 2023, 2023-09, 2023/09/13, 2023.09.13, 2023-09-13T08:00:00Z.
ISO = re.compile(r"(\d{4})(?:[-/.]\s?(\d{1,2})(?:[-/.]\s?(\d{1,2})\.?)?)?(?:[T ].*)?", re.S)
COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{4,6}.{0,9})?")
CHINESE = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?.{0,40}")
DAY_FIRST = re.compile(
    r"(?:[^\W\d]+(?:-[^\W\d]+)?[.,]{0,2} )?(\d{1,2})(?:er|st|nd|rd|th|º|°|\.)?[ -](?:de )?([^\W\d]+)"
    r"[.,]{0,2}(?: de| del)?[ -](\d{4})(?: [гr]\.?)?"
)
MONTH_FIRST = re.compile(r"(?:[^\W\d]+(?:-[^\W\d]+)?[.,]{0,2} )?([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
MONTH_ONLY = re.compile(r"([^\W\d]+)\.?,? (?:de )?(\d{4})")
NUMERIC = re.compile(r"(\d{1,2})(?:[./]\s?|-)(\d{1,2})(?:[./]\s?|-)(\d{4})")
# What stands around it: "Published on …", "… at 07:47 PM EST", "… - 8 h 30", "07:47 GMT, …".
BEFORE = re.compile(
    r"^(?:(?:first )?(?:published|posted)(?: on| at)?|publié|paru|veröffentlicht(?: am)?|publicado|pubblicato"
    r"|le|am|el|il)\s?:?\s",
    re.I,
)
TIME_BEFORE = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?: [A-Z]{2,4})?,? (?:on )?", re.I)
TIME_BEHIND = re.compile(
    r"(?<![\s,|–—-])[\s,|–—-]{1,5}(?:(?:at|à|um|om|kl|alle|alle ore|a las|às|o|в)\.?\s)?"
    r"\d{1,2}(?:\s?[:h]\s?\d\d|\.\d\d(?!\d)|\s?[ap]\.?m\b).*",
    re.I,
)
# An earlier language wins where two call different months the same.
MONTHS_IN = (
    *("en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ru", "uk", "tr", "el", "ro"),
    *("hu", "id", "ca"),
)


def normal_date(written: str) -> str | None:
    """`written` as `2023`, `2023-09` or `2023-09-13`; None where it is no date, or one of two (`03/04/2023`).

    >>> normal_date("1er septembre 2023"), normal_date("2023-09-13T08:00:00Z"), normal_date("September 2023")
    ('2023-09-01', '2023-09-13', '2023-09')
    >>> normal_date("Tue, 19 Nov 2019 07:09:00 +0000"), normal_date("November 19, 2019, 07:47 PM EST")
    ('2019-11-19', '2019-11-19')
    """
    written = " ".join(written[:100].split())
    for form in (ISO, COMPACT, CHINESE):
        if found := form.fullmatch(written):
            return _iso(*(int(part) if part else None for part in found.groups()))
    written = TIME_BEHIND.sub("", TIME_BEFORE.sub("", BEFORE.sub("", written, count=1), count=1), count=1)
    if found := NUMERIC.fullmatch(written):
        return _numeric(*map(int, found.groups()))
    if found := DAY_FIRST.fullmatch(written):
        return _iso(int(found[3]), _month(found[2]), int(found[1]))
    if found := MONTH_FIRST.fullmatch(written):
        return _iso(int(found[3]), _month(found[1]), int(found[2]))
    if found := MONTH_ONLY.fullmatch(written):
        return _iso(int(found[2]), _month(found[1]))
    return None


def _numeric(first: int, second: int, year: int) -> str | None:
    """Day and month in either order, where one of them can be no month."""
    if first <= 12 and second <= 12 and first != second:
        return None
    return _iso(year, min(first, second), max(first, second))


def _month(name: str) -> int:
    """The number of a month; 0, which is none, for any other word."""
    return _months().get(name.lower().rstrip("."), 0)


@cache
def _months() -> dict[str, int]:
    """Names of months, whole and shortened, to their numbers."""
    from babel.dates import get_month_names

    found: dict[str, int] = {"sept": 9}
    for lang in MONTHS_IN:
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, name in get_month_names(width, context, lang).items():
                    found.setdefault(name.lower().rstrip("."), number)
    return found


def _iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """An ISO date of that precision, None where the calendar has no such day."""
    try:
        whole = date(year or 0, 1 if month is None else month, 1 if day is None else day).isoformat()
    except ValueError:
        return None
    return whole[: 4 if month is None else 7 if day is None else 10]
