"""The workers: processes that answer, each of which can be ended and started anew."""

import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bot.chaos import ENDED
from tests.common.running_bot import Process, start_process


@dataclass(slots=True)
class Worker:
    """One `ibid serve`, at an address that does not change when it is started anew."""

    folder: Path
    settings: dict[str, str]
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.start()

    @property
    def output(self) -> str:
        return (self.folder / "output.txt").read_text(encoding="utf-8")

    def start(self) -> None:
        self.process = start_process(self.folder, self.settings, self.folder / "output.txt", "serve")

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(ENDED)

    def rest(self, seconds: float) -> None:
        """It is stopped for so long, as a machine that is out of memory is, and goes on as if nothing had been."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)
