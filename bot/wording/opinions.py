"""What the editors are shown of the questions that the articles left open."""

import json
from collections.abc import Sequence
from pathlib import Path

from bot.locales import Lang, say, say_number, terminal_language
from bot.memory import Gap
from bot.wording.messages import MESSAGE, inline, utf16
from retrieval.errors import IbidError

# Of each list, in one message; `ibid gaps` has them all.
SHOWN = 15
QUESTION = 120


def render_gaps(unanswered: Sequence[Gap], disliked: Sequence[Gap], verdicts: tuple[int, int], lang: Lang) -> str:
    """Both lists, the most frequent questions first, as many as a message holds."""
    lines = list_gaps(unanswered[:SHOWN], disliked[:SHOWN], verdicts, lang).splitlines()
    while utf16("\n".join(lines)) > MESSAGE:
        lines.pop()
    return "\n".join(lines)


def list_gaps(unanswered: Sequence[Gap], disliked: Sequence[Gap], verdicts: tuple[int, int], lang: Lang) -> str:
    """How many opinions there are, and all of both lists, one question a line."""
    lines = [say(lang, "gaps.verdicts", liked=verdicts[0], disliked=verdicts[1])]
    for heading, found in (("gaps.unanswered", unanswered), ("gaps.disliked", disliked)):
        if found:
            lines += ["", say(lang, heading), *(_line(gap, lang) for gap in found)]
    if not unanswered and not disliked:
        lines.append(say(lang, "gaps.none"))
    return "\n".join(lines)


def write_question_set(path: Path, unanswered: Sequence[Gap], disliked: Sequence[Gap]) -> None:
    """A question set for `evaluate`, in which an editor fills in the article and spans of what has an answer.

    A disliked answer has its citations beside it: they are what was shown. Raises IbidError where it can't be written.
    """
    lines = []
    for number, gap in enumerate([*unanswered, *disliked], 1):
        line = {"id": f"gap-{number}", "question": gap.question, "article_id": "", "spans": [], "answerable": False}
        extra = {"times": gap.times} | ({"disliked": gap.citations} if gap.citations else {})
        lines.append(json.dumps(line | extra, ensure_ascii=False) + "\n")
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise IbidError(say(terminal_language(), "gaps.unwritable", path=path, reason=error.strerror)) from error


def _line(gap: Gap, lang: Lang) -> str:
    return say_number(lang, "gaps.line", gap.times, question=inline(gap.question, QUESTION))
