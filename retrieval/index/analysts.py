"""What is indexed of passages: their terms, cut on all cores where there are enough of them to be worth it.

An analyst is a process, `python -m retrieval.language.analyst`, that reads a line of JSON after the other (what
`_question` says of some passages) and answers each with a line: the terms of each passage, in one string. It ends with
its input, so also when the process that asks is killed.
"""

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import groupby, islice
from queue import SimpleQueue
from typing import IO, cast

from retrieval.language import explaining, passage_terms
from retrieval.types import Passage

# From so many passages on: two seconds of work. Until an analyst has started takes a quarter of one.
WORTH = 20_000
# Passages of a line: some milliseconds of work.
AT_ONCE = 200
# With more, the process that asks is not done with what they have found.
MOST = 4

Numbered = Iterable[tuple[int, Passage]]
Indexed = Iterator[tuple[int, list[str]]]
Analyst = subprocess.Popen[str]


def terms_of(passage: Passage) -> list[str]:
    """The same of a passage."""
    article = passage.article
    return passage_terms(passage.text, article.title, article.text, article.lang)


@contextmanager
def analysts(passages: int) -> Iterator[Callable[[Numbered], Indexed]]:
    """The function that gives numbered passages their terms, in their order, when there will be so many of them."""
    number = min(MOST, os.cpu_count() or 1)
    if passages < WORTH or number < 2:
        yield _alone
        return
    with ExitStack() as open_until_done, ThreadPoolExecutor(number) as threads:
        free: SimpleQueue[Analyst] = SimpleQueue()
        for _ in range(number):
            free.put(open_until_done.enter_context(_analyst()))
        yield partial(_together, threads, free, 2 * number)


def _alone(numbered: Numbered) -> Indexed:
    for number, passage in numbered:
        yield number, terms_of(passage)


def _together(threads: ThreadPoolExecutor, free: "SimpleQueue[Analyst]", ahead: int, numbered: Numbered) -> Indexed:
    """Has `ahead` lines in work or waiting, no more: the passages of a large library don't fit into memory."""
    passages = iter(numbered)
    waiting: deque[tuple[list[int], Future[list[str]]]] = deque()
    while some := list(islice(passages, AT_ONCE)):
        question = _question([passage for _, passage in some])
        waiting.append(([number for number, _ in some], threads.submit(_ask, free, question)))
        if len(waiting) > ahead:
            yield from _found(*waiting.popleft())
    while waiting:
        yield from _found(*waiting.popleft())


def _found(numbers: Sequence[int], found: "Future[list[str]]") -> Indexed:
    for number, joined in zip(numbers, found.result(), strict=True):
        yield number, joined.split()


def _question(passages: Sequence[Passage]) -> str:
    """Title, text and language of each article, and the texts of its passages."""
    by_article = groupby(passages, key=lambda passage: id(passage.article))
    return json.dumps([_said(list(group)) for _, group in by_article])


def _said(passages: Sequence[Passage]) -> tuple[str, str, str, list[str]]:
    article = passages[0].article
    return article.title, explaining(article.text), article.lang, [passage.text for passage in passages]


def _ask(free: "SimpleQueue[Analyst]", question: str) -> list[str]:
    analyst = free.get()
    to, back = cast(IO[str], analyst.stdin), cast(IO[str], analyst.stdout)  # it was started with both
    answer = ""
    try:
        with suppress(BrokenPipeError):  # it has ended, and says so below
            to.write(question + "\n")
            to.flush()
            answer = back.readline()
    finally:
        free.put(analyst)
    if not answer:
        raise ChildProcessError(
            f"a process that indexes passages ended with status {analyst.wait()}; is there memory enough?"
        )
    found: list[str] = json.loads(answer)
    return found


@contextmanager
def _analyst() -> Iterator[Analyst]:
    command = [sys.executable, "-m", "retrieval.language.analyst"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii")  # noqa: S603 — our own program, no shell
    try:
        yield process
    finally:
        process.kill()
        with suppress(BrokenPipeError):  # what it did not read any more
            process.communicate()
