"""What stands behind a command that lists sentences of many articles, and the list that it asks for."""

import re

from bot.locales import Lang, say
from bot.wording.surveys import FILES, SAID, TIMELINE, Listing, list_statements, list_timeline, said_of_faults
from retrieval.surveys import Surveys

# What may stand behind a subject: the number of a page, or the name of a file.
WANTED = re.compile(rf"(?:^|\s)(?:#(?P<page>[0-9]{{1,4}})|(?P<file>{'|'.join(FILES)}))\s*$", re.IGNORECASE)
WHAT = {TIMELINE: "timeline.what", SAID: "said.what"}


def split_wanted(written: str) -> tuple[str, int, str]:
    """What stands behind a command without the page or the file that it ends with; the page, from 1; and the file.

    >>> split_wanted("tour Eiffel #2"), split_wanted("tour Eiffel CSV")
    (('tour Eiffel', 2, ''), ('tour Eiffel', 1, 'csv'))
    """
    found = WANTED.search(written)
    if found is None:
        return written.strip(), 1, ""
    return written[: found.start()].strip(), int(found["page"] or 1), (found["file"] or "").lower()


def listed(kind: str, asked: str, surveys: Surveys, lang: Lang) -> Listing | str:
    """The list of a kind (TIMELINE, SAID), or what is said instead of one."""
    if not asked:
        return say(lang, WHAT[kind])
    if kind == SAID:
        said = surveys.said(asked)
        return said_of_faults(said, lang) or list_statements(said, lang)
    found = surveys.timeline(asked)
    return said_of_faults(found, lang) or list_timeline(found, lang)
