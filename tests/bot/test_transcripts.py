"""docs/transcripts.md shows conversations as they are: some of its scenes, played again."""

from benchmarks.bot.heard import bare, edited, pointing
from benchmarks.bot.scenes import agreement, inline, play, silence
from benchmarks.bot.transcripts import transcript
from tests.common import ROOT


def test_the_scenes_are_what_the_bot_says_and_calls_now() -> None:
    """Where this fails and the change is meant: `make transcripts`, and read what changed."""
    written = (ROOT / "docs/transcripts.md").read_text(encoding="utf-8")
    for scene, turns in play(ROOT / "seeds", (pointing, silence, bare, agreement, inline, edited)):
        assert transcript(scene, turns) in written
