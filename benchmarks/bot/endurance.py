"""`python -m benchmarks.bot.endurance [--questions 100000]`: does the bot's memory grow with the questions?

The real program, with Telegram's limits on speed switched off, answers the questions of tests/questions.jsonl over HTTP
on the loopback, in a thousand chats. Prints, as JSON, its resident memory (MB) after each tenth, the growth in bytes a
question over the second half (a line fitted by least squares), how many were lost, and the size of the journal (MB).
"""

import argparse
import json
import os
import runpy
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bot.conversation.smalltalk import small_talk
from bot.sending import pacing
from tests.bot_api import BotApi
from tests.common import ROOT

CHATS = 1000
# Questions on the way at a time, and looks at the memory.
ON_THE_WAY, LOOKS = 500, 50


def unhurried() -> None:
    """The program itself, whose limits are out of the way."""
    pacing.A_CHAT = pacing.A_GROUP = pacing.IN_ALL = (20, 0.0)
    sys.argv = ["ibid"]
    runpy.run_module("bot", run_name="__main__")


def measure(questions: int) -> dict[str, object]:
    lines = (ROOT / "tests" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [text for line in lines if not small_talk(text := json.loads(line)["question"])]
    looks: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as folder, BotApi() as server:
        settings = {
            "TELEGRAM_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "IBID_DATA": folder,
            "IBID_PERSON_RATE": "100000",
            "IBID_CHAT_RATE": "100000",
        }
        answers = Answers(server)
        chats = [server.private_chat(server.user()) for _ in range(CHATS)]
        command = [sys.executable, "-m", "benchmarks.bot.endurance", "--bot"]
        with Path(folder, "output.txt").open("wb") as output:
            bot = subprocess.Popen(command, env=os.environ | settings, cwd=ROOT, stdout=output, stderr=output)
        try:
            begin = time.monotonic()
            for number in range(questions):
                chat = chats[number % CHATS]
                person, _ = chat.members[chat.id]
                server.say(chat, person, texts[number % len(texts)])
                while number - answers.total > ON_THE_WAY:
                    time.sleep(0.05)
                if number % (questions // LOOKS) == 0 and number:
                    looks.append((number, _resident(bot.pid)))
                    answers.forget()
            while answers.total < questions and time.monotonic() - begin < questions:
                time.sleep(0.1)
            looks.append((questions, _resident(bot.pid)))
            seconds, answered = time.monotonic() - begin, answers.total
        finally:
            bot.terminate()
            bot.wait()
        journal = Path(folder, "journal.sqlite").stat().st_size / 1e6
    asked, memory = np.array(looks[len(looks) // 2 :]).T
    return {
        "questions": questions,
        "a_second": round(questions / seconds, 1),
        "resident": [round(size) for _, size in looks[:: LOOKS // 10]],
        "most": round(max(size for _, size in looks)),
        "bytes_a_question": round(float(np.polyfit(asked, memory, 1)[0]) * 1e6, 1),
        "lost": questions - answered,
        "journal": round(journal, 1),
    }


class Answers:
    """How many there were; what the server remembers of them is let go, lest this process grow instead."""

    def __init__(self, server: BotApi) -> None:
        self._server = server
        self._total = 0

    @property
    def total(self) -> int:
        with self._server.world.lock:
            self._total += sum(call.method == "sendMessage" for call in self._server.calls)
            self._server.calls.clear()
        return self._total

    def forget(self) -> None:
        """Lets go of the words of all messages."""
        with self._server.world.lock:
            for chat in self._server.world.chats.values():
                for kept in chat.messages.values():
                    kept.data = {"message_id": kept.data["message_id"], "chat": chat.info, "date": kept.data["date"]}


def _resident(pid: int) -> float:
    """The resident memory of a process in MB, from /proc (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))


def main() -> None:
    parser = argparse.ArgumentParser(description="The memory of the bot over many questions.")
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--bot", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bot:
        unhurried()
    print(json.dumps(measure(given.questions)))


if __name__ == "__main__":
    main()
