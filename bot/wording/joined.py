"""Several answers in one message, for a group that asks more than it can be told one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.wording.messages import ENTITIES, MESSAGE, Button, Entity, Reply, inline, sendable, utf16
from bot.wording.proof import SOURCE

# What stands before each question, and before the words of its buttons.
LETTERS = "ABCDEFGHIJ"
# As much of a question as is repeated.
HEADING = 120


@dataclass(frozen=True, slots=True)
class Told:
    """What is told in answer to a question, which `link` leads to where there is one."""

    question: str
    link: str | None
    reply: Reply


def render_joined(told: Sequence[Told]) -> list[tuple[Reply, int]]:
    """The messages that tell all of it, in order, each with the number of answers in it.

    Each answer stands below its question. Of the buttons those for the sources stay: the others would not say which
    answer they are about.
    """
    messages: list[tuple[Reply, int]] = []
    for one in told:
        if messages:
            reply, count = messages[-1]
            longer = _append(reply, _headed(one, LETTERS[count]))
            if utf16(longer.text) <= MESSAGE and len(longer.entities) <= ENTITIES and count + 1 < len(LETTERS):
                messages[-1] = longer, count + 1
                continue
        messages.append((_headed(one, LETTERS[0]), 1))
    first = [sum(count for _, count in messages[:at]) for at in range(len(messages))]
    # A single one needs no heading, and keeps all of its buttons.
    return [
        (told[at].reply if count == 1 else reply, count) for at, (reply, count) in zip(first, messages, strict=True)
    ]


def _headed(one: Told, letter: str) -> Reply:
    heading = f"{letter}. {sendable(inline(one.question, HEADING))}"
    entities = [Entity("bold", 0, utf16(heading))]
    if one.link:
        entities.append(Entity("text_link", 0, utf16(heading), one.link))
    rows = [[replace(b, label=f"{letter} · {b.label}") for b in row if _stays(b)] for row in one.reply.rows]
    below = Reply(one.reply.text, one.reply.entities, tuple(tuple(row) for row in rows if row))
    return _append(Reply(heading, tuple(entities)), below, "\n")


def _stays(button: Button) -> bool:
    return button.data.startswith(SOURCE)


def _append(first: Reply, second: Reply, between: str = "\n\n") -> Reply:
    offset = utf16(first.text) + len(between)
    moved = tuple(replace(one, offset=one.offset + offset) for one in second.entities)
    return Reply(first.text + between + second.text, first.entities + moved, first.rows + second.rows)
