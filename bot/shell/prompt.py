"""The lines of a conversation: typed by a person at a prompt, or brought by a pipe."""

import contextlib
import io
import sys
from collections.abc import Iterator, Mapping

PROMPT = "> "


def is_typed() -> bool:
    """Whether a person sits at both ends; what is piped in or out is plain."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def typed(commands: Mapping[str, str]) -> Iterator[str]:
    """What a person types, until Ctrl-D or Ctrl-C. The arrow keys and Ctrl-R bring back what was typed before, the
    tabulator completes a command; a pasted text is one line, whatever breaks it has. Nothing of it goes to the disk.

    `commands` are those to complete, without their slash, each with what it does.
    """
    from prompt_toolkit import PromptSession  # 0.1 s that a pipe need not wait
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.shortcuts import CompleteStyle

    slashed = {f"/{name}": purpose for name, purpose in commands.items()}
    session: PromptSession[str] = PromptSession(
        PROMPT,
        completer=WordCompleter(list(slashed), meta_dict=slashed, sentence=True),
        complete_while_typing=False,
        complete_style=CompleteStyle.READLINE_LIKE,
        reserve_space_for_menu=0,
    )
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            yield " ".join(session.prompt().split())


def piped() -> Iterator[str]:
    """Standard input, line by line."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte must not end the conversation
    yield from sys.stdin
