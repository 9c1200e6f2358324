"""`python -m benchmarks.bot.load seeds QUESTIONS.jsonl [--rate 30] [--seconds 60]`: the bot under a stream of
questions.

The real program answers over HTTP on the loopback, each question in a chat of its own. Prints, as JSON, the time from
a question to its answer (milliseconds, p50 and p99), the processor time of the program for each question (milliseconds;
where the system has /proc), how many were lost, answered with an apology, answered twice, or refused by the server; and
the time from an inline query to its results, asked one after the other when the questions are done.
"""

import argparse
import json
import math
import os
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np

from bot.conversation.smalltalk import small_talk
from bot.locales import say
from tests.bot_api import Call, Chat
from tests.common.running_bot import RunningBot, running_bot

# Seconds after the last question in which an answer may still come.
PATIENCE = 30.0
# Inline queries that follow the questions, one at a time.
INLINE = 100


def stream(bot: RunningBot, questions: list[str], rate: float, seconds: float) -> dict[str, float | int]:
    """Asks `rate` questions a second for so many seconds, whatever has been answered by then."""
    server = bot.server
    said: dict[int, float] = {}
    busy = processor_seconds(bot.process.pid)
    begin = time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begin + number / rate - time.monotonic()))
        person = server.user()
        chat: Chat = server.private_chat(person)
        said[chat.id] = time.monotonic()
        server.say(chat, person, questions[number % len(questions)])
    asked_in = time.monotonic() - begin
    deadline = time.monotonic() + PATIENCE
    answered: Counter[int] = Counter()
    while time.monotonic() < deadline and len(answered) < len(said):
        time.sleep(0.2)
        answered = Counter(call.parameters["chat_id"] for call in _sent(bot))
    spent = processor_seconds(bot.process.pid) - busy
    time.sleep(1)  # for an answer too many
    first: dict[int, float] = {}
    for call in _sent(bot):
        first.setdefault(call.parameters["chat_id"], call.at)
    answered = Counter(call.parameters["chat_id"] for call in _sent(bot))
    inline = inline_waits(bot, questions)
    waits = [1000 * (first[chat_id] - at) for chat_id, at in said.items() if chat_id in first]
    return {
        "questions": len(said),
        "a_second": round(len(said) / asked_in, 1),
        "p50": round(float(np.percentile(waits, 50)), 1),
        "p99": round(float(np.percentile(waits, 99)), 1),
        "processor": round(1000 * spent / len(said), 1),
        "inline_p50": round(float(np.percentile(inline, 50)), 1),
        "inline_p99": round(float(np.percentile(inline, 99)), 1),
        "lost": len(said) - len(first),
        "apologies": sum(call.parameters["text"] == say("fr", "about.failed") for call in _sent(bot)),
        "doubled": sum(count > 1 for count in answered.values()),
        "refused": len(server.refused),
    }


def inline_waits(bot: RunningBot, questions: list[str]) -> list[float]:
    """Milliseconds from an inline query to its results, one query after the other."""
    server = bot.server
    waits = []
    for question in questions[:INLINE]:
        begin = time.monotonic()
        query = server.inline(server.user(), question)
        server.wait_until(partial(server.answer, query))
        waits.append(1000 * (time.monotonic() - begin))
    return waits


def processor_seconds(process: int) -> float:
    """What a process has used of the processor so far, itself and for the system; not a number where none can tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except FileNotFoundError:
        return math.nan
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _sent(bot: RunningBot) -> list[Call]:
    with bot.server.world.lock:
        return [call for call in bot.server.calls if call.method == "sendMessage"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--rate", type=float, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    lines = given.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    questions = [question for question in questions if not small_talk(question)]
    articles = {file.name: file.read_text(encoding="utf-8") for file in given.articles.iterdir() if file.is_file()}
    with tempfile.TemporaryDirectory() as folder, running_bot(Path(folder), articles) as bot:
        print(json.dumps(stream(bot, questions, given.rate, given.seconds)))


if __name__ == "__main__":
    main()
